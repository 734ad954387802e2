import { dense, embedding, gru, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/helpers/error-of.js';
import { decayingWeights } from './decaying-weights.js';

const { weights } = network([embedding({ inputDim: 5, outputDim: 2 }), gru({ units: 2 }), dense({ units: 3, trainable: false }), dense({ units: 2 })]);

describe('decayingWeights', () => {
  it('are all that are trained', () => {
    expect([...decayingWeights(weights, { weightDecay: 0.1 })]).toEqual(['embedding/embeddings', 'gru/kernel', 'gru/recurrentKernel', 'gru/bias', 'dense_1/kernel', 'dense_1/bias']);
  });

  it('are none without weight decay', () => {
    expect([...decayingWeights(weights, {}), ...decayingWeights(weights, { weightDecay: 0 })]).toEqual([]);
  });

  it('are not those whose path holds an excluded part', () => {
    const left = (...excludeFromWeightDecay: string[]) => [...decayingWeights(weights, { weightDecay: 0.1, excludeFromWeightDecay })];
    expect(left('bias', 'embeddings')).toEqual(['gru/kernel', 'gru/recurrentKernel', 'dense_1/kernel']);
    expect(left('gru/', 'dense/')).toEqual(['embedding/embeddings', 'dense_1/kernel', 'dense_1/bias']);
  });

  it('refuse a part of no path', async () => {
    expect(await errorOf(() => decayingWeights(weights, { weightDecay: 0.1, excludeFromWeightDecay: ['bias', 'biases'] }))).toBe(
      'invalid-option: compile({ optimizer }).excludeFromWeightDecay[1]: expected a part of the path of a weight: embedding/embeddings, gru/kernel, gru/recurrentKernel, gru/bias, dense/kernel, dense/bias, dense_1/kernel, dense_1/bias, got "biases".',
    );
  });
});
