import { Random, raggedFrom } from '@sekvens/core';
import type { ActivationName, Network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { buildNetwork, dense, dropout, embedding, lstm, randomWeights } from '../../test/conformance/networks.js';
import { resolveOptimizer } from '../training-config.js';
import type { LossName } from '../training-config.js';
import { createReferenceExecutor } from './create-reference-executor.js';
import { computeLoss } from './losses.js';
import { createReferenceTrainer } from './trainer.js';

const ids = raggedFrom([[1, 2, 3], [4], [2, 2]]);
const optimizer = resolveOptimizer({ kind: 'sgd', learningRate: 0.5 });

function stack(activation: ActivationName, returnSequences = false): Network {
  return buildNetwork([embedding(5, 3, true), lstm({ units: 4, returnSequences }), dense(2, activation)]);
}

describe('createReferenceTrainer', () => {
  const cases: [LossName, ActivationName, Int32Array | Float64Array][] = [
    ['sparseCategoricalCrossentropy', 'softmax', Int32Array.of(0, 1, 1)],
    ['categoricalCrossentropy', 'softmax', Float64Array.of(1, 0, 0.5, 0.5, 0, 1)],
    ['binaryCrossentropy', 'sigmoid', Float64Array.of(1, 0, 1, 1, 0, 1)],
    ['meanSquaredError', 'tanh', Float64Array.of(1, 0, 0.5, 0.5, 0, 1)],
  ];
  for (const [loss, activation, targets] of cases) {
    it(`moves the weights along the gradient of ${loss}, ${activation} included`, () => {
      const network = stack(activation);
      const weights = randomWeights(network, new Random(2));
      const executor = createReferenceExecutor(network, weights);
      const sampleWeights = Float64Array.of(1, 0.25, 3);
      const expected = computeLoss(loss, { output: executor.forward({ ids }), targets, sampleWeights });
      const gradients = executor.backward(expected.gradient).weights;

      const trainer = createReferenceTrainer(network, weights, { optimizer, loss });
      expect(trainer.step({ ids }, targets, sampleWeights)).toBeCloseTo(expected.value, 12);
      for (const [path, values] of Object.entries(trainer.getWeights())) {
        values.forEach((value, i) => expect(value, `${path}[${i}]`).toBeCloseTo(weights[path][i] - 0.5 * gradients[path][i], 12));
      }
    });
  }

  it('leaves masked steps of sequences out of the loss', () => {
    const network = stack('softmax', true);
    const weights = randomWeights(network, new Random(3));
    const step = (padding: number) => {
      const targets = Int32Array.from([1, 0, 1, padding, padding, padding, 0, 1, padding]);
      targets[3] = 1;
      return createReferenceTrainer(network, weights, { optimizer, loss: 'sparseCategoricalCrossentropy' }).step({ ids }, targets);
    };
    expect(step(0)).toBe(step(1));
  });

  it('leaves weights that are not trainable as they are', () => {
    const network = stack('softmax');
    const frozen = { ...network, weights: network.weights.map((spec) => ({ ...spec, trainable: !spec.path.startsWith('embedding') })) };
    const weights = randomWeights(network, new Random(4));
    const trainer = createReferenceTrainer(frozen, weights, { optimizer, loss: 'sparseCategoricalCrossentropy' });
    trainer.step({ ids }, Int32Array.of(0, 1, 1));
    expect(trainer.getWeights()['embedding/embeddings']).toEqual(weights['embedding/embeddings']);
    expect(trainer.getWeights()['dense/bias']).not.toEqual(weights['dense/bias']);
  });

  it('drops other elements at every step and with every seed, the same ones when repeated', () => {
    const network = buildNetwork([embedding(5, 8), dropout(0.5), lstm({ units: 4 }), dense(2, 'softmax')]);
    const weights = randomWeights(network, new Random(5));
    const losses = (seed: number) => {
      const trainer = createReferenceTrainer(network, weights, { optimizer: resolveOptimizer({ kind: 'sgd', learningRate: 1e-12 }), loss: 'sparseCategoricalCrossentropy', seed });
      return [0, 1].map(() => trainer.step({ ids }, Int32Array.of(0, 1, 1)));
    };
    const [first, second] = losses(6);
    expect(first).not.toBeCloseTo(second, 6);
    expect(losses(6)).toEqual([first, second]);
    expect(losses(7)[0]).not.toBeCloseTo(first, 6);
  });
});
