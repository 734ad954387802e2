import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { TextVectorization } from '../text/text-vectorization.js';
import { embeddingMatrix } from './embedding-matrix.js';
import type { MissingInitializer } from './embedding-matrix.js';
import { WordVectors } from './word-vectors.js';

const vectors = WordVectors.from([
  ['the', [1, 2]],
  ['Cat', [3, 4]],
  ['sat', [5, 6]],
]);
const vectorizer = new TextVectorization({ vocabulary: ['the', 'zebra', 'cat', 'SAT'], standardize: null });

describe('embeddingMatrix', () => {
  it('has a row for every id: zeros for padding, the vectors, zeros for what is missing', () => {
    const expected = {
      matrix: Float32Array.of(0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0),
      rows: 6,
      dim: 2,
      coverage: { found: 1, missing: 3, share: 0.25, missingExamples: ['zebra', 'cat', 'SAT'] },
    };
    expect(embeddingMatrix(vectors, vectorizer)).toEqual(expected);
    expect(embeddingMatrix(vectors, vectorizer.getVocabulary(), { dim: 2 })).toEqual(expected);
  });
  it('falls back to other cases on request, not where the word itself is there', () => {
    const { matrix, coverage } = embeddingMatrix(vectors, vectorizer, { lowercaseFallback: true });
    expect(matrix).toEqual(Float32Array.of(0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 5, 6));
    expect(coverage).toEqual({ found: 3, missing: 1, share: 0.75, missingExamples: ['zebra'] });
    const both = WordVectors.from([
      ['us', [1]],
      ['US', [2]],
    ]);
    expect(embeddingMatrix(both, ['US', 'us', 'Us'], { lowercaseFallback: true }).matrix).toEqual(Float32Array.of(2, 1, 1));
  });
  it('takes the vocabulary of the other output modes, where only the unknown token is special', () => {
    const counts = new TextVectorization({ outputMode: 'count', vocabulary: ['the', '[UNK]'] });
    const { rows, coverage } = embeddingMatrix(vectors, counts);
    expect(rows).toBe(3);
    expect(coverage).toMatchObject({ found: 1, missing: 1, missingExamples: ['[UNK]'] });
  });
  it.each<MissingInitializer>([
    { kind: 'uniform', min: -0.5, max: 0.5, seed: 3 },
    { kind: 'normal', mean: 1, stddev: 0.1, seed: 3 },
  ])('draws missing rows from $kind, the same for the same seed', (initializer) => {
    const words = ['', '[UNK]', 'the', ...Array.from({ length: 2000 }, (_, i) => `missing${i}`)];
    const { matrix, coverage } = embeddingMatrix(vectors, words, { initializer });
    expect(Array.from(matrix.subarray(0, 2))).toEqual([0, 0]);
    expect(Array.from(matrix.subarray(4, 6))).toEqual([1, 2]);
    const drawn = [...matrix.subarray(2, 4), ...matrix.subarray(6)];
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length);
    expect(mean).toBeCloseTo(initializer !== 'zeros' && initializer.kind === 'normal' ? 1 : 0, 1);
    expect(deviation).toBeCloseTo(initializer !== 'zeros' && initializer.kind === 'normal' ? 0.1 : Math.sqrt(1 / 12), 1);
    if (initializer !== 'zeros' && initializer.kind === 'uniform') expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(embeddingMatrix(vectors, words, { initializer }).matrix).toEqual(matrix);
    expect(
      embeddingMatrix(vectors, words, {
        initializer: { ...(initializer as { kind: 'normal'; mean: number; stddev: number; seed: number }), seed: 4 },
      }).matrix,
    ).not.toEqual(matrix);
    expect(coverage.missingExamples).toEqual(words.slice(3, 23));
    expect(coverage.missing).toBe(2000);
  });
  it('takes a vocabulary of special tokens alone', () =>
    expect(embeddingMatrix(vectors, ['', '[UNK]']).coverage).toEqual({ found: 0, missing: 0, share: 0, missingExamples: [] }));

  it.each<[string, object]>([
    ["({ dim }): expected the vectors' 2, got 3", { dim: 3 }],
    ['({ lowercaseFallback }): expected true or false, got 1', { lowercaseFallback: 1 }],
    [
      "({ initializer }): expected 'zeros', { kind: 'uniform', min, max, seed } or { kind: 'normal', mean, stddev, seed }, got \"uniform\"",
      { initializer: 'uniform' },
    ],
    [
      "({ initializer }): expected 'zeros', { kind: 'uniform', min, max, seed } or { kind: 'normal', mean, stddev, seed }, got {\"kind\":\"ones\"}",
      { initializer: { kind: 'ones' } },
    ],
    ['({ initializer }): expected finite min and max, min at most max, got', { initializer: { kind: 'uniform', min: 1, max: 0, seed: 1 } }],
    ['({ initializer }): expected finite mean and stddev, stddev at least 0, got', { initializer: { kind: 'normal', mean: 0, stddev: -1, seed: 1 } }],
    ['({ initializer }): expected options among kind, min, max, seed, got "std"', { initializer: { kind: 'uniform', std: 1 } }],
    ['({ initializer }): expected options among kind, mean, stddev, seed, got "std"', { initializer: { kind: 'normal', std: 1 } }],
    ['({ initializer }): expected a seed that is an integer from 0 to 2^53 - 1, got undefined', { initializer: { kind: 'uniform', min: 0, max: 1 } }],
    [
      '({ initializer }): expected a seed that is an integer from 0 to 2^53 - 1, got -1',
      { initializer: { kind: 'normal', mean: 0, stddev: 1, seed: -1 } },
    ],
    [
      '(vectors, vocabulary, options): expected options among dim, initializer, lowercaseFallback, got ' +
        '"lowerCaseFallback". Did you mean lowercaseFallback?',
      { lowerCaseFallback: true },
    ],
  ])('refuses: embeddingMatrix%s', async (message, options) =>
    expect(await refusal('invalid-option', () => embeddingMatrix(vectors, vectorizer, options))).toContain(`embeddingMatrix${message}`),
  );
  it('refuses a vocabulary that is none', async () => {
    for (const vocabulary of [[1], { getVocabulary: () => 'x' }])
      expect(await refusal('invalid-data', () => embeddingMatrix(vectors, vocabulary as never))).toMatch(
        /expected a vectorizer or an array of words as vocabulary, got /,
      );
  });
});
