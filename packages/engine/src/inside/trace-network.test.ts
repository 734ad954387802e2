import { Random, raggedFrom } from '@sekvens/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectTensors } from '../../test/conformance/compare.js';
import { recurrentLayers } from '../../test/conformance/random-networks.js';
import { attentionPooling1D, bidirectional, buildNetwork, cells, dense, embedding, globalMaxPooling1D, gru, lstm, randomWeights, sequenceInput, simpleRNN } from '../../test/conformance/networks.js';
import { errorOf } from '../../test/helpers/error-of.js';
import { Sequential } from '../model/sequential.js';
import { createReferenceExecutor } from '../reference/create-reference-executor.js';
import type { DirectionTrace, GRUTrace, LSTMTrace } from './network-trace.js';
import { traceNetwork } from './trace-network.js';

type Layers = Parameters<typeof buildNetwork>[0];

function traced(layers: Layers, ids: readonly number[], seed = 1) {
  const network = buildNetwork(layers);
  const weights = Object.fromEntries(Object.entries(randomWeights(network, new Random(seed))).map(([path, values]) => [path, Float32Array.from(values)]));
  return { network, weights, trace: traceNetwork({ network, weights }, ids) };
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const text = [5, 0, 3, 7, 3, 0];

describe('traceNetwork', () => {
  it('gives for every layer what the reference executor gives, to the last bit, and at the end what the engine predicts, within 1e-6', () => {
    fc.assert(
      fc.property(
        fc.array(recurrentLayers({ maxUnits: 5, maxTime: 6, activations: ['tanh', 'sigmoid'] }), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        fc.constantFrom('last output', 'max pooling', 'attention', 'sequences'),
        fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 9 }),
        fc.integer({ min: 0, max: 1000 }),
        (stack, maskZero, end, ids, seed) => {
          const sequences = stack.map((layer, i) => turnedRightWithMask(asSequences(layer, end !== 'last output' || i < stack.length - 1), maskZero));
          const pooling = end === 'max pooling' ? [globalMaxPooling1D(maskZero)] : end === 'attention' ? [attentionPooling1D(2, maskZero)] : [];
          const { network, weights, trace } = traced([embedding(12, 4, maskZero), ...sequences, ...pooling, dense(3, 'softmax')], ids, seed);
          network.layers.forEach((layer, i) => {
            const part = buildNetwork(network.layers.slice(0, i + 1).map(({ definition, name: named }) => ({ ...definition, name: named })));
            const executor = createReferenceExecutor(part, Object.fromEntries(part.weights.map(({ path }) => [path, weights[path]])));
            const { data, shape } = executor.forward({ ids: raggedFrom([ids]) });
            expect({ name: layer.name, output: trace.layers[i].output, shape: trace.layers[i].shape }).toEqual({ name: layer.name, output: data, shape: shape.slice(1) });
            expect(trace.layers[i].mask).toEqual(executor.outputMask());
          });
          const predicted = new Sequential(network, weights).predict([ids]).data;
          expectTensors({ output: trace.layers.at(-1)!.output }, { output: predicted }, 1e-6, 1);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it('shows gates with which the equations of the cells hold, token by token', () => {
    for (const reads of ['forward', 'backward'] as const) {
      const goBackwards = reads === 'backward';
      const { trace: ofLSTM } = traced([embedding(12, 4, true), lstm({ units: 5, goBackwards }), dense(2, 'softmax')], text);
      const l = ofLSTM.layers[1].directions![0] as LSTMTrace;
      expect(l.reads).toBe(reads);
      each(l, (at, before) => {
        const { forget, input, candidate, output, cell, state } = l.series;
        expect(cell[at]).toBeCloseTo(forget[at] * (before < 0 ? 0 : cell[before]) + input[at] * candidate[at], 14);
        expect(state[at]).toBeCloseTo(output[at] * Math.tanh(cell[at]), 14);
      });
      for (const resetAfter of [true, false]) {
        const { trace: ofGRU } = traced([embedding(12, 4, true), gru({ units: 5, goBackwards, resetAfter }), dense(2, 'softmax')], text);
        const g = ofGRU.layers[1].directions![0] as GRUTrace;
        each(g, (at, before) => {
          const { update, candidate, state } = g.series;
          expect(state[at]).toBeCloseTo(update[at] * (before < 0 ? 0 : state[before]) + (1 - update[at]) * candidate[at], 14);
        });
      }
      const { trace: ofRNN } = traced([embedding(12, 4, true), simpleRNN({ units: 5, goBackwards }), dense(2, 'softmax')], text);
      const s = ofRNN.layers[1].directions![0] as Extract<DirectionTrace, { kind: 'simpleRNN' }>;
      each(s, (at) => expect(s.series.state[at]).toBe(Math.tanh(s.series.preActivation[at])));
    }
  });

  it('has every gate under its own name: the first token of known weights', () => {
    const first = (layer: Layers[number]) => {
      const { network, weights } = traced([embedding(12, 1), layer, dense(2)], [4]);
      const [kernel, bias] = ['kernel', 'bias'].map((name) => network.layers[1].weights.find((weight) => weight.name === name)!.path);
      weights['embedding/embeddings'].fill(1);
      weights[kernel].set([0.1, 0.2, 0.3, 0.4].slice(0, weights[kernel].length));
      weights[bias].fill(0);
      return traceNetwork({ network, weights }, [4]).layers[1].directions![0].series as Readonly<Record<string, Float64Array>>;
    };
    const ofLSTM = first(lstm({ units: 1 }));
    expect(ofLSTM.input[0]).toBeCloseTo(sigmoid(0.1), 7);
    expect(ofLSTM.forget[0]).toBeCloseTo(sigmoid(0.2), 7);
    expect(ofLSTM.candidate[0]).toBeCloseTo(Math.tanh(0.3), 7);
    expect(ofLSTM.output[0]).toBeCloseTo(sigmoid(0.4), 7);
    const ofGRU = first(gru({ units: 1 }));
    expect(ofGRU.update[0]).toBeCloseTo(sigmoid(0.1), 7);
    expect(ofGRU.reset[0]).toBeCloseTo(sigmoid(0.2), 7);
    expect(ofGRU.candidate[0]).toBeCloseTo(Math.tanh(0.3), 7);
    expect(first(simpleRNN({ units: 1 })).preActivation[0]).toBeCloseTo(0.1, 7);
  });

  it('marks masked tokens: states stay, nothing is computed', () => {
    for (const cell of Object.values(cells)) {
      const [direction] = traced([embedding(12, 4, true), cell({ units: 2 }), dense(2)], [0, 5, 0, 3]).trace.layers[1].directions!;
      const { state, ...others } = direction.series as Readonly<Record<string, Float64Array>>;
      expect(Array.from(direction.present)).toEqual([0, 1, 0, 1]);
      expect(Array.from(state.subarray(0, 2))).toEqual([0, 0]);
      expect(state.subarray(4, 6)).toEqual(state.subarray(2, 4));
      for (const [name, numbers] of Object.entries(others)) {
        if (name !== 'cell') expect(Array.from(numbers, Number.isNaN), name).toEqual([true, true, false, false, true, true, false, false]);
      }
    }
  });

  it('gives both directions of a bidirectional layer in the order of the tokens, as its output has them', () => {
    const { trace } = traced([embedding(12, 4, true), bidirectional(lstm({ units: 3, returnSequences: true })), dense(2)], [5, 3, 7]);
    const { output, directions } = trace.layers[1];
    expect(directions!.map(({ reads }) => reads)).toEqual(['forward', 'backward']);
    for (const t of [0, 1, 2]) {
      expect(output.slice(t * 6, t * 6 + 3)).toEqual(directions![0].series.state.slice(t * 3, t * 3 + 3));
      expect(output.slice(t * 6 + 3, t * 6 + 6)).toEqual(directions![1].series.state.slice(t * 3, t * 3 + 3));
    }
  });

  it('keeps to the order of the tokens behind a layer that turned them round', () => {
    const { trace } = traced([embedding(12, 4), simpleRNN({ units: 3, goBackwards: true, returnSequences: true }), gru({ units: 2, returnSequences: true }), attentionPooling1D(), dense(2)], [5, 3, 7]);
    const [, turned, second, pooled] = trace.layers;
    expect(trace.layers.map(({ reversed }) => reversed)).toEqual([false, true, true, false, false]);
    expect(turned.directions![0].reads).toBe('backward');
    expect(second.directions![0].reads).toBe('backward');
    // the last output of the layer belongs to the first token
    expect(second.directions![0].series.state.slice(0, 2)).toEqual(second.output.slice(4));
    expect(second.directions![0].series.state.slice(4)).toEqual(second.output.slice(0, 2));
    const step = (t: number) => second.output.subarray(t * 2, t * 2 + 2);
    const sum = [0, 1].map((j) => [0, 1, 2].reduce((total, token) => total + pooled.attention![token] * step(2 - token)[j], 0));
    expectTensors({ sum: pooled.output }, { sum }, 1e-12, 1);
  });

  it('shows what each token counts in attention, as Sequential.attention does', () => {
    const { network, weights, trace } = traced([embedding(12, 4, true), attentionPooling1D(3, true), dense(2, 'softmax')], text);
    expectTensors({ attention: trace.layers[1].attention! }, { attention: new Sequential(network, weights).attention([text]).data }, 1e-6, 1);
  });

  it('takes the weights of a Sequential, and typed arrays of ids', () => {
    const { network, weights, trace } = traced([embedding(12, 4, true), gru({ units: 3 }), dense(2, 'softmax')], text);
    expect(traceNetwork(new Sequential(network, weights), Int32Array.from(text))).toEqual(trace);
  });

  it('refuses what it cannot read', async () => {
    const { network, weights } = traced([embedding(12, 4), gru({ units: 3 }), dense(2)], text);
    expect(await errorOf(() => traceNetwork({ network, weights }, [12]))).toBe(
      'invalid-data: traceNetwork, x[0][0]: expected a token id from 0 to 11 (inputDim of layer embedding is 12), got 12. Give embedding({ inputDim }) the size of the vocabulary, vectorizer.vocabularySize(), or use the vectorizer the model was trained with.',
    );
    for (const bad of ['oil', [[1, 2]], { values: new Int32Array(1), offsets: new Int32Array(2) }, Float32Array.of(1)]) {
      expect(await errorOf(() => traceNetwork({ network, weights }, bad as never))).toMatch(/^invalid-data: traceNetwork\(model, ids\): expected the token ids of one text, an array of numbers or an Int32Array, got .*vectorizer\.encode\(text\) gives them\.$/);
    }
    expect(await errorOf(() => traceNetwork({ network, weights: {} }, [1]))).toBe('invalid-data: traceNetwork(model), embedding/embeddings: expected a Float32Array of shape [12, 4], got nothing.');
    expect(await errorOf(() => traceNetwork(undefined as never, [1]))).toBe('invalid-option: traceNetwork(model): expected a Sequential, or an object of network and weights, got undefined. Of a TextClassifier give classifier.model.');
    const features = buildNetwork([gru({ units: 3 })], sequenceInput(2));
    expect(await errorOf(() => traceNetwork({ network: features, weights: {} }, [1]))).toBe('unsupported: traceNetwork(model): expected a network that begins with an embedding, got gru ("gru").');
  });
});

function asSequences(layer: Layers[number], returnSequences: boolean): Layers[number] {
  if (layer.kind !== 'bidirectional') return { ...layer, config: { ...layer.config, returnSequences } } as Layers[number];
  const { layer: forward, backwardLayer } = layer.config;
  return { ...layer, config: { ...layer.config, layer: asSequences(forward, returnSequences), backwardLayer: asSequences(backwardLayer, returnSequences) } } as Layers[number];
}

/** A sequence that was turned round does not go with a mask. */
function turnedRightWithMask(layer: Layers[number], hasMask: boolean): Layers[number] {
  return layer.kind === 'bidirectional' || !hasMask ? layer : ({ ...layer, config: { ...layer.config, goBackwards: false } } as Layers[number]);
}

/** Every number of the tokens that were read, with the place of the same unit's number at the token read before; negative before the first. */
function each({ reads, present, definition }: DirectionTrace, check: (at: number, before: number) => void): void {
  const { units } = definition.config;
  let read = 0;
  present.forEach((isRead, token) => {
    const before = reads === 'forward' ? token - 1 : token + 1;
    if (!isRead) return;
    read++;
    for (let u = 0; u < units; u++) check(token * units + u, before < 0 || before >= present.length ? -1 : before * units + u);
  });
  expect(read).toBe(4);
}
