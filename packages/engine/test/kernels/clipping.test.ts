import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { Heap } from '../../src/wasm/heap.js';
import { instantiateKernels } from '../../src/wasm/kernels.js';

const heap = new Heap();
const kernels = instantiateKernels(heap.memory);
const random = new Random(8);

describe('sumSquares', () => {
  for (const count of [0, 1, 3, 4, 5, 8, 11, 4096, 4097, 9001]) {
    it(`of ${count} numbers, relative error < 1e-15, the same bits piece by piece`, () => {
      heap.beginBatch();
      const values = Float32Array.from({ length: count }, () => random.uniform(-2, 2) * 10 ** random.integer(30));
      const at = heap.putFloats(Float32Array.from([...values, NaN]));
      const pieces = Math.ceil(count / 64);
      const [all, single] = [heap.take(pieces * 8), heap.take(pieces * 8)];
      kernels.sumSquares(at, count, 64, 0, pieces, all);
      for (let i = pieces - 1; i >= 0; i--) kernels.sumSquares(at, count, 64, i, i + 1, single);
      expect(heap.f64(single, pieces)).toEqual(heap.f64(all, pieces));
      const total = heap.f64(all, pieces).reduce((a, b) => a + b, 0);
      const expected = values.reduce((sum, x) => sum + x * x, 0);
      expect(Math.abs(total - expected)).toBeLessThanOrEqual(expected * 1e-15 * Math.max(1, Math.sqrt(count)));
    });
  }

  it('of numbers whose squares no 32-bit float holds', () => {
    heap.beginBatch();
    const [at, sums] = [heap.putFloats([3e38, 1e-30]), heap.take(8)];
    kernels.sumSquares(at, 2, 64, 0, 1, sums);
    expect(heap.f64(sums, 1)[0] / Math.fround(3e38) ** 2).toBeCloseTo(1, 12);
  });
});

describe('clipValues', () => {
  for (const count of [0, 1, 3, 4, 5, 11]) {
    it(`of ${count} numbers, and no more`, () => {
      heap.beginBatch();
      const values = Array.from({ length: count }, (_, i) => (i - count / 2) * 0.3);
      const at = heap.putFloats([...values, 9, 9, 9, 9]);
      kernels.clipValues(at, count, 0.5);
      expect(Array.from(heap.f32(at, count + 4))).toEqual([...values.map((x) => Math.fround(Math.min(Math.max(x, -0.5), 0.5))), 9, 9, 9, 9]);
    });
  }

  it('leaves NaN and cuts off infinity', () => {
    heap.beginBatch();
    const at = heap.putFloats([NaN, Infinity, -Infinity]);
    kernels.clipValues(at, 3, 0.5);
    expect(Array.from(heap.f32(at, 3))).toEqual([NaN, 0.5, -0.5]);
  });
});
