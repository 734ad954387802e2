import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { singleGoldens } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { topKAccuracy } from './top-k-accuracy.js';

it.each(singleGoldens.filter(({ expected }) => expected.topK))('is within 1e-12 of scikit-learn: $name', ({ labels, probabilities, truth, expected }) => {
  for (const [k, accuracy] of expected.topK!) expectClose(topKAccuracy(probabilities, truth, labels.length, k), accuracy);
});

it.each(singleGoldens)('is the accuracy for 1, 1 for all, and never falls between: $name', ({ labels, probabilities, truth, expected }) => {
  const all = labels.map((_, i) => topKAccuracy(probabilities, truth, labels.length, i + 1));
  expectClose(all[0], expected.accuracy);
  expect(all.at(-1)).toBe(1);
  expect([...all].sort((a, b) => a - b)).toEqual(all);
});

it('of no rows is 0, and an impossible k is refused', async () => {
  expect(topKAccuracy([], [], 3, 2)).toBe(0);
  for (const k of [0, 4, 1.5]) expect(await errorOf(() => topKAccuracy([1, 0, 0], [0], 3, k))).toBe(`invalid-option: topKAccuracy(k): expected an integer from 1 to 3, got ${k}.`);
  expect(await errorOf(() => topKAccuracy([1, 0, 0], [3], 3, 1))).toBe('invalid-data: topKAccuracy(truth)[0]: expected a class from 0 to 2, got 3.');
});
