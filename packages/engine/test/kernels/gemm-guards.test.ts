/** What products store, and where: nothing around the rows of the result, whose values gemm.test.ts compares. */
import { describe, expect, test } from 'vitest';
import { accumulate, fromBias, fromZero } from '../../src/wasm/codes.js';
import { assertClose, assertGuards, begin, combinations, heap, kernels, numbers, output, sizes } from './guarded.js';

// rows of the result are two numbers further apart than wide
const apart = 2;

describe.each(combinations(sizes, sizes))('%s rows and %s columns', (m, n) => {
  const row = n + apart;
  const panels = Math.ceil(n / 8);
  const old = numbers(m * row);
  /** `old` with a sum of products, in float64, in its first n columns. */
  const product = (k: number, a: (i: number, p: number) => number, b: (p: number, j: number) => number, begin: (i: number, j: number) => number) =>
    old.map((value, at) => {
      const [i, j] = [Math.floor(at / row), at % row];
      if (j >= n) return value;
      let sum = begin(i, j);
      for (let p = 0; p < k; p++) sum += a(i, p) * b(p, j);
      return sum;
    });

  test.each(sizes)('pack, packTransposed and gemm over %s', (k) => {
    const [a, b, bias] = [numbers(m * k), numbers(k * n), numbers(n)];
    const transposed = Float32Array.from({ length: n * k }, (_, i) => b[(i % k) * n + Math.floor(i / k)]);
    for (const [start, value] of [[fromZero, () => 0], [accumulate, (i: number, j: number) => old[i * row + j]], [fromBias, (_: number, j: number) => bias[j]]] as const) {
      for (const turned of [false, true]) {
        begin();
        const packed = output(8 * k * panels, 'the panels');
        const c = output(m * row, 'the result', old);
        if (turned) kernels.packTransposed(packed, heap.putFloats(transposed), k * 4, k, n);
        else kernels.pack(packed, heap.putFloats(b), n * 4, k, n);
        kernels.gemm(m, n, k, heap.putFloats(a), k * 4, 4, packed, c, row * 4, start, heap.putFloats(bias));
        assertClose(heap.f32(c, m * row), product(k, (i, p) => a[i * k + p], (p, j) => b[p * n + j], value), 1e-6, `gemm over ${k}`);
        assertGuards(`gemm over ${k}`);
      }
    }
  });

  test.each(sizes)('gemmTransposed over %s', (k) => {
    begin();
    const [a, b] = [numbers(k * m), numbers(k * n)];
    const c = output(m * row, 'the result', old);
    kernels.gemmTransposed(m, n, k, heap.putFloats(a), m * 4, heap.putFloats(b), n * 4, c, row * 4, heap.take(32 * 256 * panels));
    assertClose(heap.f32(c, m * row), product(k, (i, p) => a[p * m + i], (p, j) => b[p * n + j], () => 0), 1e-6, `gemmTransposed over ${k}`);
    assertGuards(`gemmTransposed over ${k}`);
  });

  test('sumRows', () => {
    begin();
    const target = output(n, 'the sums');
    kernels.sumRows(target, heap.putFloats(old), row * 4, m, n);
    assertClose(heap.f32(target, n), Float64Array.from({ length: n }, (_, j) => old.reduce((sum, value, at) => sum + (at % row === j ? value : 0), 0)), 1e-6, 'sumRows');
    assertGuards('sumRows');
  });
});

test('combinations are all of them', () => {
  expect(combinations([1, 2], [3], [4, 5])).toEqual([[1, 3, 4], [1, 3, 5], [2, 3, 4], [2, 3, 5]]);
});
