import { expect, test } from 'vitest';
import { raggedFrom, rowCount } from './batch.js';
import type { SequenceBatch } from './batch.js';
import { batchSequences } from './batch-sequences.js';

const rows = Array.from({ length: 10 }, (_, r) => new Int32Array(1 + (r % 4)).fill(r + 1));
const ids = raggedFrom(rows);
const targets = Int32Array.from(rows, (_, r) => r);
const epoch = (source: ReturnType<typeof batchSequences>, e: number) => [...(source.epoch(e) as Iterable<SequenceBatch>)];

test('without shuffling, rows come in their order and the last batch is smaller', () => {
  const batches = epoch(batchSequences(ids, targets, { batchSize: 4, shuffle: false }), 0);
  expect(batches.map((b) => [...b.targets])).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]);
  expect(batches.map((b) => b.timeSteps)).toEqual([4, 4, 2]);
  expect([...batches[2].ids.values]).toEqual([9, 10, 10]);
});

test('every row appears once an epoch; the same (seed, epoch) gives the same batches, another gives others', () => {
  const source = batchSequences(ids, targets, { batchSize: 3, seed: 5 });
  const order = (e: number, s = source) => epoch(s, e).flatMap((b) => [...b.targets]);
  expect([...order(0)].sort((a, b) => a - b)).toEqual([...targets]);
  expect(order(1)).toEqual(order(1));
  expect(order(1)).not.toEqual(order(0));
  expect(order(0, batchSequences(ids, targets, { batchSize: 3, seed: 6 }))).not.toEqual(order(0));
});

test('rows keep their targets and weights', () => {
  const source = batchSequences(ids, Float32Array.from({ length: 20 }, (_, i) => i), { batchSize: 4, sampleWeights: Float32Array.from(rows, (_, r) => r / 2) });
  for (const batch of epoch(source, 3)) {
    for (let i = 0; i < rowCount(batch.ids); i++) {
      const r = batch.ids.values[batch.ids.offsets[i]] - 1;
      expect([batch.targets[2 * i], batch.targets[2 * i + 1], batch.sampleWeights![i]]).toEqual([2 * r, 2 * r + 1, r / 2]);
    }
  }
});

test('dropRemainder leaves the small last batch out', () => {
  const source = batchSequences(ids, targets, { batchSize: 4, dropRemainder: true });
  expect([source.batchCount, source.rowCount, epoch(source, 0).length]).toEqual([2, 8, 2]);
});

test('bad options and targets are refused', () => {
  expect(() => batchSequences(ids, targets, { batchsize: 3 } as object)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: batchSequences(ids, targets, options): expected options among batchSize, shuffle, seed, dropRemainder, sampleWeights, got "batchsize". Did you mean batchSize?]`);
  expect(() => batchSequences(ids, targets, { batchSize: 0 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: batchSequences({ batchSize }): expected a positive integer, got 0.]`);
  expect(() => batchSequences(ids, targets, { seed: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[SekvensError: batchSequences({ seed }): expected a seed that is an integer from 0 to 2^53 - 1, got -1.]`,
  );
  expect(() => batchSequences(ids, targets.subarray(1))).toThrowErrorMatchingInlineSnapshot(
    `[SekvensError: batchSequences, targets: expected the same number of values for each of 10 rows, got 9 values.]`,
  );
  expect(() => batchSequences(ids, targets, { sampleWeights: new Float32Array(3) })).toThrowErrorMatchingInlineSnapshot(
    `[SekvensError: batchSequences({ sampleWeights }): expected 10 numbers, one a row, got 3.]`,
  );
});
