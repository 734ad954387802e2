import { describe, expect, it } from 'vitest';
import {
  activation,
  bidirectional,
  dense,
  dropout,
  embedding,
  globalAveragePooling1D,
  globalMaxPooling1D,
  gru,
  lstm,
  masking,
  network,
  simpleRNN,
  spatialDropout1D,
} from '../index.js';
import type { LayerDefinition } from '../types.js';
import type { NetworkOptions } from './network.js';

const words = embedding({ inputDim: 9, outputDim: 4 });
const masked = embedding({ inputDim: 9, outputDim: 4, maskZero: true });
const make = (layers: unknown, options?: unknown) => () => network(layers as LayerDefinition[], options as NetworkOptions);
const features = { inputShape: [null, 5] };

describe('names', () => {
  const names = (layers: LayerDefinition[], options?: NetworkOptions) => network(layers, options).layers.map((layer) => layer.name);

  it("are Keras'", () => {
    const sequence = { units: 2, returnSequences: true };
    expect(
      names([words, spatialDropout1D({ rate: 0.1 }), simpleRNN(sequence), lstm(sequence), gru(sequence), bidirectional({ layer: lstm(sequence) }), masking(), globalMaxPooling1D(), dense({ units: 2 }), dropout({ rate: 0.1 }), activation({ activation: 'relu' })]),
    ).toEqual(['embedding', 'spatial_dropout1d', 'simple_rnn', 'lstm', 'gru', 'bidirectional', 'masking', 'global_max_pooling1d', 'dense', 'dropout', 'activation']);
    expect(names([globalAveragePooling1D()], features)).toEqual(['global_average_pooling1d']);
  });
  it('are numbered', () => {
    const layer = dense({ units: 2 });
    expect(names([layer, layer, dropout({ rate: 0 }), layer], features)).toEqual(['dense', 'dense_1', 'dropout', 'dense_2']);
  });
  it('keep out of the way of given ones', () => {
    const [free, taken] = [dense({ units: 2 }), dense({ units: 2, name: 'dense_1' })];
    expect(names([free, free, taken], features)).toEqual(['dense', 'dense_2', 'dense_1']);
  });
  it('are not given twice', () => {
    const layer = dense({ units: 2, name: 'twin' });
    expect(make([layer, layer], features)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers)[1]: expected a name of its own, got 'twin', which another layer has. Leave name out to have one made.]`);
  });
});

describe('the input', () => {
  it('is ids for an embedding', () => {
    expect(network([words]).input).toEqual({ kind: 'ids', shape: [null, null] });
    expect(network([words], { inputShape: [50] }).input).toEqual({ kind: 'ids', shape: [null, 50] });
    expect(network([words], { inputShape: [50] }).outputShape).toEqual([null, 50, 4]);
  });
  it('is numbers for other layers', () => {
    expect(network([lstm({ units: 2 })], features).input).toEqual({ kind: 'features', shape: [null, null, 5] });
    expect(network([dense({ units: 2 })], { inputShape: [5] }).input).toEqual({ kind: 'features', shape: [null, 5] });
  });
  it('has a shape that can be read', () => {
    expect(make([lstm({ units: 2 })])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers, { inputShape }): expected the shape of what lstm reads, got nothing. inputShape is [time, features] without the batch, e.g. [null, 5] for sequences of any length; text begins with an embedding.]`);
    expect(make([lstm({ units: 2 })], { inputShape: [5, null] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers, { inputShape }): expected a fixed number of features as the last entry, got [5, null]. inputShape is [time, features] without the batch, e.g. [null, 5] for sequences of any length; text begins with an embedding.]`);
    expect(make([lstm({ units: 2 })], { inputShape: [null, null, 5] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers, { inputShape }): expected [time, features] or [features], got [null, null, 5]. inputShape is [time, features] without the batch, e.g. [null, 5] for sequences of any length; text begins with an embedding.]`);
    expect(make([lstm({ units: 2 })], { inputShape: [null, 0] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers, { inputShape }): expected an array of positive integers and nulls, got [null, 0].]`);
    expect(make([lstm({ units: 2 })], { inputShape: 5 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers, { inputShape }): expected an array of positive integers and nulls, got 5.]`);
    expect(make([lstm({ units: 2 })], { inputShape: [5] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): lstm: expected a sequence [batch, time, features], got [batch, 5]. Sequences come in with inputShape: [null, 5].]`);
    expect(make([words], { inputShape: [null, 5] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers, { inputShape }): expected [time] for token ids, e.g. [null], got [null, 5]. A network that begins with an embedding may leave inputShape out.]`);
  });
});

