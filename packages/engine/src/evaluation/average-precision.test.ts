import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { rankedColumns } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { averagePrecision } from './average-precision.js';

it.each(rankedColumns)('is within 1e-12 of scikit-learn: $name', ({ scores, positives, expected }) => {
  expectClose(averagePrecision(scores, positives), expected.averagePrecision);
});

it('refuses what does not fit', async () => {
  expect(await errorOf(() => averagePrecision([1], []))).toBe('invalid-data: averagePrecision(positives): expected 1 values, got 0.');
});
