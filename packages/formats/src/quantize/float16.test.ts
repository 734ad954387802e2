import { describe, expect, it } from 'vitest';
import { fromFloat16, toFloat16 } from './float16.js';

const all = Uint16Array.from({ length: 65536 }, (_, half) => half);
const finite = all.filter((half) => (half & 0x7c00) !== 0x7c00);

/** The nearest of all finite halves, found by looking at every one of them; of two, the even one. */
function nearest(value: number, sorted: readonly (readonly [number, number])[]): number {
  let best = sorted[0];
  for (const candidate of sorted) {
    const [distance, least] = [Math.abs(candidate[0] - value), Math.abs(best[0] - value)];
    if (distance < least || (distance === least && candidate[1] % 2 === 0)) best = candidate;
  }
  return best[1];
}

describe('toFloat16', () => {
  it('gives every finite half back', () => {
    expect(toFloat16(fromFloat16(finite), 'x')).toEqual(finite);
  });

  it('takes the nearest half, of two the even one: at every middle between two halves and beside it', () => {
    const values = fromFloat16(finite.filter((half) => half < 0x7c00));
    const middles = Float32Array.from(values.subarray(1), (value, i) => (values[i] + value) / 2);
    const bits = new Uint32Array(middles.buffer);
    toFloat16(middles, 'x').forEach((half, i) => expect(half).toBe(i % 2 === 0 ? i : i + 1));
    toFloat16(new Float32Array(bits.map((b) => b + 1).buffer), 'x').forEach((half, i) => expect(half).toBe(i + 1));
    toFloat16(new Float32Array(bits.map((b) => b - 1).buffer), 'x').forEach((half, i) => expect(half).toBe(i));
    toFloat16(middles.map((value) => -value), 'x').forEach((half, i) => expect(half).toBe(0x8000 + (i % 2 === 0 ? i : i + 1)));
  });

  it('agrees with a search among all halves', () => {
    const sorted = Array.from(finite, (half) => [fromFloat16(Uint16Array.of(half))[0], half] as const).filter(([, half]) => half !== 0x8000);
    for (const value of [Math.fround(Math.PI), Math.fround(1 / 3), Math.fround(6e-8), Math.fround(-1e-5), 65519, 1e-30]) {
      expect(toFloat16(Float32Array.of(value), 'x')[0]).toBe(nearest(value, sorted));
    }
  });

  it('keeps zeros with their signs', () => {
    expect([...fromFloat16(toFloat16(Float32Array.of(0, -0, -1e-30), 'x'))]).toEqual([0, -0, -0]);
  });

  it('refuses what is infinity in 16 bits, and what is no finite number', () => {
    expect(() => toFloat16(Float32Array.of(1, 65520), 'dense/kernel')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense/kernel[1]: expected a number below 65520 in magnitude, which is the most of a 16-bit float, got 65520. 'uint16' and 'uint8' hold numbers of any size.]`);
    expect(() => toFloat16(Float32Array.of(NaN), 'dense/kernel')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense/kernel[0]: expected a number below 65520 in magnitude, which is the most of a 16-bit float, got NaN.]`);
    expect(() => toFloat16(Float32Array.of(-Infinity), 'dense/kernel')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense/kernel[0]: expected a number below 65520 in magnitude, which is the most of a 16-bit float, got -Infinity.]`);
  });

  it('reads infinities and NaN, which files may hold', () => {
    expect([...fromFloat16(Uint16Array.of(0x7c00, 0xfc00, 0x7e00))]).toEqual([Infinity, -Infinity, NaN]);
  });
});
