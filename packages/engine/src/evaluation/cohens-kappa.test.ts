import { expect, it } from 'vitest';
import { singleGoldens } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { cohensKappa } from './cohens-kappa.js';

it.each(singleGoldens)('is within 1e-12 of scikit-learn: $name', ({ expected }) => expectClose(cohensKappa(expected.confusion), expected.cohensKappa));

it('of no rows is null', () => {
  expect(cohensKappa([[0, 0], [0, 0]])).toBe(null);
});
