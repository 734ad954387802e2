import { describe, expect, test } from 'vitest';
import { assertClose, assertGuards, begin, combinations, heap, integers, kernels, numbers, output, sizes } from './guarded.js';
import { packedRows } from './packed-rows.js';

/** f(row, column) for all. */
const table = (rows: number, width: number, f: (r: number, j: number) => number) => Float64Array.from({ length: rows * width }, (_, i) => f(Math.floor(i / width), i % width));

/** The rows in two unequal parts, as threads take them. */
const parts = (rows: number): [number, number][] => [[0, Math.floor(rows / 3)], [Math.floor(rows / 3), rows]];

describe.each(combinations(sizes, sizes))('%s rows of up to %s steps', (rows, steps) => {
  test.each(sizes)('and %s numbers: the maximum, the first where several are equal, and its gradient', (width) => {
    // few different numbers, so that maxima are reached more than once
    const { stepOffsets, tokens, source, column } = packedRows(rows, steps, width, (count) => Float32Array.from(integers(count, 3), (n) => n - 2.5));
    begin();
    const offsets = heap.putIntegers(stepOffsets);
    const [target, chosen] = [output(rows * width, 'the target'), output(rows * width, 'the choice')];
    const sourceAt = heap.putFloats(source);
    for (const [from, to] of parts(rows)) kernels.maxPoolForward(offsets, steps, from, to, width, sourceAt, target, width * 4, chosen);
    expect([...heap.f32(target, rows * width)]).toEqual([...table(rows, width, (r, j) => (column(r, j).length > 0 ? Math.max(...column(r, j)) : 0))]);

    const gradient = numbers(rows * width);
    const back = output(tokens * width, 'the gradient');
    const gradientAt = heap.putFloats(gradient);
    for (const [from, to] of parts(rows)) kernels.maxPoolBackward(offsets, steps, from, to, width, gradientAt, width * 4, chosen, back);
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
    const sourceAt = heap.putFloats(source);
    for (const [from, to] of parts(rows)) kernels.averagePoolForward(offsets, steps, from, to, width, sourceAt, target, width * 4, lengthsAt);
    const mean = (values: readonly number[]) => (values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : 0);
    assertClose(heap.f32(target, rows * width), table(rows, width, (r, j) => mean(column(r, j))), 1e-6, 'mean');
    expect([...heap.i32(lengthsAt, rows)]).toEqual(lengths);

    const gradient = numbers(rows * width);
    const back = output(tokens * width, 'the gradient');
    const gradientAt = heap.putFloats(gradient);
    for (const [from, to] of parts(rows)) kernels.averagePoolBackward(offsets, steps, from, to, width, gradientAt, width * 4, lengthsAt, back, 0);
    const expected = new Float32Array(tokens * width);
    lengths.forEach((length, r) => {
      for (let t = 0; t < length; t++) for (let j = 0; j < width; j++) expected[(stepOffsets[t] + r) * width + j] = gradient[r * width + j] / length;
    });
    assertClose(heap.f32(back, expected.length), expected, 1e-7, 'gradient of the mean');
    assertGuards('mean');
  });

  test.each(sizes)('and %s numbers: maximum and mean side by side, and the sum of their gradients', (width) => {
    const { stepOffsets, tokens, source } = packedRows(rows, steps, width, numbers);
    begin();
    const offsets = heap.putIntegers(stepOffsets);
    const sourceAt = heap.putFloats(source);
    const [maximum, mean, both] = [rows * width, rows * width, 2 * rows * width].map((count, i) => output(count, `target ${i}`));
    const [chosen, lengthsAt] = [output(rows * width, 'the choice'), output(rows, 'the lengths')];
    kernels.maxPoolForward(offsets, steps, 0, rows, width, sourceAt, maximum, width * 4, chosen);
    kernels.averagePoolForward(offsets, steps, 0, rows, width, sourceAt, mean, width * 4, lengthsAt);
    kernels.maxPoolForward(offsets, steps, 0, rows, width, sourceAt, both, width * 8, chosen);
    kernels.averagePoolForward(offsets, steps, 0, rows, width, sourceAt, both + width * 4, width * 8, lengthsAt);
    const row = (pointer: number, r: number) => [...heap.f32(pointer, rows * width).subarray(r * width, (r + 1) * width)];
    expect([...heap.f32(both, 2 * rows * width)]).toEqual(Array.from({ length: rows }, (_, r) => [...row(maximum, r), ...row(mean, r)]).flat());

    const gradientAt = heap.putFloats(numbers(2 * rows * width));
    const [ofMaximum, ofMean, sum] = [0, 1, 2].map((i) => output(tokens * width, `gradient ${i}`));
    kernels.maxPoolBackward(offsets, steps, 0, rows, width, gradientAt, width * 8, chosen, ofMaximum);
    kernels.averagePoolBackward(offsets, steps, 0, rows, width, gradientAt + width * 4, width * 8, lengthsAt, ofMean, 0);
    kernels.maxPoolBackward(offsets, steps, 0, rows, width, gradientAt, width * 8, chosen, sum);
    kernels.averagePoolBackward(offsets, steps, 0, rows, width, gradientAt + width * 4, width * 8, lengthsAt, sum, 1);
    const [a, b] = [ofMaximum, ofMean].map((pointer) => heap.f32(pointer, tokens * width).slice());
    expect([...heap.f32(sum, tokens * width)]).toEqual([...a.map((value, i) => value + b[i])]);
    assertGuards('maximum and mean');
  });
});
