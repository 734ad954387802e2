import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { sliceByQuantiles } from './slice-by-quantiles.js';
import { wilsonInterval } from './wilson-interval.js';

it('has bins of about the same size, by value', () => {
  const slices = sliceByQuantiles([9, 1, 5, 3, 7, 2, 8, 4, 6, 10], [1, 1, 0, 1, 0, 1, 0, 0, 1, 1], 3);
  expect(slices.map(({ from, to, rows, accuracy }) => [from, to, rows, accuracy])).toEqual([[1, 4, 4, 0.75], [5, 7, 3, 1 / 3], [8, 10, 3, 2 / 3]]);
  expect(slices[0].accuracyInterval).toEqual(wilsonInterval(3, 4));
});

it('never divides equal values, and has fewer bins then', () => {
  const values = [0, 0, 0, 0, 0, 0, 0, 1, 2, 2];
  expect(sliceByQuantiles(values, values.map(() => 1)).map(({ from, to, rows }) => [from, to, rows])).toEqual([[0, 0, 7], [1, 1, 1], [2, 2, 2]]);
  expect(sliceByQuantiles([3, 3, 3], [1, 0, 1])).toMatchObject([{ from: 3, to: 3, rows: 3, accuracy: 2 / 3 }]);
});

it('leaves out rows without a value, and is empty of nothing', () => {
  expect(sliceByQuantiles([null, 2, null, 1], [1, 1, 1, 0], 2)).toMatchObject([{ from: 1, to: 1, rows: 1, accuracy: 0 }, { from: 2, to: 2, rows: 1, accuracy: 1 }]);
  expect([sliceByQuantiles([], []), sliceByQuantiles([null], [1])]).toEqual([[], []]);
});

it('refuses what does not fit', async () => {
  expect(await errorOf(() => sliceByQuantiles([1], [1], 0))).toBe('invalid-option: sliceByQuantiles(bins): expected a positive integer, got 0.');
  expect(await errorOf(() => sliceByQuantiles([1], [1, 0]))).toBe('invalid-data: sliceByQuantiles(values): expected 2 values, got 1.');
  expect(await errorOf(() => sliceByQuantiles([1], [0.5]))).toBe('invalid-data: sliceByQuantiles(outcomes)[0]: expected 0 or 1, got 0.5.');
});
