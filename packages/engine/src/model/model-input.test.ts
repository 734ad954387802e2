import { raggedFrom } from '@sekvens/core';
import { dense, embedding, lstm, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { readInput } from './model-input.js';
import type { ModelInput } from './model-input.js';

const ids = network([embedding({ inputDim: 5, outputDim: 2 }), lstm({ units: 2 })]);
const features = network([lstm({ units: 2 })], { inputShape: [null, 2] });
const vectors = network([dense({ units: 2 })], { inputShape: [3] });

describe('readInput of token ids', () => {
  const rows = [[1, 2], [], [3, 4, 0]];
  const forms: [string, ModelInput][] = [
    ['arrays', rows],
    ['typed arrays', rows.map((row) => Int32Array.from(row))],
    ['arrays of other numbers', rows.map((row) => Float64Array.from(row))],
    ['ragged ids', raggedFrom(rows)],
  ];
  for (const [name, x] of forms) {
    it(`takes ${name}`, () => {
      const input = readInput(ids, x, 'fit');
      expect(input.rows).toBe(3);
      expect([0, 1, 2].map((r) => input.length(r))).toEqual([2, 0, 3]);
      expect(input.select([2, 0])).toEqual({ ids: raggedFrom([[3, 4, 0], [1, 2]]) });
      expect(input.select([])).toEqual({ ids: raggedFrom([]) });
    });
  }

  it('takes no rows', () => {
    expect(readInput(ids, [], 'predict').rows).toBe(0);
  });

  const hint = 'Give embedding({ inputDim }) the size of the vocabulary, vectorizer.vocabularySize(), or use the vectorizer the model was trained with.';
  const refused: [unknown, string][] = [
    [undefined, 'fit, x: expected rows of token ids, got undefined.'],
    [null, 'fit, x: expected rows of token ids, got null.'],
    [{ ids: [] }, 'fit, x: expected rows of token ids, got {"ids":[]}.'],
    ['a text', 'fit, x: expected rows of token ids, got "a text". Texts become ids by vectorizer.encodeAll(texts).'],
    [[[1], 'a text'], 'fit, x[1]: expected rows of token ids, got "a text". Texts become ids by vectorizer.encodeAll(texts).'],
    [[1, 2], 'fit, x[0]: expected rows of token ids, got 1.'],
    [[[1], new DataView(new ArrayBuffer(4))], 'fit, x[1]: expected rows of token ids, got [].'],
    [[[1, 2.5]], 'fit, x[0][1]: expected a token id, an integer below 2^31, got 2.5.'],
    [[[1], [2, 'x']], 'fit, x[1][1]: expected a token id, an integer below 2^31, got "x".'],
    [[[2 ** 32 + 1]], 'fit, x[0][0]: expected a token id, an integer below 2^31, got 4294967297.'],
    [[[NaN]], 'fit, x[0][0]: expected a token id, an integer below 2^31, got NaN.'],
    [[[], [1, 5]], `fit, x[1][1]: expected a token id from 0 to 4 (inputDim of layer embedding is 5), got 5. ${hint}`],
    [raggedFrom([[1, 2], [], [-1]]), `fit, x[2][0]: expected a token id from 0 to 4 (inputDim of layer embedding is 5), got -1. ${hint}`],
    [{ values: Int32Array.of(1), offsets: Int32Array.of(0, 2) }, 'fit, x.offsets: expected 1 as the last offset, the number of ids, got 2.'],
    [{ values: Float32Array.of(1), offsets: Int32Array.of(0, 1) }, 'fit, x.values: expected token ids as an Int32Array, got Float32Array of 1.'],
  ];
  for (const [x, message] of refused) {
    it(`says: ${message.slice(0, 100)}`, async () => {
      expect(await errorOf(() => readInput(ids, x as ModelInput, 'fit'))).toBe(`invalid-data: ${message}`);
    });
  }
});

describe('readInput of features over time', () => {
  const rows = [[[1, 2]], [], [[3, 4], [5, 6]]];
  const flat = { values: Float32Array.of(1, 2, 3, 4, 5, 6), offsets: Int32Array.of(0, 1, 1, 3) };
  const forms: [string, ModelInput][] = [
    ['nested arrays', rows],
    ['arrays of typed arrays', rows.map((row) => row.map((step) => Float64Array.from(step)))],
    ['ragged float32 features', flat],
    ['ragged float64 features', { ...flat, values: Float64Array.from(flat.values) }],
  ];
  for (const [name, x] of forms) {
    it(`takes ${name}`, () => {
      const input = readInput(features, x, 'fit');
      expect(input.rows).toBe(3);
      expect([0, 1, 2].map((r) => input.length(r))).toEqual([1, 0, 2]);
      expect(input.select([2, 1])).toEqual({ features: { values: Float32Array.of(3, 4, 5, 6), offsets: Int32Array.of(0, 2, 2) } });
    });
  }

  const refused: [unknown, string][] = [
    [new Float32Array(4), 'fit, x: expected rows of time steps with 2 features each, got [0, 0, 0, 0].'],
    [[[[1, 2]], 7], 'fit, x[1]: expected rows of time steps with 2 features each, got 7.'],
    [[[[1, 2], [1]]], 'fit, x[0][1]: expected 2 features, got 1.'],
    [[[1, 2]], 'fit, x[0][0]: expected 2 features, got 1.'],
    [[[undefined]], 'fit, x[0][0]: expected 2 features, got undefined.'],
    [[['ab']], 'fit, x[0][0]: expected 2 features, got 2.'],
    [[[[1, 'b']]], 'fit, x[0][0][1]: expected a number, got "b".'],
    [{ values: new Float32Array(3), offsets: Int32Array.of(0, 1) }, 'fit, x.offsets: expected 1.5 as the last offset, the number of steps of 2 features, got 1.'],
    [raggedFrom([[1]]), 'fit, x.values: expected features as a Float32Array or Float64Array, got Int32Array of 1.'],
  ];
  for (const [x, message] of refused) {
    it(`says: ${message}`, async () => {
      expect(await errorOf(() => readInput(features, x as ModelInput, 'fit'))).toBe(`invalid-data: ${message}`);
    });
  }
});

describe('readInput of vectors', () => {
  for (const [name, x] of [['arrays', [[1, 2, 3], [4, 5, 6]]], ['typed arrays', [Float64Array.of(1, 2, 3), Float32Array.of(4, 5, 6)]], ['one Float32Array', Float32Array.of(1, 2, 3, 4, 5, 6)]] as [string, ModelInput][]) {
    it(`takes ${name}`, () => {
      const input = readInput(vectors, x, 'fit');
      expect([input.rows, input.length(0)]).toEqual([2, 0]);
      expect(input.select([1, 0, 1])).toEqual({ vectors: Float32Array.of(4, 5, 6, 1, 2, 3, 4, 5, 6) });
    });
  }

  it('takes numbers that are not finite; the loss will tell', () => {
    expect(readInput(vectors, [[NaN, Infinity, 0]], 'fit').select([0])).toEqual({ vectors: Float32Array.of(NaN, Infinity, 0) });
  });

  const refused: [unknown, string][] = [
    [Float32Array.of(1, 2), 'fit, x: expected a multiple of 3 numbers, got 2.'],
    [new Float64Array(3), 'fit, x: expected rows of 3 numbers, or a Float32Array, got [0, 0, 0].'],
    [[[1, 2, 3], [1, 2]], 'fit, x[1]: expected 3 numbers, got 2.'],
    [[[1, 2, null]], 'fit, x[0][2]: expected a number, got null.'],
    [[1, 2, 3], 'fit, x[0]: expected rows of 3 numbers, or a Float32Array, got 1.'],
  ];
  for (const [x, message] of refused) {
    it(`says: ${message}`, async () => {
      expect(await errorOf(() => readInput(vectors, x as ModelInput, 'fit'))).toBe(`invalid-data: ${message}`);
    });
  }
});
