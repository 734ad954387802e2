import { expect } from 'vitest';

export type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** The largest difference of a tensor as a share of its largest magnitude, which counts as 0.01 at least; infinite where shapes differ or a number is none. */
export function errorOf(actual: ArrayLike<number> | undefined, expected: ArrayLike<number>): number {
  if (actual?.length !== expected.length) return Infinity;
  let [largest, worst] = [0.01, 0];
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    const difference = Math.abs(actual[i] - expected[i]);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  return worst / largest;
}

/** Every tensor by name within the tolerance. */
export function expectAll(actual: Numbers, expected: Numbers, tolerance: number): void {
  const wrong = Object.keys(expected).map((name) => [name, errorOf(actual[name], expected[name])] as const).filter(([, error]) => !(error <= tolerance));
  expect(Object.fromEntries(wrong)).toEqual({});
}
