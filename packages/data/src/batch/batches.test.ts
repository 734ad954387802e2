import { raggedFrom, Random } from '@sekvens/core';
import type { BatchSource, SequenceBatch } from '@sekvens/core';
import { batchSequences } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { collect } from '../../test/support/bytes.js';
import { bucketSequences } from './bucket-sequences.js';
import { lengthBoundaries } from './length-boundaries.js';
import { padBatch } from './pad-batch.js';
import { paddingShare } from './padding-share.js';

// Row r consists of the id r + 1 and ends with its class, so that a row mixed up with another is noticed.
const random = new Random(11);
const lengths = Array.from({ length: 157 }, () => 1 + random.integer(40));
const ids = raggedFrom(lengths.map((length, r) => Array.from({ length }, () => r + 1)));
const targets = Int32Array.from(lengths, (_, r) => r % 4);
const sampleWeights = Float32Array.from(lengths, (_, r) => r / 2);

interface Row {
  readonly row: number;
  readonly length: number;
}

function rowsOf({ ids: { values, offsets }, targets: batchTargets, sampleWeights: weights }: SequenceBatch): Row[] {
  return Array.from({ length: offsets.length - 1 }, (_, i) => {
    const row = values[offsets[i]] - 1;
    expect(new Set(values.subarray(offsets[i], offsets[i + 1]))).toEqual(new Set([row + 1]));
    expect(batchTargets[i]).toBe(row % 4);
    expect(weights![i]).toBe(row / 2);
    return { row, length: offsets[i + 1] - offsets[i] };
  });
}

const rowIds = async (source: BatchSource, epoch: number): Promise<number[][]> =>
  (await collect(source.epoch(epoch))).map((batch) => rowsOf(batch).map(({ row }) => row));
const byNumber = (a: number, b: number): number => a - b;
const everyRow = Array.from(lengths, (_, r) => r);

describe.each<[string, (options: object) => BatchSource]>([
  ['batchSequences', (options) => batchSequences(ids, targets, { batchSize: 10, sampleWeights, ...options })],
  ['bucketSequences', (options) => bucketSequences(ids, targets, { boundaries: [5, 12, 30], batchSize: 10, sampleWeights, ...options })],
  ['bucketSequences with found boundaries', (options) => bucketSequences(ids, targets, { boundaries: 4, batchSize: 10, sampleWeights, ...options })],
  [
    'bucketSequences padded to boundaries',
    (options) => bucketSequences(ids, targets, { boundaries: [8, 41], batchSize: [16, 4, 1], padToBucketBoundary: true, sampleWeights, ...options }),
  ],
])('%s', (_, make) => {
  it('gives every row once an epoch, with its target and weight', async () => {
    for (const shuffle of [true, false]) {
      const source = make({ shuffle });
      for (const epoch of [0, 1]) expect((await rowIds(source, epoch)).flat().sort(byNumber)).toEqual(everyRow);
      expect(await collect(source.epoch(0))).toHaveLength(source.batchCount!);
      expect(source.rowCount).toBe(157);
    }
  });

  it('depends on seed and epoch alone', async () => {
    const source = make({ seed: 3 });
    const [zero, one] = [await rowIds(source, 0), await rowIds(source, 1)];
    expect(await rowIds(make({ seed: 3 }), 1)).toEqual(one);
    expect(await rowIds(source, 0)).toEqual(zero);
    expect(one).not.toEqual(zero);
    expect(await rowIds(make({ seed: 4 }), 0)).not.toEqual(zero);
    expect(await rowIds(make({ shuffle: false }), 1)).toEqual(await rowIds(make({ shuffle: false, seed: 9 }), 0));
  });

  it('leaves out incomplete batches with dropRemainder, and counts what is left', async () => {
    const source = make({ dropRemainder: true });
    const batches = await rowIds(source, 2);
    expect(batches).toHaveLength(source.batchCount!);
    expect(batches.flat()).toHaveLength(source.rowCount!);
    expect(new Set(batches.flat()).size).toBe(source.rowCount);
    expect(source.rowCount).toBeLessThan(157);
  });

  it('pads to no less than the longest row', async () => {
    for (const batch of await collect(make({}).epoch(0)))
      expect(batch.timeSteps).toBeGreaterThanOrEqual(Math.max(...rowsOf(batch).map(({ length }) => length)));
  });
});

