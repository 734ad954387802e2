/**
 * Seeded random numbers that are the same bytes on every platform.
 *
 * Only integer arithmetic, `+ - * /` and `Math.sqrt` are used: IEEE 754 fixes their results,
 * while `Math.log`, `Math.exp` and `Math.sin` may differ in the last bit between engines.
 */
import { SekvensError, show } from './error.js';

/** Four 32-bit words: the whole state of a {@link Random}. */
export type RandomState = readonly [number, number, number, number];

/** Sequential generator: sfc32 (Chris Doty-Humphrey's small fast counting generator), 128 bits of state. */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** @param seed a non-negative integer below 2^53. */
  constructor(seed: number) {
    assertSeed(seed, 'new Random(seed)');
    this.a = seed >>> 0;
    this.b = Math.floor(seed / 4294967296) >>> 0;
    this.c = 0x9e3779b9;
    for (let i = 0; i < 15; i++) this.uint32();
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** A number in [0, 1) with 53 random bits. */
  next(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A number in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A standard normal number (Marsaglia's polar method). */
  normal(): number {
    for (;;) {
      const u = this.next() * 2 - 1;
      const v = this.next() * 2 - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * portableLog(s)) / s);
    }
  }

  /** An integer in [0, bound), without bias. */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 4294967296) {
      throw new SekvensError({ code: 'invalid-option', where: 'Random.integer(bound)', expected: 'an integer from 1 to 2^32', got: show(bound) });
    }
    const limit = 4294967296 - (4294967296 % bound);
    for (;;) {
      const value = this.uint32();
      if (value < limit) return value % bound;
    }
  }

  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  }

  /** The integers 0 … n-1 in random order. */
  permutation(n: number): Uint32Array {
    if (!Number.isInteger(n) || n < 0 || n > 4294967296) {
      throw new SekvensError({ code: 'invalid-option', where: 'Random.permutation(n)', expected: 'an integer from 0 to 2^32', got: show(n) });
    }
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    return this.shuffle(order);
  }

  /** An independent generator that depends on this one's state and on `label`, and leaves this one untouched. */
  fork(label: string | number): Random {
    let hash = 0x811c9dc5;
    for (const character of String(label)) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
    const child = new Random(0);
    [child.a, child.b, child.c, child.counter] = counterRandom(this.a ^ hash, this.b, this.c, this.counter);
    for (let i = 0; i < 12; i++) child.uint32();
    return child;
  }

  /** The state, to be stored in a checkpoint. */
  state(): RandomState {
    return [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.counter >>> 0];
  }

  /** A generator that continues from a stored state. */
  static fromState(state: RandomState): Random {
    if (!Array.isArray(state) || state.length !== 4 || !state.every((word) => typeof word === 'number' && word >>> 0 === word)) {
      throw new SekvensError({ code: 'invalid-data', where: 'Random.fromState(state)', expected: 'four 32-bit words', got: show(state) });
    }
    const random = new Random(0);
    [random.a, random.b, random.c, random.counter] = state;
    return random;
  }
}

/**
 * Counter-based generator: four keys in, four independent 32-bit words out (pcg4d, Jarzynski and Olano 2020).
 * Dropout masks are keyed by (seed, step, layer, element), so no order of evaluation can change them.
 */
export function counterRandom(x: number, y: number, z: number, w: number): [number, number, number, number] {
  x = (Math.imul(x, 1664525) + 1013904223) | 0;
  y = (Math.imul(y, 1664525) + 1013904223) | 0;
  z = (Math.imul(z, 1664525) + 1013904223) | 0;
  w = (Math.imul(w, 1664525) + 1013904223) | 0;
  for (let round = 0; round < 2; round++) {
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
    if (round === 0) {
      x ^= x >>> 16;
      y ^= y >>> 16;
      z ^= z >>> 16;
      w ^= w >>> 16;
    }
  }
  return [x >>> 0, y >>> 0, z >>> 0, w >>> 0];
}

/** Refuses a seed that is not a non-negative integer below 2^53. */
export function assertSeed(seed: number, where: string): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new SekvensError({ code: 'invalid-option', where, expected: 'a seed that is an integer from 0 to 2^53 - 1', got: show(seed) });
  }
}

/**
 * Natural logarithm, within 3 ulp, from IEEE-exact operations alone:
 * x = m · 2^e with m in [√½, √2), then log m = 2 atanh((m-1)/(m+1)) as a series.
 * Zero, infinity, negative numbers and NaN give what Math.log gives.
 */
export function portableLog(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let exponent = 0;
  while (x >= 1.4142135623730951) {
    x *= 0.5;
    exponent++;
  }
  while (x < 0.7071067811865476) {
    x *= 2;
    exponent--;
  }
  const s = (x - 1) / (x + 1);
  const z = s * s;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * z + 1 / k;
  return exponent * 0.6931471805599453 + 2 * s * sum;
}