describe('masks', () => {
  const flow = (layers: LayerDefinition[], options?: NetworkOptions) =>
    network(layers, options).layers.map(({ receivesMask, passesMask }) => `${receivesMask ? 'masked' : 'plain'} → ${passesMask ? 'masked' : 'plain'}`);

  it('come from maskZero and from masking', () => {
    expect(flow([words, masking()])).toEqual(['plain → plain', 'plain → masked']);
    expect(flow([masked])).toEqual(['plain → masked']);
  });
  it('go on with sequences only', () => {
    const layers = [masked, dropout({ rate: 0.1 }), spatialDropout1D({ rate: 0.1 }), dense({ units: 3 }), activation({ activation: 'tanh' }), gru({ units: 2, returnSequences: true }), bidirectional({ layer: lstm({ units: 2, returnSequences: true }) })];
    expect(flow(layers).slice(1)).toEqual(Array(6).fill('masked → masked'));
    expect(flow([masked, lstm({ units: 2 }), dense({ units: 2 })]).slice(1)).toEqual(['masked → plain', 'plain → plain']);
    expect(flow([masked, bidirectional({ layer: lstm({ units: 2 }) })])[1]).toBe('masked → plain');
    expect(flow([masked, globalMaxPooling1D()])[1]).toBe('masked → plain');
    expect(flow([masked, globalAveragePooling1D({ useMask: false })])[1]).toBe('masked → plain');
  });
});

