import { describe, expect, test } from 'vitest';
import { assertClose, assertGuards, begin, combinations, heap, integers, kernels, numbers, output, sizes } from './guarded.js';

/** Rows of lengths 0 … steps, longest first, packed: see assembly/layout.ts. */
function packedRows(rows: number, steps: number, width: number, values: (count: number) => Float32Array) {
  const lengths = Array.from(integers(rows, steps + 1)).sort((a, b) => b - a);
  const stepOffsets = [0];
  for (let t = 0; t < steps; t++) stepOffsets.push(stepOffsets[t] + lengths.filter((length) => length > t).length);
  const tokens = stepOffsets[steps];
  const source = values(tokens * width);
  /** Column j of row r, over its steps. */
  const column = (r: number, j: number) => Array.from({ length: lengths[r] }, (_, t) => source[(stepOffsets[t] + r) * width + j]);
  return { lengths, stepOffsets, tokens, source, column };
}

/** f(row, column) for all. */
const table = (rows: number, width: number, f: (r: number, j: number) => number) => Float64Array.from({ length: rows * width }, (_, i) => f(Math.floor(i / width), i % width));

describe.each(combinations(sizes, sizes))('%s rows of up to %s steps', (rows, steps) => {
  test.each(sizes)('and %s numbers: the maximum, the first where several are equal, and its gradient', (width) => {
    // few different numbers, so that maxima are reached more than once
    const { stepOffsets, tokens, source, column } = packedRows(rows, steps, width, (count) => Float32Array.from(integers(count, 3), (n) => n - 2.5));
    begin();
    const offsets = heap.putIntegers(stepOffsets);
    const [target, chosen] = [output(rows * width, 'the target'), output(rows * width, 'the choice')];
    kernels.maxPoolForward(offsets, steps, rows, width, heap.putFloats(source), target, chosen);
    expect([...heap.f32(target, rows * width)]).toEqual([...table(rows, width, (r, j) => (column(r, j).length > 0 ? Math.max(...column(r, j)) : 0))]);

    const gradient = numbers(rows * width);
    const back = output(tokens * width, 'the gradient');
    kernels.maxPoolBackward(offsets, steps, rows, width, heap.putFloats(gradient), chosen, back);
    const expected = new Float32Array(tokens * width);
    for (let r = 0; r < rows; r++) {
      for (let j = 0; j < width; j++) {
        const values = column(r, j);
        if (values.length > 0) expected[(stepOffsets[values.indexOf(Math.max(...values))] + r) * width + j] = gradient[r * width + j];
      }
    }
    expect([...heap.f32(back, expected.length)]).toEqual([...expected]);
    assertGuards('maximum');
  });

  test.each(sizes)('and %s numbers: the mean and its gradient', (width) => {
    const { lengths, stepOffsets, tokens, source, column } = packedRows(rows, steps, width, numbers);
    begin();
    const offsets = heap.putIntegers(stepOffsets);
    const [target, lengthsAt] = [output(rows * width, 'the target'), output(rows, 'the lengths')];
    kernels.averagePoolForward(offsets, steps, rows, width, heap.putFloats(source), target, lengthsAt);
    const mean = (values: readonly number[]) => (values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : 0);
    assertClose(heap.f32(target, rows * width), table(rows, width, (r, j) => mean(column(r, j))), 1e-6, 'mean');
    expect([...heap.i32(lengthsAt, rows)]).toEqual(lengths);

    const gradient = numbers(rows * width);
    const back = output(tokens * width, 'the gradient');
    kernels.averagePoolBackward(offsets, steps, rows, width, heap.putFloats(gradient), lengthsAt, back);
    const expected = new Float32Array(tokens * width);
    lengths.forEach((length, r) => {
      for (let t = 0; t < length; t++) for (let j = 0; j < width; j++) expected[(stepOffsets[t] + r) * width + j] = gradient[r * width + j] / length;
    });
    assertClose(heap.f32(back, expected.length), expected, 1e-7, 'gradient of the mean');
    assertGuards('mean');
  });
});
