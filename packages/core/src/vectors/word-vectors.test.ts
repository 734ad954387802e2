import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { WordVectors } from './word-vectors.js';

describe('WordVectors', () => {
  it('finds the vector of each word, beyond one block too', () => {
    const vectors = WordVectors.from(Array.from({ length: 9000 }, (_, i) => [`w${i}`, [i, -i]] as const));
    expect([vectors.size, vectors.dim, vectors.words[8999], vectors.source]).toEqual([9000, 2, 'w8999', undefined]);
    for (const i of [0, 4095, 4096, 8191, 8192, 8999]) expect(vectors.get(`w${i}`)).toEqual(Float32Array.of(i, -i));
    expect(vectors.get('w9000')).toBeUndefined();
    expect([vectors.has('w1'), vectors.has('__proto__')]).toEqual([true, false]);
  });
  it('ignores case on request: the lower-case form first, then the first in the list', () => {
    const vectors = WordVectors.from([
      ['Apple', [1]],
      ['APPLE', [2]],
      ['paris', [3]],
      ['Paris', [4]],
      ['ÉTÉ', [5]],
    ]);
    expect(vectors.getIgnoringCase('apple')).toEqual(Float32Array.of(1));
    expect(vectors.getIgnoringCase('PARIS')).toEqual(Float32Array.of(3));
    expect(vectors.getIgnoringCase('été')).toEqual(Float32Array.of(5));
    expect(vectors.getIgnoringCase('pear')).toBeUndefined();
    expect(vectors.get('apple')).toBeUndefined();
  });
  it.each<[string, unknown]>([
    ['at least one word, got none', []],
    ['a string as word, got 7', [[7, [1]]]],
    [
      'a vector of 2 numbers for "b", got 1',
      [
        ['a', [1, 2]],
        ['b', [1]],
      ],
    ],
    ['a vector of some numbers for "a", got 0', [['a', []]]],
    [
      'every word once, got "a" twice',
      [
        ['a', [1]],
        ['a', [2]],
      ],
    ],
    ['finite numbers for "a", got NaN', [['a', [1, NaN]]]],
  ])('refuses: %s', async (message, entries) =>
    expect(await refusal('invalid-data', () => WordVectors.from(entries as never))).toBe(`WordVectors.from(entries): expected ${message}.`),
  );
});
