import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { rankedColumns } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { rocAuc } from './roc-auc.js';

it.each(rankedColumns)('is within 1e-12 of scikit-learn: $name', ({ scores, positives, expected }) => {
  expectClose(rocAuc(scores, positives), expected.rocAuc);
});

it('takes scores of any size and booleans; reversed scores have what is missing to 1', () => {
  const positives = [true, false, true, false, true];
  const scores = [3, -2, 40, 3, 1e9];
  expect(rocAuc(scores, positives)).toBe(5.5 / 6);
  expectClose(rocAuc(scores.map((score) => -score), positives), 0.5 / 6);
});

it('is null of nothing', () => {
  expect([rocAuc([], []), rocAuc([1, 2], [0, 0]), rocAuc([1, 2], [1, 1])]).toEqual([null, null, null]);
});

it('refuses what does not fit', async () => {
  expect(await errorOf(() => rocAuc([1, 2], [1]))).toBe('invalid-data: rocAuc(positives): expected 2 values, got 1.');
  expect(await errorOf(() => rocAuc([1, 2], [1, 3]))).toBe('invalid-data: rocAuc(positives)[1]: expected 0 or 1, got 3.');
  expect(await errorOf(() => rocAuc([1, NaN], [1, 0]))).toBe('invalid-data: rocAuc(scores)[1]: expected a number, got NaN.');
});
