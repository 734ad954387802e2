import { Random, raggedFrom } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { expectTensors } from '../../test/conformance/compare.js';
import { activation, attentionPooling1D, bidirectional, buildNetwork, cells, dense, embedding, globalMaxPooling1D, lstm, randomWeights, simpleRNN } from '../../test/conformance/networks.js';
import { errorOf } from '../../test/helpers/error-of.js';
import { createReferenceExecutor } from '../reference/create-reference-executor.js';
import { tokenSaliency } from './token-saliency.js';
import type { TokenSaliencyOptions } from './token-saliency.js';

type Layers = Parameters<typeof buildNetwork>[0];

function modelOf(layers: Layers, seed = 1) {
  const network = buildNetwork(layers);
  const weights = Object.fromEntries(Object.entries(randomWeights(network, new Random(seed))).map(([path, values]) => [path, Float32Array.from(values)]));
  return { network, weights };
}

/** Every token once, so that a row of the table is the vector of one token. */
const text = [5, 0, 3, 7, 2];
const width = 4;
const networks: Readonly<Record<string, Layers>> = {
  ...Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, [embedding(12, width, true), cell({ units: 5 }), dense(3, 'softmax')]])),
  'two bidirectional LSTMs': [embedding(12, width, true), bidirectional(lstm({ units: 3, returnSequences: true })), bidirectional(lstm({ units: 2 })), dense(3, 'tanh'), dense(3, 'softmax')],
  attention: [embedding(12, width, true), simpleRNN({ units: 3, returnSequences: true }), attentionPooling1D(2, true), dense(3), activation('softmax')],
  'max pooling, several labels': [embedding(12, width), simpleRNN({ units: 3, returnSequences: true }), globalMaxPooling1D(), dense(3, 'sigmoid')],
  'one output': [embedding(12, width), simpleRNN({ units: 3 }), dense(1, 'sigmoid')],
};

const explainedBy = (of: TokenSaliencyOptions['of']) => (y: number) => (of === 'logit' ? y : of === 'logOdds' ? Math.log(y / (1 - y)) : Math.log(y));

/** Gradient of F with respect to the vector of every token, by central differences in float64. */
function numericGradients({ network, weights }: ReturnType<typeof modelOf>, target: number, of: TokenSaliencyOptions['of']): number[] {
  const path = 'embedding/embeddings';
  const step = 1e-5;
  const executor = createReferenceExecutor(network, weights);
  const F = (table: Float64Array) => {
    executor.setWeights({ ...weights, [path]: table });
    const y = executor.forward({ ids: raggedFrom([text]) }, { logits: of === 'logit' }).data[target];
    return explainedBy(of)(y);
  };
  return text.flatMap((id) =>
    Array.from({ length: width }, (_, j) => {
      const [up, down] = [step, -step].map((change) => {
        const table = Float64Array.from(weights[path]);
        table[id * width + j] += change;
        return F(table);
      });
      return (up - down) / (2 * step);
    }),
  );
}

