import { expect, test } from 'vitest';
import { ahead, equallyDistinct, zipf } from './synthetic-batches.js';

const first = <T>(values: Generator<T>, count: number) => Array.from({ length: count }, () => values.next().value as T);

test('every batch has the same number of distinct ids, from the whole vocabulary and never 0', () => {
  const seen = new Set<number>();
  for (const { ids, targets } of first(equallyDistinct({ rows: 4, length: 10, vocabulary: 50 }, 20), 30)) {
    expect(ids.offsets).toEqual(Int32Array.of(0, 10, 20, 30, 40));
    expect(new Set(ids.values).size).toBe(20);
    expect(targets.length).toBe(4);
    ids.values.forEach((id) => seen.add(id));
  }
  expect([Math.min(...seen), Math.max(...seen), seen.size]).toEqual([1, 49, 49]);
});

test('more distinct ids than tokens or vocabulary are refused', () => {
  expect(() => equallyDistinct({ rows: 1, length: 4, vocabulary: 50 }, 5).next()).toThrow('5 distinct ids do not fit 4 tokens of a vocabulary of 50');
  expect(() => equallyDistinct({ rows: 2, length: 40, vocabulary: 50 }, 50).next()).toThrow('50 distinct ids do not fit 80 tokens of a vocabulary of 50');
});

test("ids follow Zipf's law", () => {
  const counts = new Float64Array(1000);
  for (const { ids } of first(zipf({ rows: 10, length: 100, vocabulary: 1000 }), 100)) ids.values.forEach((id) => counts[id]++);
  expect(counts[0]).toBe(0);
  const harmonic = Array.from({ length: 999 }, (_, r) => 1 / (r + 1)).reduce((sum, share) => sum + share);
  for (const id of [1, 2, 10]) expect(counts[id] / 100_000).toBeCloseTo(1 / id / harmonic, 2);
});

test('batches made ahead are the same', () => {
  const shape = { rows: 16, length: 2000, vocabulary: 100 };
  expect(first(ahead(zipf(shape), shape), 3)).toEqual(first(zipf(shape), 3));
});
