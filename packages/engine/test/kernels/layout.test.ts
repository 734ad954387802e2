import { describe, expect, test } from 'vitest';
import { assertGuards, begin, combinations, heap, integers, kernels, output, sizes } from './guarded.js';

const vocabulary = 5;

interface Packed {
  readonly count: number;
  readonly order: readonly number[];
  readonly stepOffsets: readonly number[];
  readonly ids: readonly number[];
  readonly keys: readonly number[];
  readonly positions: readonly number[];
  readonly rowOf: readonly number[];
}

/** The packed layout as it is described in assembly/layout.ts. */
function packed(rows: readonly (readonly number[])[], time: number, maskZero: boolean): Packed {
  const tokens = rows.map((row) => Array.from({ length: time }, (_, t) => ({ id: row[t] ?? 0, t })).filter(({ id }) => !maskZero || id !== 0));
  const order = rows.map((_, r) => r).sort((a, b) => tokens[b].length - tokens[a].length || a - b);
  const flat = Array.from({ length: time }, (_, step) => order.flatMap((r, p) => (step < tokens[r].length ? [{ ...tokens[r][step], r, p, step }] : []))).flat();
  return {
    count: flat.length,
    order,
    stepOffsets: Array.from({ length: time + 1 }, (_, t) => flat.filter(({ step }) => step < t).length),
    ids: flat.map(({ id }) => id),
    keys: flat.map(({ r, t }) => (r << 16) + t),
    positions: flat.map(({ r, t }) => r * time + t),
    rowOf: flat.map(({ p }) => p),
  };
}

function packWithKernel(rows: readonly (readonly number[])[], time: number, maskZero: boolean, most = rows.length * time): Packed {
  begin();
  const offsets = [0, ...rows.map(((sum) => (row: readonly number[]) => (sum += row.length))(0))];
  const [order, steps] = [output(rows.length, 'order'), output(time + 1, 'stepOffsets')];
  const [ids, keys, positions, rowOf] = ['ids', 'keys', 'positions', 'rowOf'].map((what) => output(most, what));
  const [counts, lengths] = [output(time + 2, 'counts'), output(rows.length, 'lengths')];
  const count = kernels.packIds(
    heap.putIntegers(rows.flat()), heap.putIntegers(offsets), rows.length, time, maskZero ? 1 : 0, vocabulary,
    order, steps, ids, keys, positions, rowOf, counts, lengths,
  );
  assertGuards('packIds');
  const read = (at: number, length: number) => [...heap.i32(at, length)];
  const most0 = Math.max(count, 0);
  return { count, order: read(order, rows.length), stepOffsets: read(steps, time + 1), ids: read(ids, most0), keys: read(keys, most0), positions: read(positions, most0), rowOf: read(rowOf, most0) };
}

describe.each(combinations(sizes, sizes))('packIds, %s rows of up to %s ids', (rows, time) => {
  test.each([true, false])('mask %s', (maskZero) => {
    for (let repeat = 0; repeat < 5; repeat++) {
      // ids, among them zeros anywhere in a row; rows shorter than `time`, and empty ones
      const batch = Array.from({ length: rows }, () => [...integers(integers(1, time + 1)[0], vocabulary)]);
      expect(packWithKernel(batch, time, maskZero)).toEqual(packed(batch, time, maskZero));
    }
  });
});

test.each([[vocabulary], [-1], [2 ** 31 - 1]])('packIds tells where id %s is, which is none of the vocabulary', (id) => {
  expect(packWithKernel([[1, 2], [], [3, id, 4]], 3, true).count).toBe(-1 - 3);
  expect(packWithKernel([[id]], 1, false).count).toBe(-1);
});

test.each(sizes)('uniqueIds numbers %s ids in the order of their first appearance, in call after call', (count) => {
  begin();
  const [stamps, slots] = [output(vocabulary, 'stamps', new Int32Array(vocabulary)), output(vocabulary, 'slots', new Int32Array(vocabulary))];
  for (let stamp = 1; stamp < 20; stamp++) {
    const ids = integers(count, vocabulary);
    const distinct = [...new Set(ids)];
    const [slotOf, unique] = [output(count, 'slotOf'), output(distinct.length, 'unique')];
    expect(kernels.uniqueIds(heap.putIntegers(ids), count, stamp, stamps, slots, slotOf, unique)).toBe(distinct.length);
    expect([...heap.i32(unique, distinct.length)]).toEqual(distinct);
    expect([...heap.i32(slotOf, count)]).toEqual([...ids].map((id) => distinct.indexOf(id)));
    assertGuards('uniqueIds');
  }
});

