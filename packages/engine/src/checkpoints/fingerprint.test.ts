import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { Fingerprint } from './fingerprint.js';

const of = (...parts: (Int32Array | Float32Array | Uint8Array)[]): string => parts.reduce((fingerprint, part) => fingerprint.add(part), new Fingerprint()).hex;

describe('a fingerprint', () => {
  it('is 16 hexadecimal digits, the same for the same numbers wherever they lie', () => {
    const bytes = Uint8Array.from({ length: 21 }, (_, i) => i * 11);
    expect(of(bytes)).toMatch(/^[0-9a-f]{16}$/);
    for (let shift = 1; shift < 4; shift++) {
      const moved = new Uint8Array(bytes.length + shift);
      moved.set(bytes, shift);
      expect(of(moved.subarray(shift))).toBe(of(bytes));
    }
  });

  it('differs with every bit, with the order, and with where one part ends', () => {
    const random = new Random(1);
    const bytes = Uint8Array.from({ length: 64 }, () => random.integer(256));
    const all = new Set([of(bytes)]);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const other = bytes.slice();
      other[bit >> 3] ^= 1 << (bit & 7);
      all.add(of(other));
    }
    expect(all.size).toBe(8 * bytes.length + 1);
    const [a, b] = [Int32Array.of(1, 2), Int32Array.of(3)];
    expect(new Set([of(a, b), of(b, a), of(Int32Array.of(1, 2, 3)), of(Int32Array.of(1), Int32Array.of(2, 3)), of(new Int32Array(2)), of(new Int32Array(3)), of()]).size).toBe(7);
  });

  it('has no two alike among 100,000 short rows, in either half', () => {
    const halves = [new Set<string>(), new Set<string>()];
    for (let i = 0; i < 100_000; i++) {
      const hex = of(Int32Array.of(i & 255, i >> 8));
      halves[0].add(hex.slice(0, 8));
      halves[1].add(hex.slice(8));
    }
    // of 100,000 out of 2^32 about one pair is alike by chance
    for (const half of halves) expect(half.size).toBeGreaterThan(99_990);
  });

  it('goes on from where it stood', () => {
    const first = new Fingerprint().addText('a');
    expect(Fingerprint.from(first.state).addText('b').hex).toBe(first.addText('b').hex);
  });
});
