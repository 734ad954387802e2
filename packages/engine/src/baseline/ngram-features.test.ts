import { describe, expect, it } from 'vitest';
import { NgramFeatures } from './ngram-features.js';
import type { SparseRows } from './ngram-features.js';

const words = { ngrams: 2, characters: false, standardize: 'lowerAndStripPunctuation', maxNgrams: 1000 } as const;

/** Row `r` by n-gram. */
function row(features: NgramFeatures, { features: ids, values, offsets }: SparseRows, r: number): Record<string, number> {
  const names = features.ngrams();
  return Object.fromEntries(Array.from(ids.subarray(offsets[r], offsets[r + 1]), (id, i) => [names[id], values[offsets[r] + i]]));
}

/** The formula of the class, written the long way. */
function tfIdf(bags: readonly (readonly string[])[], bag: readonly string[]): Record<string, number> {
  const known = bag.filter((gram) => bags.some((other) => other.includes(gram)));
  const weight = (gram: string): number => {
    const tf = known.filter((other) => other === gram).length;
    const df = bags.filter((other) => other.includes(gram)).length;
    return (1 + Math.log(tf)) * (1 + Math.log((1 + bags.length) / (1 + df)));
  };
  const norm = Math.hypot(...[...new Set(known)].map(weight));
  return Object.fromEntries([...new Set(known)].map((gram) => [gram, Math.fround(weight(gram) / norm)]));
}

function expectClose(actual: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [gram, value] of Object.entries(expected)) expect(Math.abs(actual[gram] - value), gram).toBeLessThan(2e-7);
}

describe('NgramFeatures', () => {
  const texts = ['The cat saw the cat.', 'A dog', 'the dog, the dog: THE dog', ''];
  const bags = [
    ['the', 'cat', 'saw', 'the', 'cat', 'the cat', 'cat saw', 'saw the', 'the cat'],
    ['a', 'dog', 'a dog'],
    ['the', 'dog', 'the', 'dog', 'the', 'dog', 'the dog', 'dog the', 'the dog', 'dog the', 'the dog'],
    [],
  ];

  it('weighs the n-grams of training texts by tf and idf, with a relative error < 2e-7', async () => {
    const features = new NgramFeatures(words);
    const rows = await features.adapt(texts);
    expect(features.size).toBe(11);
    expect(rows.offsets.length).toBe(5);
    bags.forEach((bag, r) => expectClose(row(features, rows, r), tfIdf(bags, bag)));
  });

  it('gives other texts the weights of training, and leaves out what training has not seen', async () => {
    const features = new NgramFeatures(words);
    await features.adapt(texts);
    const rows = features.rows(['a cat saw a bird', 'nothing of it']);
    expectClose(row(features, rows, 0), tfIdf(bags, ['a', 'cat', 'saw', 'a', 'cat saw']));
    expect(row(features, rows, 1)).toEqual({});
  });

  it('keeps the most frequent n-grams', async () => {
    const features = new NgramFeatures({ ...words, maxNgrams: 3 });
    await features.adapt(texts);
    expect(features.ngrams().sort()).toEqual(['dog', 'the', 'the dog']);
  });

  it('puts a space before and behind characters', async () => {
    const features = new NgramFeatures({ ngrams: 3, characters: true, standardize: 'lower', maxNgrams: 1000 });
    await features.adapt(['Ai']);
    expect(features.ngrams().sort()).toEqual([' ', 'a', 'i', '  a', 'a i', 'i  ', '  a i', 'a i  '].sort());
  });

  it('gives many texts the rows that it gives each', async () => {
    const features = new NgramFeatures(words);
    const many = Array.from({ length: 9000 }, (_, i) => texts[i % 3]);
    const rows = await features.adapt(many);
    const again = features.rows(many);
    for (const part of ['features', 'values', 'offsets'] as const) expect(Buffer.compare(new Uint8Array(again[part].buffer), new Uint8Array(rows[part].buffer)), part).toBe(0);
    expect(row(features, rows, 8999)).toEqual(row(features, features.rows([texts[2]]), 0));
  });
});
