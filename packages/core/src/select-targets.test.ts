import { describe, expect, it } from 'vitest';
import { batchSequences } from './batch-sequences.js';
import { raggedFrom } from './batch.js';
import type { MultiHotTargets, SequenceBatch } from './batch.js';
import { Random } from './random.js';
import { isMultiHot, selectTargets } from './select-targets.js';

const labels: MultiHotTargets = { ids: raggedFrom([[0, 2], [], [1], [2, 1, 0], [2]]), width: 3 };
const dense = [[1, 0, 1], [0, 0, 0], [0, 1, 0], [1, 1, 1], [0, 0, 1]];

describe('selectTargets', () => {
  it('writes out the labels of the chosen rows, in their order', () => {
    expect(selectTargets(labels, 5, [3, 0, 1, 3])).toEqual(Float32Array.from([dense[3], dense[0], dense[1], dense[3]].flat()));
    expect(selectTargets(labels, 5, [])).toEqual(new Float32Array(0));
  });

  it('takes numbers as they are', () => {
    expect(selectTargets(Int32Array.of(4, 5, 6), 3, [2, 0])).toEqual(Int32Array.of(6, 4));
    expect(selectTargets(Float32Array.of(1, 2, 3, 4), 2, [1])).toEqual(Float32Array.of(3, 4));
  });

  it('tells the two apart', () => {
    expect([labels, Int32Array.of(1), [1], null, undefined, {}].map(isMultiHot)).toEqual([true, false, false, false, false, false]);
  });
});

describe('batchSequences with labels', () => {
  const random = new Random(3);
  const rows = Array.from({ length: 41 }, () => [0, 1, 2, 3].filter(() => random.next() < 0.4));
  const texts = raggedFrom(rows.map((_, r) => [r + 2]));
  const flat = Float32Array.from(rows.flatMap((row) => [0, 1, 2, 3].map((id) => (row.includes(id) ? 1 : 0))));
  const collect = (targets: MultiHotTargets | Float32Array, epoch: number): SequenceBatch[] => [
    ...(batchSequences(texts, targets, { batchSize: 6, seed: 4 }).epoch(epoch) as Iterable<SequenceBatch>),
  ];

  it('gives the batches of the same targets written out', () => {
    for (const epoch of [0, 1]) expect(collect({ ids: raggedFrom(rows), width: 4 }, epoch)).toEqual(collect(flat, epoch));
  });

  it.each<[string, unknown, string]>([
    ['no width', { ...labels, width: 0 }, 'targets.width: expected a number of labels, from 1, got 0.'],
    ['lists', { ids: [[0]], width: 1 }, 'targets.ids: expected rows of labels as { values, offsets }, both an Int32Array, got [[0]].'],
    ['nothing', { ids: null, width: 1 }, 'targets.ids: expected rows of labels as { values, offsets }, both an Int32Array, got null.'],
    ['other rows', { ids: raggedFrom([[0]]), width: 3 }, 'targets.ids: expected labels of 5 rows, got 1.'],
    ['offsets that end early', { ids: { values: labels.ids.values, offsets: Int32Array.of(0, 1, 1, 1, 1, 1) }, width: 3 }, 'targets.ids.offsets: expected numbers from 0 to 7, the number of values, got 0 to 1.'],
    ['offsets that go back', { ids: { values: labels.ids.values, offsets: Int32Array.of(0, 4, 3, 4, 5, 7) }, width: 3 }, 'targets.ids.offsets[2]: expected at least 4, the one before, got 3.'],
    ['a label that there is not', { ...labels, width: 2 }, 'targets.ids.values[1]: expected a label from 0 to 1, got 2.'],
    ['a negative label', { ids: raggedFrom([[0], [-1], [], [], []]), width: 2 }, 'targets.ids.values[1]: expected a label from 0 to 1, got -1.'],
  ])('refuses %s', (_, targets, message) => {
    expect(() => batchSequences(raggedFrom([[1], [1], [1], [1], [1]]), targets as MultiHotTargets)).toThrow(`batchSequences, ${message}`);
  });
});
