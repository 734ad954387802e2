import { portableLog } from '@sekvens/core';

/**
 * base ^ exponent for base ≥ 0 and exponent ≥ 0, from IEEE-exact operations alone, where `**` may differ in the last bits between engines.
 * Whole exponents are products of the base (exact wherever those are); the rest is e ^ (rest · ln base), all within 1e-15 · (5 + exponent) relative.
 */
export function portablePower(base: number, exponent: number): number {
  const whole = Math.floor(exponent);
  const rest = exponent - whole;
  let result = 1;
  for (let square = base, left = whole; left > 0; left = Math.floor(left / 2), square *= square) if (left % 2 === 1) result *= square;
  if (rest === 0) return result;
  return base === 0 ? 0 : result * exponential(rest * portableLog(base));
}

/** e^x as 2^n · e^r with |r| ≤ ln 2 / 2, and that as a series. */
function exponential(x: number): number {
  const n = Math.round(x / 0.6931471805599453);
  const r = x - n * 0.6931471803691238 - n * 1.9082149292705877e-10;
  let sum = 1;
  for (let k = 14; k >= 1; k--) sum = 1 + (sum * r) / k;
  for (let k = Math.abs(n); k > 0; k--) sum *= n > 0 ? 2 : 0.5;
  return sum;
}
