import { describe, expect, it } from 'vitest';
import { initializeWeights } from '../initialize/initialize-weights.js';
import { network } from '../network/network.js';
import type { EmbeddingOptions } from './embedding.js';
import { embedding } from './embedding.js';

describe('embedding', () => {
  it('fills in the defaults', () => {
    expect(embedding({ inputDim: 9, outputDim: 4 })).toEqual({
      kind: 'embedding',
      name: undefined,
      config: { inputDim: 9, outputDim: 4, maskZero: false, embeddingsInitializer: { kind: 'uniform', min: -0.05, max: 0.05 }, trainable: true, wordDropout: 0, embeddingDropout: 0 },
      initialWeights: undefined,
    });
  });

  it('takes weights as one array or as rows, copied', () => {
    const flat = new Float32Array([1, 2, 3, 4, 5, 6]);
    const fromFlat = embedding({ inputDim: 3, outputDim: 2, weights: flat });
    const fromRows = embedding({ inputDim: 3, outputDim: 2, weights: [[1, 2], new Float32Array([3, 4]), [5, 6]] });
    flat[0] = 99;
    expect(fromFlat.initialWeights).toEqual(new Float32Array([1, 2, 3, 4, 5, 6]));
    expect(fromRows.initialWeights).toEqual(fromFlat.initialWeights);
  });

  it('begins training with them, in an array of its own', () => {
    const definition = embedding({ inputDim: 2, outputDim: 1, weights: [[7], [8]], trainable: false });
    const words = network([definition]);
    const first = initializeWeights(words, 1)['embedding/embeddings'];
    first[0] = 99;
    expect(initializeWeights(words, 1)['embedding/embeddings']).toEqual(new Float32Array([7, 8]));
    expect(words.weights[0].trainable).toBe(false);
  });

  it('takes two kinds of dropout', () => {
    expect(embedding({ inputDim: 2, outputDim: 1, wordDropout: 0.1, embeddingDropout: 0.2 }).config).toMatchObject({ wordDropout: 0.1, embeddingDropout: 0.2 });
    expect(() => embedding({ inputDim: 2, outputDim: 1, wordDropout: 1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ wordDropout }): expected a number from 0 to below 1, got 1.]`);
    expect(() => embedding({ inputDim: 2, outputDim: 1, embeddingDropout: -0.1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ embeddingDropout }): expected a number from 0 to below 1, got -0.1.]`);
    expect(() => embedding({ inputDim: 1, outputDim: 1, wordDropout: 0.1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ wordDropout }): expected 0 where inputDim is 1, got 0.1. There has to be an id 1, the unknown token.]`);
  });

  it('refuses weights that do not fit', () => {
    const make = (options: Partial<Record<keyof EmbeddingOptions, unknown>>) => () => embedding({ inputDim: 3, outputDim: 2, ...options } as EmbeddingOptions);
    expect(make({ weights: new Float32Array(5) })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ weights }): expected inputDim · outputDim = 6 numbers, got [0, 0, 0, 0, 0].]`);
    expect(make({ weights: [1, 2, 3, 4, 5, 6] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ weights }): expected inputDim = 3 rows, got [1, 2, 3, 4, 5, 6]. Numbers without rows come as a Float32Array.]`);
    expect(make({ weights: [[1, 2], [3, 4], [5]] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ weights }): expected rows of outputDim = 2 numbers, got [5]. It is row 2.]`);
    expect(make({ weights: [[1, 2], [3, '4'], [5, 6]] })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ weights }): expected finite numbers, got NaN. It is in row 1.]`);
    expect(make({ weights: new Float32Array([1, 2, 3, 4, Infinity, 6]) })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ weights }): expected finite numbers, got Infinity. It is in row 2.]`);
    expect(make({ weights: 'glove' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ weights }): expected a Float32Array, row after row, or an array of rows, got "glove".]`);
    expect(make({ weights: new Float32Array(6), embeddingsInitializer: 'zeros' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ embeddingsInitializer }): expected nothing where weights are given, got "zeros". Leave one of the two out.]`);
  });

  it('is checked again in a network where it was written by hand', () => {
    const definition = { ...embedding({ inputDim: 3, outputDim: 2 }), initialWeights: new Float32Array(5) };
    expect(() => network([definition])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: embedding({ weights }): expected a Float32Array of inputDim · outputDim = 6 numbers, got [0, 0, 0, 0, 0].]`);
  });
});
