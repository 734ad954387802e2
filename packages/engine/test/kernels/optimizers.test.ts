import { describe, expect, test } from 'vitest';
import { assertClose, assertGuards, begin, combinations, heap, kernels, numbers, output, sizes } from './guarded.js';

const f = Math.fround;
const [beta1, beta2, rate, correction, epsilon] = [0.9, 0.99, 0.02, 1.7, 1e-3];

/** One Adam step of a number. */
function adamStep(p: number, m: number, v: number, g: number): { p: number; m: number; v: number } {
  const first = beta1 * m + (1 - beta1) * g;
  const second = beta2 * v + (1 - beta2) * g * g;
  return { p: p - (rate * first) / (Math.sqrt(second * correction) + epsilon), m: first, v: second };
}

/** Rows of a table in some order, each at most once. */
const rowsOfTable = 12;
const someRows = (count: number) => Int32Array.from({ length: count }, (_, i) => (i * 7 + 3) % rowsOfTable);

describe.each(sizes)('%s numbers', (count) => {
  // these kernels store whole vectors: buffers end with one
  const padded = Math.ceil(count / 4) * 4;

  test('sgd', () => {
    begin();
    const [p, g] = [numbers(padded), numbers(padded)];
    const at = output(padded, 'the weights', p);
    kernels.sgd(at, heap.putFloats(g), count, 0.1);
    expect([...heap.f32(at, count)]).toEqual(Array.from(p.subarray(0, count), (value, i) => f(value - f(f(0.1) * g[i]))));
    assertGuards('sgd');
  });

  test('adam', () => {
    begin();
    const [p, m, v, g] = [numbers(padded), numbers(padded), numbers(padded, 0, 1), numbers(padded)];
    const [pAt, mAt, vAt] = [output(padded, 'the weights', p), output(padded, 'm', m), output(padded, 'v', v)];
    kernels.adam(pAt, mAt, vAt, heap.putFloats(g), count, beta1, 1 - beta1, beta2, 1 - beta2, rate, correction, epsilon);
    const expected = Array.from({ length: count }, (_, i) => adamStep(p[i], m[i], v[i], g[i]));
    assertClose(heap.f32(pAt, count), expected.map((one) => one.p), 1e-6, 'weights');
    assertClose(heap.f32(mAt, count), expected.map((one) => one.m), 1e-6, 'm');
    assertClose(heap.f32(vAt, count), expected.map((one) => one.v), 1e-6, 'v');
    assertGuards('adam');
  });
});

describe.each(combinations(sizes, sizes))('%s rows of %s numbers', (count, width) => {
  const numbersOfTable = rowsOfTable * width;
  const unique = someRows(count);

  test('sgdRows changes the rows named and no others', () => {
    begin();
    const [p, g] = [numbers(numbersOfTable), numbers(count * width)];
    const at = output(numbersOfTable, 'the table', p);
    kernels.sgdRows(at, heap.putFloats(g), heap.putIntegers(unique), count, width, 0.1);
    const expected = p.slice();
    unique.forEach((row, i) => {
      for (let j = 0; j < width; j++) expected[row * width + j] = f(expected[row * width + j] - f(f(0.1) * g[i * width + j]));
    });
    expect([...heap.f32(at, numbersOfTable)]).toEqual([...expected]);
    assertGuards('sgdRows');
  });

  test('adamRows changes the rows named and no others, and notes the step', () => {
    begin();
    const [p, m, v, g] = [numbers(numbersOfTable), numbers(numbersOfTable), numbers(numbersOfTable, 0, 1), numbers(count * width)];
    const [pAt, mAt, vAt] = [output(numbersOfTable, 'the table', p), output(numbersOfTable, 'm', m), output(numbersOfTable, 'v', v)];
    const lastStep = Int32Array.from({ length: rowsOfTable }, (_, row) => row);
    const lastAt = output(rowsOfTable, 'lastStep', lastStep);
    kernels.adamRows(pAt, mAt, vAt, lastAt, heap.putFloats(g), heap.putIntegers(unique), count, width, 99, beta1, 1 - beta1, beta2, 1 - beta2, rate, correction, epsilon);
    unique.forEach((row, i) => {
      lastStep[row] = 99;
      for (let j = 0; j < width; j++) {
        const at = row * width + j;
        ({ p: p[at], m: m[at], v: v[at] } = adamStep(p[at], m[at], v[at], g[i * width + j]));
      }
    });
    assertClose(heap.f32(pAt, numbersOfTable), p, 1e-6, 'table');
    assertClose(heap.f32(mAt, numbersOfTable), m, 1e-6, 'm');
    assertClose(heap.f32(vAt, numbersOfTable), v, 1e-6, 'v');
    expect([...heap.i32(lastAt, rowsOfTable)]).toEqual([...lastStep]);
    assertGuards('adamRows');
  });

  test.each([true, false])('catchUpRows moves rows by what they missed, by name: %s', (byName) => {
    begin();
    const [now, reach] = [9, 4];
    const [p, m, v] = [numbers(numbersOfTable), numbers(numbersOfTable), numbers(numbersOfTable, 0, 1)];
    const [pAt, mAt, vAt] = [output(numbersOfTable, 'the table', p), output(numbersOfTable, 'm', m), output(numbersOfTable, 'v', v)];
    // 0: never had a gradient; 9: is not behind; up to 4: further behind than `reach`
    const lastStep = Int32Array.from({ length: rowsOfTable }, (_, row) => row % 10);
    const lastAt = output(rowsOfTable, 'lastStep', lastStep);
    const [shift, epsilons, decay1, decay2, lateShift, lateEpsilons] = [reach, reach, reach, now, now, now].map((length) => numbers(length + 1, 0.1, 0.9));
    const at = [shift, epsilons, decay1, decay2, lateShift, lateEpsilons].map((values) => heap.putFloats(values)) as [number, number, number, number, number, number];
    kernels.catchUpRows(pAt, mAt, vAt, lastAt, byName ? heap.putIntegers(unique) : 0, count, width, now, reach, ...at);
    for (const row of byName ? unique : Array.from({ length: count }, (_, i) => i)) {
      const last = lastStep[row];
      const k = now - last;
      if (last === 0 || k === 0) continue;
      lastStep[row] = now;
      const late = k > reach;
      for (let i = row * width; i < (row + 1) * width; i++) {
        p[i] -= ((late ? lateShift[last] : shift[k]) * m[i]) / (Math.sqrt(v[i]) + (late ? lateEpsilons[last] : epsilons[k]));
        m[i] *= late ? 0 : decay1[k];
        v[i] *= decay2[k];
      }
    }
    assertClose(heap.f32(pAt, numbersOfTable), p, 1e-6, 'table');
    assertClose(heap.f32(mAt, numbersOfTable), m, 1e-6, 'm');
    assertClose(heap.f32(vAt, numbersOfTable), v, 1e-6, 'v');
    expect([...heap.i32(lastAt, rowsOfTable)]).toEqual([...lastStep]);
    assertGuards('catchUpRows');
  });
});
