import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { fromAffine, toAffine } from './affine.js';

describe('toAffine', () => {
  it.each([1, 2] as const)('moves no number by more than a step, and keeps zero, in %s bytes', (bytes) => {
    const random = new Random(5);
    for (let i = 0; i < 200; i++) {
      const [a, b] = [random.uniform(-2, 2), random.uniform(-2, 2)];
      const values = Float32Array.from({ length: 1 + random.integer(60) }, () => random.uniform(Math.min(a, b), Math.max(a, b)));
      if (i % 3 === 0) values[0] = 0;
      const { integers, ...grid } = toAffine(values, bytes);
      const back = fromAffine(integers, grid);
      back.forEach((value, j) => {
        expect(Math.abs(value - values[j])).toBeLessThanOrEqual(grid.scale + 1e-7);
        if (values[j] === 0) expect(value).toBe(0);
      });
    }
  });

  it('holds numbers that are all the same exactly', () => {
    for (const value of [0, 1.5, -2.25, Math.fround(0.1)]) {
      const { integers, ...grid } = toAffine(Float32Array.of(value, value), 1);
      expect([...fromAffine(integers, grid)]).toEqual([value, value]);
    }
  });

  it('takes the ends of the range of 32-bit floats', () => {
    const most = 3.4028234663852886e38;
    const { integers, ...grid } = toAffine(Float32Array.of(most, -most, 1.401298464324817e-45), 2);
    expect([...fromAffine(integers, grid)].every(Number.isFinite)).toBe(true);
  });
});
