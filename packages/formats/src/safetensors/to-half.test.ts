import { readSafetensors, writeSafetensors } from '@sekvens/engine';
import { describe, expect, it } from 'vitest';
import { toHalf } from './to-half.js';

/** The values of halves, as the engine reads them. */
function values(halves: Uint16Array): Float32Array {
  return readSafetensors(writeSafetensors({ a: { shape: [halves.length], dtype: 'F16', data: halves } })).a.data;
}

const all = values(Uint16Array.from({ length: 65536 }, (_, i) => i));

describe('toHalf', () => {
  it('gives every half that is a number back', () => {
    all.forEach((value, half) => {
      if (!Number.isNaN(value)) expect(toHalf(value)).toBe(half);
    });
    expect(values(Uint16Array.of(toHalf(NaN)))[0]).toBeNaN();
  });

  it('rounds to the nearest half, of two equally near ones to the even one', () => {
    const next = new Float32Array(1);
    const bits = new Int32Array(next.buffer);
    for (let half = 0; half < 0x7bff; half++) {
      const middle = (all[half] + all[half + 1]) / 2;
      expect(toHalf(middle)).toBe(half % 2 === 0 ? half : half + 1);
      next[0] = middle;
      bits[0] += 1;
      expect(toHalf(next[0])).toBe(half + 1);
      bits[0] -= 2;
      expect(toHalf(-next[0])).toBe(half | 0x8000);
    }
  });

  it('is infinite from half a step beyond the largest half', () => {
    expect([65504, 65519.99609375, 65520, 1e38, -Infinity].map(toHalf)).toEqual([0x7bff, 0x7bff, 0x7c00, 0x7c00, 0xfc00]);
  });
});
