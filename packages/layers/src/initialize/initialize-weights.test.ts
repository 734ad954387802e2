import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bidirectional, dense, embedding, gru, lstm, network, simpleRNN } from '../index.js';
import { initializeWeights } from './initialize-weights.js';

const layers = [
  embedding({ inputDim: 40, outputDim: 6 }),
  bidirectional({ layer: lstm({ units: 5, returnSequences: true }) }),
  gru({ units: 7, returnSequences: true, kernelInitializer: 'heNormal', biasInitializer: { kind: 'truncatedNormal', stddev: 0.5 } }),
  simpleRNN({ units: 4, recurrentInitializer: 'glorotNormal' }),
  dense({ units: 3, kernelInitializer: 'normal' }),
];
const model = network(layers);

describe('initializeWeights', () => {
  it('gives every weight its size, and nothing else', () => {
    const weights = initializeWeights(model, 1);
    expect(Object.entries(weights).map(([path, values]) => [path, values.length])).toEqual(model.weights.map(({ path, shape }) => [path, shape.reduce((a, b) => a * b)]));
  });

  it('gives one seed the same bytes on every platform', () => {
    const hash = createHash('sha256');
    for (const values of Object.values(initializeWeights(model, 12345))) hash.update(new Uint8Array(values.buffer));
    expect(hash.digest('hex')).toMatchInlineSnapshot(`"deb80d9b2f4e0885824fb9732b07b04daf131204b0f187fc395f686a0ac5f1b7"`);
  });

  it('gives another seed other numbers', () => {
    const [a, b] = [initializeWeights(model, 1), initializeWeights(model, 2)];
    for (const path of ['embedding/embeddings', 'bidirectional/forward/kernel', 'gru/bias', 'dense/kernel']) expect(a[path]).not.toEqual(b[path]);
  });

  it('gives weights of one shape in one network different numbers', () => {
    const weights = initializeWeights(model, 1);
    expect(weights['bidirectional/forward/kernel']).not.toEqual(weights['bidirectional/backward/kernel']);
  });

  it('leaves the other weights alone when a layer is added or changed', () => {
    const more = network([...layers.slice(0, 4), dense({ units: 9, name: 'hidden' }), dense({ units: 3, kernelInitializer: 'normal' })]);
    const [a, b] = [initializeWeights(model, 1), initializeWeights(more, 1)];
    for (const path of Object.keys(a).filter((name) => !name.startsWith('dense'))) expect(b[path]).toEqual(a[path]);
  });

  it("begins an LSTM's forget gate with ones, and its other biases as asked", () => {
    const biases = initializeWeights(network([lstm({ units: 3, biasInitializer: { kind: 'uniform', min: 2, max: 3 } })], { inputShape: [null, 2] }), 1)['lstm/bias'];
    expect([...biases.subarray(3, 6)]).toEqual([1, 1, 1]);
    for (const part of [biases.subarray(0, 3), biases.subarray(6)]) expect(part.every((value) => value >= 2 && value <= 3)).toBe(true);
    expect([...initializeWeights(network([lstm({ units: 2 })], { inputShape: [null, 2] }), 1)['lstm/bias']]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect([...initializeWeights(network([lstm({ units: 2, unitForgetBias: false })], { inputShape: [null, 2] }), 1)['lstm/bias']]).toEqual(Array(8).fill(0));
  });

  it('draws orthogonal kernels over all gates at once, as Keras does', () => {
    const kernel = initializeWeights(network([lstm({ units: 4 })], { inputShape: [null, 2] }), 1)['lstm/recurrentKernel'];
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        let sum = 0;
        for (let i = 0; i < 16; i++) sum += kernel[a * 16 + i] * kernel[b * 16 + i];
        expect(sum).toBeCloseTo(a === b ? 1 : 0, 6);
      }
    }
  });

  it('refuses seeds that are none', () => {
    expect(() => initializeWeights(model, -1)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: initializeWeights(network, seed): expected a seed that is an integer from 0 to 2^53 - 1, got -1.]`);
    expect(() => initializeWeights(model, 0.5)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: initializeWeights(network, seed): expected a seed that is an integer from 0 to 2^53 - 1, got 0.5.]`);
  });
});