describe('reversed sequences', () => {
  const backwards = lstm({ units: 2, goBackwards: true, returnSequences: true });

  it('are refused where the mask would be read the other way round', () => {
    expect(make([masked, backwards, gru({ units: 2 })])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): gru: expected a sequence in the order of its mask, got the reversed one of lstm, whose goBackwards with returnSequences leaves the mask as it was. Use bidirectional({ layer }), which turns the sequence round again, or leave goBackwards or the mask out.]`);
    expect(make([masked, backwards, dropout({ rate: 0.5 }), bidirectional({ layer: gru({ units: 2 }) })])).toThrow(/bidirectional: expected a sequence in the order of its mask/);
    expect(make([masked, backwards, dense({ units: 2 }), globalAveragePooling1D()])).toThrow(/global_average_pooling1d: expected a sequence in the order of its mask/);
  });
  it('are fine where no mask is read', () => {
    expect(make([words, backwards, gru({ units: 2 })])).not.toThrow();
    expect(make([masked, backwards])).not.toThrow();
    expect(make([masked, backwards, globalMaxPooling1D({ useMask: false })])).not.toThrow();
    expect(make([masked, backwards, masking(), gru({ units: 2 })])).not.toThrow();
    expect(make([masked, lstm({ units: 2, goBackwards: true }), dense({ units: 2 })])).not.toThrow();
  });
});

describe('layers that do not fit together', () => {
  it('say which of them to change', () => {
    expect(make([words, lstm({ units: 2 }), gru({ units: 2 })])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): gru: expected a sequence [batch, time, features], got [batch, 2]. Put returnSequences: true on lstm, so that it passes on its output at every time step.]`);
    expect(make([words, bidirectional({ layer: lstm({ units: 2 }) }), dense({ units: 3 }), globalMaxPooling1D()])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): global_max_pooling1d: expected a sequence [batch, time, features], got [batch, 3]. Put returnSequences: true on the layer inside bidirectional, so that it passes on its output at every time step.]`);
    expect(make([words, globalMaxPooling1D(), lstm({ units: 2 })])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): lstm: expected a sequence [batch, time, features], got [batch, 4]. global_max_pooling1d takes the time axis away: put it behind the layers that need it.]`);
    expect(make([words, words])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): embedding_1: expected to be the first layer, since it reads token ids, got the output of embedding.]`);
  });
  it('are not layers at all', () => {
    expect(make([])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): expected a list of at least one layer, got [].]`);
    expect(make(words)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): expected a list of at least one layer, got {"kind":"embedding","config":{"inputDim":9,"outputDim":4,"maskZero":false,"em….]`);
    expect(make([lstm])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers)[0]: expected a layer such as lstm({ units: 16 }), got a function. Call it, with its options.]`);
    expect(make([words, { kind: 'lsmt', config: {} }])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers)[1]: expected a layer such as lstm({ units: 16 }), got a layer of kind "lsmt". Did you mean lstm?]`);
    expect(make([words, null])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers)[1]: expected a layer such as lstm({ units: 16 }), got null.]`);
    expect(make([[words]])).toThrow(/network\(layers\)\[0\]: expected a layer/);
  });
  it('are checked once more where they were written by hand', () => {
    expect(make([words, { ...lstm({ units: 2 }), config: { units: 2, activation: 'softmax' } }])).toThrow(/^lstm\(\{ activation \}\): expected one of/);
    expect(network([words, { kind: 'gru', config: { units: 2 } } as unknown as LayerDefinition]).layers[1].definition).toEqual(gru({ units: 2 }));
  });
  it('are too many parameters', () => {
    expect(make([embedding({ inputDim: 2 ** 20, outputDim: 2 ** 9 }), dense({ units: 1 })])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers): dense/kernel: expected at most 536,870,912 parameters in all, got 512 · 1 here, 536,871,424 up to here.]`);
  });
});

describe('a network', () => {
  it('is frozen, and so is everything in it but the numbers of weights', () => {
    const assertFrozen = (value: unknown): void => {
      if (value === null || typeof value !== 'object' || value instanceof Float32Array) return;
      expect(Object.isFrozen(value)).toBe(true);
      Object.values(value).forEach(assertFrozen);
    };
    assertFrozen(network([embedding({ inputDim: 2, outputDim: 1, weights: [[1], [2]] }), bidirectional({ layer: lstm({ units: 2 }) }), dense({ units: 2 })]));
  });
  it('lists all weights in the order of the layers, with paths of their own', () => {
    const { layers, weights } = network([words, bidirectional({ layer: lstm({ units: 2, returnSequences: true }) }), lstm({ units: 2 }), dense({ units: 2 })]);
    expect(weights).toEqual(layers.flatMap((layer) => layer.weights));
    expect(new Set(weights.map((weight) => weight.path)).size).toBe(weights.length);
    expect(weights.map((weight) => weight.path)).toMatchInlineSnapshot(`
      [
        "embedding/embeddings",
        "bidirectional/forward/kernel",
        "bidirectional/forward/recurrentKernel",
        "bidirectional/forward/bias",
        "bidirectional/backward/kernel",
        "bidirectional/backward/recurrentKernel",
        "bidirectional/backward/bias",
        "lstm/kernel",
        "lstm/recurrentKernel",
        "lstm/bias",
        "dense/kernel",
        "dense/bias",
      ]
    `);
  });
  it('has a name', () => {
    expect(network([words]).name).toBe('sequential');
    expect(network([words], { name: 'news' }).name).toBe('news');
    expect(make([words], { name: '' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers, { name }): expected a name of 1 to 100 characters without slash or control characters, got "".]`);
    expect(make([words], { nam: 'news' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: network(layers, options): expected options among name, inputShape, got "nam". Did you mean name?]`);
  });
});