describe.each(combinations(sizes, sizes))('with a mask, %s rows of up to %s ids', (rows, time) => {
  const make = () => {
    const batch = Array.from({ length: rows }, () => [...integers(integers(1, time + 1)[0], vocabulary)]);
    return { batch, compressed: packed(batch, time, true) };
  };
  const whole = (batch: readonly (readonly number[])[], order: readonly number[]) =>
    Array.from({ length: time }, (_, t) => order.map((r, p) => ({ id: batch[r][t] ?? 0, r, p, t }))).flat();

  test('expandIds lays out every step of every row in the order of the compressed layout', () => {
    const { batch, compressed } = make();
    begin();
    const offsets = [0, ...batch.map(((sum) => (row: readonly number[]) => (sum += row.length))(0))];
    const count = rows * time;
    const steps = output(time + 1, 'stepOffsets');
    const [ids, keys, positions, rowOf] = ['ids', 'keys', 'positions', 'rowOf'].map((what) => output(count, what));
    kernels.expandIds(heap.putIntegers(batch.flat()), heap.putIntegers(offsets), rows, time, heap.putIntegers(compressed.order), steps, ids, keys, positions, rowOf);
    const expected = whole(batch, compressed.order);
    const read = (at: number) => [...heap.i32(at, count)];
    expect([...heap.i32(steps, time + 1)]).toEqual(Array.from({ length: time + 1 }, (_, t) => t * rows));
    expect([read(ids), read(keys), read(positions), read(rowOf)]).toEqual([
      expected.map(({ id }) => id), expected.map(({ r, t }) => (r << 16) + t), expected.map(({ r, t }) => r * time + t), expected.map(({ p }) => p),
    ]);
    assertGuards('expandIds');
  });

  test.each(combinations([0, 1], [0, 1]))('shownTokens, reversed %s, masked steps as zeros %s', (reversed, zeroMasked) => {
    const { batch, compressed } = make();
    begin();
    const shown = whole(batch, compressed.order);
    const index = output(shown.length, 'the index');
    const places = output(rows * time, 'the scratch');
    kernels.shownTokens(
      index, heap.putIntegers(shown.map(({ p }) => p)), heap.putIntegers(shown.map(({ r, t }) => r * time + t)), shown.length,
      heap.putIntegers(compressed.rowOf), heap.putIntegers(compressed.positions), compressed.count, heap.putIntegers(compressed.order), rows, time, reversed, zeroMasked, places,
    );
    // what step s of packed row p shows: the output of its time, in reversed time of the mirrored one, else of the step before
    const outputOf = (p: number, s: number) => compressed.positions.findIndex((position, i) => compressed.rowOf[i] === p && position % time === (reversed ? time - 1 - s : s));
    const expected = shown.map(({ p, t }) => {
      for (let s = t; s >= 0; s--) if (zeroMasked || outputOf(p, s) >= 0) return outputOf(p, s);
      return -1;
    });
    expect([...heap.i32(index, shown.length)]).toEqual(expected);
    assertGuards('shownTokens');
  });

  test('rowsWithTokens, at any step or at one', () => {
    const { compressed } = make();
    for (const step of [-1, 0, time - 1]) {
      begin();
      const index = output(rows, 'the index');
      kernels.rowsWithTokens(index, heap.putIntegers(compressed.rowOf), heap.putIntegers(compressed.positions), compressed.count, rows, time, step);
      expect([...heap.i32(index, rows)]).toEqual(
        Array.from({ length: rows }, (_, p) => (compressed.rowOf.some((row, i) => row === p && (step < 0 || compressed.positions[i] % time === step)) ? p : -1)),
      );
      assertGuards('rowsWithTokens');
    }
  });
});

test.each(sizes)('staleIds names those of %s ids that are of another version, once', (count) => {
  begin();
  const versions = integers(20, 3);
  const at = output(20, 'the versions', versions);
  const unique = Int32Array.from({ length: count }, (_, i) => (i * 7 + 2) % 20);
  const [places, ids] = [output(count, 'places'), output(count, 'ids')];
  const ask = () => kernels.staleIds(heap.putIntegers(unique), count, at, 2, places, ids);
  const expected = [...unique.keys()].filter((i) => versions[unique[i]] !== 2);
  expect(ask()).toBe(expected.length);
  expect([...heap.i32(places, expected.length)]).toEqual(expected);
  expect([...heap.i32(ids, expected.length)]).toEqual(expected.map((i) => unique[i]));
  expect(ask()).toBe(0);
  assertGuards('staleIds');
});