describe('bucketSequences', () => {
  it('takes the labels of rows as it takes the same written out', async () => {
    const labels = lengths.map((_, r) => [0, 1, 2].filter((id) => (r >> id) % 2 === 1));
    const flat = Float32Array.from(labels.flatMap((row) => [0, 1, 2].map((id) => (row.includes(id) ? 1 : 0))));
    const options = { boundaries: 4, batchSize: 10, sampleWeights };
    expect(await collect(bucketSequences(ids, { ids: raggedFrom(labels), width: 3 }, options).epoch(1))).toEqual(await collect(bucketSequences(ids, flat, options).epoch(1)));
    expect(() => bucketSequences(ids, { ids: raggedFrom(labels), width: 2 }, options)).toThrow('bucketSequences, targets.ids.values[4]: expected a label from 0 to 1, got 2.');
  });

  it('keeps each batch within one bucket', async () => {
    for (const batch of await collect(bucketSequences(ids, targets, { boundaries: [5, 12, 30], batchSize: 10, sampleWeights }).epoch(0))) {
      const buckets = rowsOf(batch).map(({ length }) => [5, 12, 30].filter((boundary) => length >= boundary).length);
      expect(new Set(buckets).size).toBe(1);
    }
  });

  it('gives every bucket one width with padToBucketBoundary', async () => {
    const source = bucketSequences(ids, targets, { boundaries: [8, 20, 41], batchSize: 16, padToBucketBoundary: true });
    const widths = new Set((await collect(source.epoch(0))).map(({ timeSteps }) => timeSteps));
    expect([...widths].sort((a, b) => a! - b!)).toEqual([7, 19, 40]);
  });

  it('does not end with the incomplete batches', async () => {
    const sizes = (await rowIds(bucketSequences(ids, targets, { boundaries: 4, batchSize: 8, sampleWeights }), 0)).map((batch) => batch.length);
    expect(sizes.slice(0, -4).some((size) => size < 8)).toBe(true);
  });

  it('has targets of several numbers a row', async () => {
    const two = Float32Array.from({ length: 314 }, (_, i) => i);
    for (const batch of await collect(bucketSequences(ids, two, { boundaries: [20] }).epoch(0))) {
      const rows = Array.from(batch.ids.offsets.subarray(0, -1), (offset) => batch.ids.values[offset] - 1);
      expect(batch.targets).toEqual(Float32Array.from(rows.flatMap((row) => [2 * row, 2 * row + 1])));
    }
  });

  it('goes through no rows at all', async () => {
    const source = bucketSequences(raggedFrom([]), new Int32Array(0), { boundaries: 3 });
    expect([source.batchCount, await collect(source.epoch(0)), await paddingShare(source)]).toEqual([0, [], 0]);
  });

  it.each<[string, object, string]>([
    ['unknown options', { boundaries: [5], batchSizes: [1, 2] }, 'Did you mean batchSize?'],
    ['no boundaries', {}, 'expected boundaries to be positive integers in ascending order, got undefined.'],
    ['no buckets', { boundaries: 0 }, 'lengthBoundaries(ids, buckets): expected buckets to be an integer of at least 1, got 0.'],
    ['a batch size of 0', { boundaries: [5], batchSize: 0 }, 'expected batchSizes to be positive integers, got [0, 0].'],
    ['batch sizes that do not fit', { boundaries: [5], batchSize: [1] }, 'expected 2 batchSizes, one more than the 1 boundaries, got 1.'],
    ['a bad seed', { boundaries: [5], seed: -1 }, 'expected a seed that is an integer from 0 to 2^53 - 1, got -1.'],
    ['shuffle as a seed', { boundaries: [5], shuffle: 1 }, 'expected shuffle to be true or false, got 1.'],
    ['too few weights', { boundaries: [5], sampleWeights: new Float32Array(3) }, 'expected 157 numbers, one a row, got 3.'],
    [
      'rows beyond the last boundary',
      { boundaries: [5], padToBucketBoundary: true },
      'expected lengths below the last boundary 5 with padToBucketBoundary, got',
    ],
  ])('refuses %s', (_, options, message) => {
    expect(() => bucketSequences(ids, targets, options as never)).toThrow(message);
  });

  it('refuses targets that do not fit', () => {
    expect(() => bucketSequences(ids, new Int32Array(5), { boundaries: [5] })).toThrow(
      'bucketSequences, targets: expected the same number of values for each of 157 rows, got 5 values.',
    );
  });
});

