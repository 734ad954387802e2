import { describe, expect, it } from 'vitest';
import { expectTensors, largestError } from './compare.js';
import type { Tensors } from './compare.js';

describe('expectTensors', () => {
  it('names every tensor that is off, and says how far and where', () => {
    expect(() => expectTensors({ a: [1, 2.02], b: [5], c: [0] }, { a: [1, 2], b: [5], c: [1, 2] }, 1e-3)).toThrow(
      '2 of 3 tensors are off by more than 0.001:\n  a: relative error 1.00e-2, at [1] expected 2, got 2.02\n  c: expected 2 numbers, got 1',
    );
  });

  it('fails on NaN, on infinity and on tensors that are missing or too many', () => {
    const pairs: [Tensors, Tensors][] = [
      [{ a: [NaN] }, { a: [1] }],
      [{ a: [1] }, { a: [NaN] }],
      [{ a: [1] }, { a: [Infinity] }],
      [{}, { a: [1] }],
      [{ a: [1] }, {}],
    ];
    for (const [actual, expected] of pairs) {
      expect(largestError(actual, expected)).toBe(Infinity);
      expect(() => expectTensors(actual, expected, 1)).toThrow();
    }
  });

  it('measures small tensors against the floor', () => {
    expect(largestError({ a: [2e-5] }, { a: [1e-5] }, 0.01)).toBeCloseTo(1e-3, 12);
    expect(largestError({ a: [0.03] }, { a: [0.02] }, 0.01)).toBeCloseTo(0.5, 12);
  });

  it('passes what agrees', () => {
    expect(() => expectTensors({ a: [1, NaN, 0], b: [] }, { a: [1, NaN, -0], b: [] }, 0)).not.toThrow();
  });
});
