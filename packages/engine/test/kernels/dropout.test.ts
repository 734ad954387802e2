import { describe, expect, test } from 'vitest';
import { dropoutThreshold, fillDropoutMask, foldSeed } from '../../src/dropout-mask.js';
import { assertGuards, begin, heap, integers, kernels, output, sizes } from './guarded.js';

describe.each(sizes)('dropoutMask of %s rows', (count) => {
  test.each([...sizes, 17])('of %s elements is that of the reference, bit for bit', (width) => {
    for (const [rate, seed, step, layer, stream] of [[0, 1, 0, 0, 0], [0.3, 7, 3, 2, 1], [0.5, 2 ** 40 + 5, 2 ** 20, 9, 3], [0.999, 0, 1, 1, 2]] as const) {
      begin();
      // also keys at which the number of an element wraps around
      const keys = integers(count, 2 ** 31 - 1).map((key, i) => (i % 2 ? -1 - key : key % 100));
      const mask = output(count * width, 'the mask');
      kernels.dropoutMask(mask, heap.putIntegers(keys), count, width, dropoutThreshold(rate), 1 / (1 - rate), foldSeed(seed), step, 4 * layer + stream);
      const expected = new Float32Array(count * width);
      keys.forEach((key, i) => fillDropoutMask({ seed, step, layer, stream, rate }, Math.imul(key, width) >>> 0, expected, i * width, width));
      expect([...heap.f32(mask, count * width)]).toEqual([...expected]);
      assertGuards('dropoutMask');
    }
  });
});

describe.each([...sizes, 100])('replaceDropped of %s tokens', (count) => {
  test.each([0, 0.3, 0.999])('at rate %s replaces those that the reference drops, but padding', (rate) => {
    begin();
    const [seed, step, layer] = [2 ** 40 + 5, 9, 3];
    const keys = integers(count, 2 ** 31 - 1).map((key, i) => (i % 2 ? -1 - key : key % 100));
    const before = integers(count, 4);
    const ids = output(count, 'the ids', before);
    kernels.replaceDropped(ids, heap.putIntegers(keys), count, 7, dropoutThreshold(rate), foldSeed(seed), step, 4 * layer);
    const factors = new Float32Array(count);
    keys.forEach((key, i) => fillDropoutMask({ seed, step, layer, stream: 0, rate }, key >>> 0, factors, i, 1));
    expect([...heap.i32(ids, count)]).toEqual([...before.map((id, i) => (id !== 0 && factors[i] === 0 ? 7 : id))]);
    assertGuards('replaceDropped');
  });
});
