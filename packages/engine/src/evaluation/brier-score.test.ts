import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { singleGoldens } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { brierScore } from './brier-score.js';

it.each(singleGoldens)('is within 1e-12 of scikit-learn: $name', ({ labels, probabilities, truth, expected }) => expectClose(brierScore(probabilities, truth, labels.length), expected.brier));

it('of no rows is 0, and classes that are none are refused', async () => {
  expect(brierScore([], [], 2)).toBe(0);
  expect(await errorOf(() => brierScore([1, 0], [2], 2))).toBe('invalid-data: brierScore(truth)[0]: expected a class from 0 to 1, got 2.');
});
