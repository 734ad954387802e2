import { expect, it } from 'vitest';
import { formatChange, formatNumber } from './format-number.js';

it('formatNumber has a real minus sign and no negative zero', () => {
  expect([0.126, -0.126, -0.001, 0, NaN].map((value) => formatNumber(value))).toEqual(['0.13', '−0.13', '0.00', '0.00', '–']);
  expect(formatNumber(-0.0004, 3)).toBe('0.000');
});

it('formatChange has a sign, but for nothing', () => {
  expect([0.126, -0.126, 0.001, -0.001].map((value) => formatChange(value))).toEqual(['+0.13', '−0.13', '0.00', '0.00']);
});