describe('lengthBoundaries', () => {
  it('cuts into buckets of about equally many rows, the last boundary above all', () => {
    const boundaries = lengthBoundaries(ids, 4);
    expect(boundaries[boundaries.length - 1]).toBe(Math.max(...lengths) + 1);
    const inBucket = boundaries.map((boundary, b) => lengths.filter((length) => length < boundary && length >= (boundaries[b - 1] ?? 0)).length);
    for (const rows of inBucket) expect(Math.abs(rows - 157 / 4)).toBeLessThan(8);
  });

  it('merges equal quantiles', () => {
    expect(lengthBoundaries(raggedFrom([[1], [1], [1], [1, 1, 1]]), 4)).toEqual([2, 4]);
    expect(lengthBoundaries(raggedFrom([[], []]), 2)).toEqual([1]);
    expect(lengthBoundaries(raggedFrom([]), 2)).toEqual([1]);
  });
});

describe('paddingShare', () => {
  it('is the padding in all batches', async () => {
    const rows = raggedFrom([[1], [1, 1, 1], [1, 1]]);
    expect(await paddingShare(batchSequences(rows, new Int32Array(3), { batchSize: 2, shuffle: false }))).toBe(2 / 8);
    expect(await paddingShare({ epoch: () => [{ ids: rows, targets: new Int32Array(3), timeSteps: 4 }] })).toBe(0.5);
    expect(await paddingShare({ epoch: () => [{ ids: rows, targets: new Int32Array(3) }] })).toBe(3 / 9);
  });

  it('is far smaller in buckets', async () => {
    const plain = await paddingShare(batchSequences(ids, targets, { batchSize: 16 }));
    const bucketed = await paddingShare(bucketSequences(ids, targets, { boundaries: 8, batchSize: 16 }));
    expect(bucketed).toBeLessThan(plain / 2);
  });
});

describe('padBatch', () => {
  it('pads at the end to the longest row, or to a length, with a value', () => {
    expect(padBatch([[1, 2], [3]])).toEqual({ data: Int32Array.of(1, 2, 3, 0), shape: [2, 2] });
    expect(padBatch(raggedFrom([[1], []]), { length: 2, value: -1 })).toEqual({ data: Int32Array.of(1, -1, -1, -1), shape: [2, 2] });
    expect(padBatch([[], []])).toEqual({ data: new Int32Array(0), shape: [2, 0] });
    expect(padBatch(raggedFrom([[]]))).toEqual({ data: new Int32Array(0), shape: [1, 0] });
  });

  it('never cuts', () => {
    expect(() => padBatch([[1, 2, 3]], { length: 2 })).toThrow(
      'padBatch(rows, options): expected rows of at most 2 ids, got one of 3. Cut rows with padSequences, or with the outputSequenceLength of the vectorizer.',
    );
    expect(() => padBatch([[1]], { length: 1.5 })).toThrow('expected length to be an integer of at least 0, got 1.5.');
    expect(() => padBatch([[1]], { value: 0.5 })).toThrow('a 32-bit integer');
    expect(() => padBatch([[1]], { maxLen: 2 } as never)).toThrow('got "maxLen"');
  });
});
