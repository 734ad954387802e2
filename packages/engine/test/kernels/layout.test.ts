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
