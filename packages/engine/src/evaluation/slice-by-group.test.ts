import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { sliceByGroup } from './slice-by-group.js';

it('has the groups in the order in which they come, whatever they are called', () => {
  expect(sliceByGroup(['b', '__proto__', 'b', 'a'], [1, 0, 0, true])).toMatchObject([
    { group: 'b', rows: 2, accuracy: 0.5 }, { group: '__proto__', rows: 1, accuracy: 0 }, { group: 'a', rows: 1, accuracy: 1 },
  ]);
  expect(sliceByGroup([], [])).toEqual([]);
});

it('refuses what does not fit', async () => {
  expect(await errorOf(() => sliceByGroup(['a'], []))).toBe('invalid-data: sliceByGroup(groups): expected 0 values, got 1.');
  expect(await errorOf(() => sliceByGroup(['a'], [3]))).toBe('invalid-data: sliceByGroup(outcomes)[0]: expected 0 or 1, got 3.');
});
