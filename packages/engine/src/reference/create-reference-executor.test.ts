import { Random, raggedFrom } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { fullRows } from '../../test/conformance/inputs.js';
import {
  activation,
  bidirectional,
  buildNetwork,
  dense,
  embedding,
  globalMaxPooling1D,
  lstm,
  masking,
  randomWeights,
  sequenceInput,
  simpleRNN,
  vectorInput,
} from '../../test/conformance/networks.js';
import { createReferenceExecutor } from './create-reference-executor.js';

const build = (...args: Parameters<typeof buildNetwork>) => {
  const network = buildNetwork(...args);
  return createReferenceExecutor(network, randomWeights(network, new Random(1)));
};
const ids = { ids: raggedFrom([[1, 2], [3]]) };
const features = { features: fullRows(new Float64Array(12), 2, 3) };

describe('createReferenceExecutor', () => {
  it('gives logits where asked for, and takes their gradient', () => {
    for (const layers of [[embedding(5, 2), simpleRNN({ units: 3 }), dense(4, 'softmax')], [embedding(5, 2), simpleRNN({ units: 3 }), dense(4), activation('softmax')]]) {
      const executor = build(layers);
      const p = executor.forward(ids).data;
      const z = executor.forward(ids, { logits: true }).data;
      const exponentials = z.subarray(0, 4).map(Math.exp);
      expect(p[1]).toBeCloseTo(exponentials[1] / exponentials.reduce((a, b) => a + b), 14);
      expect(executor.backward(new Float64Array(8).fill(1)).weights['dense/bias']).toEqual(Float64Array.of(2, 2, 2, 2));
    }
    const executor = build([embedding(5, 2), globalMaxPooling1D()]);
    expect(() => executor.forward(ids, { logits: true })).toThrow(
      'forward({ logits }): expected a network that ends in a dense or activation layer, got globalMaxPooling1D ("global_max_pooling1d").',
    );
  });

  it('shows the mask of output sequences', () => {
    const executor = build([embedding(5, 2, true), lstm({ units: 3, returnSequences: true }), dense(2)]);
    executor.forward({ ...ids, timeSteps: 3 });
    expect(executor.outputMask()).toEqual(Uint8Array.of(1, 1, 0, 1, 0, 0));
    const last = build([embedding(5, 2, true), lstm({ units: 3 })]);
    last.forward(ids);
    expect(last.outputMask()).toBeUndefined();
  });

  it('gives the final states of a bidirectional layer, the forward ones first', () => {
    const executor = build([bidirectional(lstm({ units: 3 }))], sequenceInput(2));
    executor.forward(features);
    expect(executor.finalStates().map((state) => state.length)).toEqual([6, 6, 6, 6]);
    const dry = build([dense(2)], vectorInput(2));
    dry.forward({ vectors: Float64Array.of(1, 2) });
    expect(dry.finalStates()).toEqual([]);
  });

  it('gives the same gradients when asked twice', () => {
    const executor = build([embedding(5, 2), lstm({ units: 3 }), dense(2)]);
    executor.forward(ids);
    const gradient = Float64Array.of(1, 2, 3, 4);
    expect(executor.backward(gradient)).toEqual(executor.backward(gradient));
  });

  it('refuses to go back before it went forward', () => {
    const executor = build([dense(2)], vectorInput(2));
    expect(() => executor.backward(new Float64Array(2))).toThrow('backward(): expected a forward pass before it, got none.');
    expect(() => executor.finalStates()).toThrow('finalStates(): expected a forward pass before it, got none.');
    expect(() => executor.outputMask()).toThrow('outputMask(): expected a forward pass before it, got none.');
    executor.forward({ vectors: Float64Array.of(1, 2) });
    expect(() => executor.backward(new Float64Array(3))).toThrow('backward(outputGradient): expected 2 numbers, as the output has, got 3.');
  });

  it('refuses weights that do not fit', () => {
    const network = buildNetwork([dense(2)], vectorInput(3));
    expect(() => createReferenceExecutor(network, {})).toThrow('weights["dense/kernel"]: expected 6 numbers, [3, 2], got none.');
    const weights = { 'dense/kernel': new Float32Array(6), 'dense/bias': new Float32Array(3) };
    expect(() => createReferenceExecutor(network, weights)).toThrow('weights["dense/bias"]: expected 2 numbers, [2], got 3.');
    expect(() => createReferenceExecutor(network, { ...weights, 'dense/bias': new Float32Array(2), 'lstm/bias': new Float32Array(1) })).toThrow(
      'weights["lstm/bias"]: expected one of dense/kernel, dense/bias, got "lstm/bias".',
    );
  });

  it('refuses initial states that no layer takes', () => {
    const states = [new Float64Array(6)];
    expect(() => build([dense(2)], sequenceInput(2)).forward({ ...features, initialStates: states })).toThrow('got a network without a recurrent layer.');
    expect(() => build([bidirectional(simpleRNN({ units: 3 }))], sequenceInput(2)).forward({ ...features, initialStates: states })).toThrow(
      'forward({ initialStates }): expected a network whose first recurrent layer is simpleRNN, lstm or gru, got bidirectional ("bidirectional").',
    );
    expect(() => build([lstm({ units: 3 })], sequenceInput(2)).forward({ ...features, initialStates: states })).toThrow(
      'forward({ initialStates }): expected 2 of 2 · 3 numbers, [batch, units], for lstm, got 1 of 6.',
    );
  });

  it('refuses ids outside the table', () => {
    for (const id of [-1, 5]) {
      expect(() => build([embedding(5, 2)]).forward({ ids: raggedFrom([[id]]) })).toThrow(
        `embedding: expected ids from 0 to 4, got ${id}. Give the embedding an inputDim as large as the vectorizer's vocabulary.`,
      );
    }
  });

  it('refuses input of another form than the network', () => {
    expect(() => build([embedding(5, 2)]).forward(features)).toThrow('forward({ ids }): expected ids for the network "network", got none.');
    expect(() => build([embedding(5, 2)]).forward({ ...ids, ...features })).toThrow('forward({ features }): expected only ids for the network "network", got features.');
    expect(() => build([dense(2)], vectorInput(2)).forward(features)).toThrow('expected only vectors for the network "network", got features.');
    expect(() => build([dense(2)], vectorInput(2)).forward({ vectors: Float64Array.of(1, 2, 3) })).toThrow('forward({ vectors }): expected rows of 2 numbers, got 3 numbers.');
  });

  it('refuses rows that do not fit', () => {
    const executor = build([lstm({ units: 3 })], sequenceInput(2));
    expect(() => executor.forward({ ...features, timeSteps: 2 })).toThrow('forward({ timeSteps }): expected an integer of at least 3, the longest row, got 2.');
    expect(() => executor.forward({ features: { values: new Float64Array(12), offsets: Int32Array.of(0, 3, 5) } })).toThrow(
      'forward({ features }): expected ascending offsets from 0 to the 6 steps given, got [0, 3, 5].',
    );
    expect(() => executor.forward({ features: { values: new Float64Array(12), offsets: Int32Array.of(0, 7, 6) } })).toThrow('got [0, 7, 6].');
    expect(() => executor.forward({ ...features, mask: new Uint8Array(5) })).toThrow('forward({ mask }): expected 2 · 3 values, [batch, timeSteps], got 5 values.');
  });

  it('refuses a mask where it would be ignored', () => {
    const mask = new Uint8Array(4);
    expect(() => build([embedding(5, 2)]).forward({ ...ids, mask })).toThrow(
      'forward({ mask }): expected a mask with features and without a masking layer only, got a mask beside ids. Ids are masked by maskZero; a masking layer makes its own mask.',
    );
    expect(() => build([masking(), lstm({ units: 3 })], sequenceInput(2)).forward({ ...features, mask })).toThrow('got a mask beside the masking layer "masking".');
  });
});
