import { describe, expect, test } from 'vitest';
import { assertGuards, begin, combinations, heap, integers, kernels, numbers, output, sizes } from './guarded.js';

const f = Math.fround;

describe.each(sizes)('%s numbers', (count) => {
  const a = numbers(count);
  const b = numbers(count);
  test.each([
    ['add', (t: number, x: number, y: number) => kernels.add(t, x, y, count), (i: number) => f(a[i] + b[i])],
    ['multiply', (t: number, x: number, y: number) => kernels.multiply(t, x, y, count), (i: number) => f(a[i] * b[i])],
    ['addScaled', (t: number, x: number, y: number) => kernels.addScaled(t, x, y, 0.3, count), (i: number) => f(f(a[i] + b[i]) * f(0.3))],
    ['scale', (t: number, x: number) => kernels.scale(t, x, 0.3, count), (i: number) => f(a[i] * f(0.3))],
  ] as const)('%s, into another place and in place', (name, run, expected) => {
    begin();
    const target = output(count, 'the target');
    const [x, y] = [output(count, 'a', a), output(count, 'b', b)];
    run(target, x, y);
    const wanted = Array.from(a, (_, i) => expected(i));
    expect([...heap.f32(target, count)]).toEqual(wanted);
    expect([[...heap.f32(x, count)], [...heap.f32(y, count)]]).toEqual([[...a], [...b]]);
    run(x, x, y);
    expect([...heap.f32(x, count)]).toEqual(wanted);
    assertGuards(name);
  });
});

// rows of the target are 2 numbers further apart than wide, those of the source 3
describe.each(combinations(sizes, sizes))('%s rows of %s numbers', (count, width) => {
  const [targetRow, sourceRow] = [width + 2, width + 3];
  const tableRows = 6;
  const table = numbers(tableRows * sourceRow);
  const index = integers(count, tableRows + 1).map((row) => row - 1);
  const old = numbers(count * targetRow);

  test('copyRows', () => {
    begin();
    const source = numbers(count * sourceRow);
    const target = output(count * targetRow, 'the target', old);
    kernels.copyRows(target, targetRow * 4, heap.putFloats(source), sourceRow * 4, count, width);
    const expected = old.map((value, at) => (at % targetRow < width ? source[Math.floor(at / targetRow) * sourceRow + (at % targetRow)] : value));
    expect([...heap.f32(target, old.length)]).toEqual([...expected]);
    assertGuards('copyRows');
  });

  test('scaleRows, into another place and in place', () => {
    begin();
    const [source, factors] = [numbers(count * width), numbers(count)];
    const target = output(source.length, 'the target');
    const at = output(source.length, 'the source', source);
    kernels.scaleRows(target, at, heap.putFloats(factors), count, width);
    const expected = [...source.map((value, i) => value * factors[Math.floor(i / width)])];
    expect([...heap.f32(target, source.length)]).toEqual(expected);
    kernels.scaleRows(at, at, heap.putFloats(factors), count, width);
    expect([...heap.f32(at, source.length)]).toEqual(expected);
    assertGuards('scaleRows');
  });

  test('gatherRows, with zeros for index -1', () => {
    begin();
    const target = output(count * targetRow, 'the target', old);
    kernels.gatherRows(target, targetRow * 4, heap.putFloats(table), sourceRow * 4, heap.putIntegers(index), count, width);
    const expected = old.map((value, at) => {
      const [i, j] = [Math.floor(at / targetRow), at % targetRow];
      if (j >= width) return value;
      return index[i] < 0 ? 0 : table[index[i] * sourceRow + j];
    });
    expect([...heap.f32(target, old.length)]).toEqual([...expected]);
    assertGuards('gatherRows');
  });

  test('scatterAddRows, in ascending order, without those of index -1', () => {
    begin();
    const source = numbers(count * sourceRow);
    const sums = numbers(tableRows * targetRow);
    const target = output(sums.length, 'the target', sums);
    kernels.scatterAddRows(target, targetRow * 4, heap.putFloats(source), sourceRow * 4, heap.putIntegers(index), count, width);
    const expected = sums.slice();
    index.forEach((row, i) => {
      for (let j = 0; row >= 0 && j < width; j++) expected[row * targetRow + j] = f(expected[row * targetRow + j] + source[i * sourceRow + j]);
    });
    expect([...heap.f32(target, sums.length)]).toEqual([...expected]);
    assertGuards('scatterAddRows');
  });

  test('placeRows, each in its place and nothing between', () => {
    begin();
    const source = numbers(count * sourceRow);
    const target0 = numbers(tableRows * targetRow);
    const target = output(target0.length, 'the target', target0);
    const places = integers(count, tableRows);
    kernels.placeRows(target, targetRow * 4, heap.putFloats(source), sourceRow * 4, heap.putIntegers(places), count, width);
    const expected = target0.slice();
    places.forEach((row, i) => expected.set(source.subarray(i * sourceRow, i * sourceRow + width), row * targetRow));
    expect([...heap.f32(target, target0.length)]).toEqual([...expected]);
    assertGuards('placeRows');
  });

  test('scatterAddSquares, in ascending order, without those of index -1', () => {
    begin();
    const source = numbers(count * sourceRow);
    const sums = numbers(tableRows * targetRow);
    const target = output(sums.length, 'the target', sums);
    kernels.scatterAddSquares(target, targetRow * 4, heap.putFloats(source), sourceRow * 4, heap.putIntegers(index), count, width);
    const expected = sums.slice();
    index.forEach((row, i) => {
      for (let j = 0; row >= 0 && j < width; j++) expected[row * targetRow + j] = f(expected[row * targetRow + j] + f(source[i * sourceRow + j] ** 2));
    });
    expect([...heap.f32(target, sums.length)]).toEqual([...expected]);
    assertGuards('scatterAddSquares');
  });

  test('multiplyByRow, into another place and in place', () => {
    begin();
    const source = numbers(count * width);
    const masks = numbers(tableRows * width);
    const which = integers(count, tableRows);
    const [target, from] = [output(count * width, 'the target'), output(count * width, 'the source', source)];
    const [maskAt, whichAt] = [heap.putFloats(masks), heap.putIntegers(which)];
    const expected = source.map((value, at) => f(value * masks[which[Math.floor(at / width)] * width + (at % width)]));
    kernels.multiplyByRow(target, from, maskAt, whichAt, count, width);
    expect([...heap.f32(target, count * width)]).toEqual([...expected]);
    kernels.multiplyByRow(from, from, maskAt, whichAt, count, width);
    expect([...heap.f32(from, count * width)]).toEqual([...expected]);
    assertGuards('multiplyByRow');
  });
});

test('touchRows reads rows and changes nothing', () => {
  begin();
  const rowsOfTable = 9;
  const table = numbers(rowsOfTable * 33);
  const at = output(table.length, 'the table', table);
  const index = heap.putIntegers([rowsOfTable - 1, 0]);
  expect(Number.isInteger(kernels.touchRows(at, index, 2, 33 * 4))).toBe(true);
  expect(kernels.touchRows(at, index, 0, 33 * 4)).toBe(0);
  expect([...heap.f32(at, table.length)]).toEqual([...table]);
  assertGuards('touchRows');
});
