import { expect, it } from 'vitest';
import { parseNumbers, stringifyNumbers } from './json-numbers.js';

it('every number comes back as it was', () => {
  const value = { best: Infinity, worst: -Infinity, none: NaN, zero: -0, list: [0, 0.1, 1e-310, 5e-324, -3, 2 ** 53], text: 'NaN', nothing: null, deep: { yes: true } };
  const back = parseNumbers(stringifyNumbers(value)) as typeof value;
  expect(back).toEqual(value);
  expect(Object.is(back.zero, -0)).toBe(true);
});
