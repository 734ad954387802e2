import { expect, it } from 'vitest';
import { singleGoldens } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { matthewsCorrelation } from './matthews-correlation.js';

it.each(singleGoldens)('is within 1e-12 of scikit-learn: $name', ({ expected }) => expectClose(matthewsCorrelation(expected.confusion), expected.matthewsCorrelation));

it('of no rows is 0', () => {
  expect(matthewsCorrelation([[0, 0], [0, 0]])).toBe(0);
});
