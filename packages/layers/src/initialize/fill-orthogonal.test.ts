import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { fillOrthogonal } from './fill-orthogonal.js';

function orthogonal(rows: number, columns: number, seed = 1, gain = 1): Float32Array {
  const values = new Float32Array(rows * columns);
  fillOrthogonal(values, [rows, columns], gain, new Random(seed));
  return values;
}

/** Largest difference of QᵀQ, or of QQᵀ for a wide matrix, from gain² · I. */
function defect(values: Float32Array, rows: number, columns: number, gain = 1): number {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const at = (vector: number, i: number) => (rows < columns ? values[vector * columns + i] : values[i * columns + vector]);
  let worst = 0;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += at(a, i) * at(b, i);
      worst = Math.max(worst, Math.abs(sum - (a === b ? gain * gain : 0)));
    }
  }
  return worst;
}

describe('fillOrthogonal', () => {
  it.each([
    [1, 1],
    [1, 4],
    [2, 8],
    [3, 12],
    [5, 5],
    [8, 3],
    [16, 64],
    [64, 64],
    [65, 65],
    [50, 7],
  ])('gives a %i × %i matrix orthonormal vectors within 1e-6', (rows, columns) => {
    for (const seed of [0, 1, 2]) expect(defect(orthogonal(rows, columns, seed), rows, columns)).toBeLessThan(1e-6);
  });

  it('multiplies by the gain', () => {
    expect(defect(orthogonal(6, 6, 3, 2), 6, 6, 2)).toBeLessThan(1e-5);
    expect(orthogonal(6, 6, 3, 2)).toEqual(orthogonal(6, 6, 3).map((value) => 2 * value));
  });

  it('prefers no direction: the signs of a 1 × 1 matrix, and of the diagonal, are even', () => {
    const seeds = Array.from({ length: 400 }, (_, seed) => seed);
    const single = seeds.map((seed) => orthogonal(1, 1, seed)[0]);
    expect(single.every((value) => Math.abs(value) === 1)).toBe(true);
    expect(Math.abs(single.reduce((a, b) => a + b, 0))).toBeLessThan(4 * Math.sqrt(400));
    // Without the sign correction every reflection would leave a negative entry here.
    const corner = seeds.map((seed) => Math.sign(orthogonal(4, 4, seed)[5]));
    expect(Math.abs(corner.reduce((a, b) => a + b, 0))).toBeLessThan(4 * Math.sqrt(400));
  });

  it('spreads every entry with variance 1 / length', () => {
    const values = Array.from({ length: 50 }, (_, seed) => [...orthogonal(4, 16, seed)]).flat();
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(variance).toBeCloseTo(1 / 16, 6);
    expect(Math.abs(values.reduce((a, b) => a + b, 0) / values.length)).toBeLessThan(4 / Math.sqrt(16 * values.length));
  });
});
