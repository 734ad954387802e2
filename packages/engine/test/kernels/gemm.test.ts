import { Random } from '@sekvens/core';
import { describe, expect, test } from 'vitest';
import { accumulate, fromBias, fromZero } from '../../src/wasm/codes.js';
import { Heap } from '../../src/wasm/heap.js';
import { instantiateKernels } from '../../src/wasm/kernels.js';

const heap = new Heap();
const kernels = instantiateKernels(heap.memory);
const random = new Random(3);
const numbers = (count: number) => Float32Array.from({ length: count }, () => random.uniform(-1, 1));

// around the widths at which the kernels change their way: vectors of 4, tiles of 4 rows, panels of 8 columns, blocks of 256 in k
const sizes = [0, 1, 3, 4, 5, 7, 8, 9, 11, 19];
const depths = [0, 1, 3, 4, 5, 11, 255, 256, 257, 520];

/** C = begin + A·B in float64, A [m, k], B [k, n]. */
function product(m: number, n: number, k: number, a: (i: number, p: number) => number, b: (p: number, j: number) => number, begin: (i: number, j: number) => number) {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = begin(i, j);
      for (let p = 0; p < k; p++) sum += a(i, p) * b(p, j);
      c[i * n + j] = sum;
    }
  }
  return c;
}

function expectClose(actual: Float32Array, expected: Float64Array, k: number, what: string): void {
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(actual[i] - expected[i]) <= 2e-7 * (k + 2))) throw new Error(`${what}: element ${i} is ${actual[i]}, expected ${expected[i]}`);
  }
}

describe.each(sizes)('products with %s rows', (m) => {
  test.each(sizes)('and %s columns, every depth, beginning from zero, a sum or a bias', (n) => {
    for (const k of depths) {
      heap.beginBatch();
      const a = numbers(m * k);
      const b = numbers(k * n);
      const c = numbers(m * n);
      const bias = numbers(n);
      const aAt = heap.putFloats(a);
      const bAt = heap.putFloats(b);
      const biasAt = heap.putFloats(bias);
      const packed = heap.take(32 * k * Math.ceil(n / 8));
      const transposed = heap.putFloats(Float32Array.from({ length: n * k }, (_, i) => b[(i % k) * n + Math.floor(i / k)]));
      for (const [begin, value] of [[fromZero, () => 0], [accumulate, (i: number, j: number) => c[i * n + j]], [fromBias, (_: number, j: number) => bias[j]]] as const) {
        const expected = product(m, n, k, (i, p) => a[i * k + p], (p, j) => b[p * n + j], value);
        for (const [form, pack] of [['AB', () => kernels.pack(packed, bAt, n * 4, k, n)], ['ABᵀ', () => kernels.packTransposed(packed, transposed, k * 4, k, n)]] as const) {
          pack();
          const cAt = heap.putFloats(c);
          const guard = heap.putFloats([7, 7, 7, 7, 7, 7, 7, 7]);
          kernels.gemm(m, n, k, aAt, k * 4, 4, packed, cAt, n * 4, begin, biasAt);
          expectClose(heap.f32(cAt, m * n), expected, k, `${form}, k ${k}, begin ${begin}`);
          expect([...heap.f32(guard, 8)]).toEqual([7, 7, 7, 7, 7, 7, 7, 7]);
        }
      }
    }
  });

  test.each(sizes)('and %s columns, AᵀB', (n) => {
    for (const k of depths) {
      heap.beginBatch();
      const a = numbers(k * m);
      const b = numbers(k * n);
      const cAt = heap.putFloats(numbers(m * n));
      const scratch = heap.take(32 * 256 * Math.ceil(n / 8));
      kernels.gemmTransposed(m, n, k, heap.putFloats(a), m * 4, heap.putFloats(b), n * 4, cAt, n * 4, scratch);
      expectClose(heap.f32(cAt, m * n), product(m, n, k, (i, p) => a[p * m + i], (p, j) => b[p * n + j], () => 0), k, `k ${k}`);
    }
  });
});

test('rows of a product do not depend on which rows are computed with them', () => {
  const [m, n, k] = [13, 21, 37];
  heap.beginBatch();
  const aAt = heap.putFloats(numbers(m * k));
  const packed = heap.take(32 * k * 3);
  kernels.pack(packed, heap.putFloats(numbers(k * n)), n * 4, k, n);
  const whole = heap.takeFloats(m * n);
  kernels.gemm(m, n, k, aAt, k * 4, 4, packed, whole, n * 4, fromZero, 0);
  const parts = heap.takeFloats(m * n);
  for (const [from, to] of [[0, 2], [2, 9], [9, 10], [10, 13]]) kernels.gemm(to - from, n, k, aAt + from * k * 4, k * 4, 4, packed, parts + from * n * 4, n * 4, fromZero, 0);
  expect([...heap.f32(parts, m * n)]).toEqual([...heap.f32(whole, m * n)]);
});

test.each(sizes)('sums of %s columns over rows', (n) => {
  for (const rows of sizes) {
    heap.beginBatch();
    const values = numbers(rows * n);
    const target = heap.takeFloats(n);
    kernels.sumRows(target, heap.putFloats(values), n * 4, rows, n);
    const expected = new Float64Array(n);
    values.forEach((v, i) => (expected[i % n] += v));
    expectClose(heap.f32(target, n), expected, rows, `${rows} rows`);
  }
});