describe('tokenSaliency', () => {
  it.each(Object.keys(networks))('is the exact gradient times the vector: %s, against finite differences within 1e-8', (name) => {
    const model = modelOf(networks[name]);
    const outputs = model.network.outputShape[1]!;
    for (const of of ['logProbability', 'logOdds', 'logit'] as const) {
      for (let target = 0; target < outputs; target++) {
        const { gradients, scores, value } = tokenSaliency(model, text, { target, of });
        expectTensors({ gradients }, { gradients: numericGradients(model, target, of) }, 1e-8, 0.1);
        const table = model.weights['embedding/embeddings'];
        const expected = text.map((id, t) => Array.from({ length: width }, (_, j) => table[id * width + j] * gradients[t * width + j]).reduce((a, b) => a + b));
        expectTensors({ scores }, { scores: expected }, 1e-14, 1);
        const y = createReferenceExecutor(model.network, model.weights).forward({ ids: raggedFrom([text]) }, { logits: of === 'logit' }).data[target];
        expect(value).toBeCloseTo(explainedBy(of)(y), 12);
      }
    }
  });

  it('scores occurrences of one token each for itself, and masked tokens 0', () => {
    const model = modelOf(networks['lstm']);
    const { scores, gradients } = tokenSaliency(model, [3, 0, 3]);
    expect(scores[1]).toBe(0);
    expect(gradients.slice(0, width)).not.toEqual(gradients.slice(2 * width));
    expect(tokenSaliency(model, []).scores).toHaveLength(0);
  });

  it('explains the output with the largest logit by default, and its log-probability', () => {
    const model = modelOf(networks['lstm']);
    const y = createReferenceExecutor(model.network, model.weights).forward({ ids: raggedFrom([text]) }).data;
    const best = y.reduce((top, p, k) => (p > y[top] ? k : top), 0);
    expect(tokenSaliency(model, text)).toEqual(tokenSaliency(model, text, { target: best, of: 'logProbability' }));
  });

  it('stays finite where a probability rounds to 0 or 1', () => {
    const model = modelOf(networks['one output']);
    for (const bias of [-2000, 2000]) {
      model.weights['dense/bias'].fill(bias);
      const { value, scores } = tokenSaliency(model, text);
      expect(value).toBeCloseTo(bias < 0 ? bias : 0, -1);
      expect(scores.every(Number.isFinite)).toBe(true);
    }
  });

  it('does not vanish in log-odds where the target is all but certain', () => {
    const model = modelOf(networks['lstm']);
    const before = tokenSaliency(model, text, { target: 1, of: 'logOdds' });
    model.weights['dense/bias'][1] += 500;
    const after = tokenSaliency(model, text, { target: 1, of: 'logOdds' });
    expect(after.value - before.value).toBeCloseTo(500, 4);
    expectTensors({ scores: after.scores }, { scores: before.scores }, 1e-12);
    expect(tokenSaliency(model, text, { target: 1 }).scores.every((score) => Math.abs(score) < 1e-12)).toBe(true);
  });

  it('refuses outputs, options and networks it cannot explain', async () => {
    const model = modelOf(networks['lstm']);
    for (const target of [3, -1, 0.5, '1']) {
      expect(await errorOf(() => tokenSaliency(model, text, { target } as never))).toMatch(/^invalid-option: tokenSaliency\(\{ target \}\): expected an output from 0 to 2, got /);
    }
    expect(await errorOf(() => tokenSaliency(model, text, { of: 'loss' as never }))).toBe("invalid-option: tokenSaliency({ of }): expected one of logProbability, logOdds, logit, got \"loss\".");
    expect(await errorOf(() => tokenSaliency(model, text, { class: 1 } as never))).toMatch(/^invalid-option: tokenSaliency\(model, ids, options\)/);
    const linear = modelOf([embedding(12, width), lstm({ units: 2 }), dense(3)]);
    expect(await errorOf(() => tokenSaliency(linear, text))).toBe(
      "unsupported: tokenSaliency({ of }): expected a network that ends in softmax or sigmoid, for a probability, got linear activation at its end. of: 'logit' explains any output.",
    );
    expect(tokenSaliency(linear, text, { of: 'logit' }).scores).toHaveLength(5);
    const headless = modelOf([embedding(12, width), lstm({ units: 2 })]);
    expect(await errorOf(() => tokenSaliency(headless, text, { of: 'logit' }))).toBe('unsupported: tokenSaliency(model): expected a network that ends in a dense or activation layer, got lstm ("lstm").');
    const tagger = modelOf([embedding(12, width), lstm({ units: 2, returnSequences: true }), dense(3, 'softmax')]);
    expect(await errorOf(() => tokenSaliency(tagger, text))).toBe('unsupported: tokenSaliency(model): expected a network with one output a text, [batch, outputs], got output shape [any, any, 3].');
  });
});
