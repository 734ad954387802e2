/** Moving rows: gather, scatter-add, merging of two directions, multiplication by masks. */
import { storeLanes } from './vector';

/** target[i] = source[index[i]] for rows of `width` floats, `sourceRow` and `targetRow` bytes apart; index -1 gives zeros. */
export function gatherRows(target: usize, targetRow: usize, source: usize, sourceRow: usize, index: usize, count: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let i = 0; i < count; i++) {
    const from = i32.load(index + (<usize>i << 2));
    const to = target + <usize>i * targetRow;
    if (from < 0) memory.fill(to, 0, bytes);
    else if (width >= 128) memory.copy(to, source + <usize>from * sourceRow, bytes);
    else {
      const at = source + <usize>from * sourceRow;
      for (let j = 0; j < width; j += 4) {
        const offset = <usize>j << 2;
        storeLanes(to + offset, v128.load(at + offset), width - j);
      }
    }
  }
}

/**
 * Brings the rows table[index[i]] of `bytes` bytes into the caches: it loads a number of each cache line and waits for none of them, where
 * a kernel that works on row after row of a large table waits for each. What it returns means nothing, and keeps the loads from being
 * optimised away.
 */
export function touchRows(table: usize, index: usize, count: i32, bytes: i32): i32 {
  let seen = 0;
  for (let i = 0; i < count; i++) {
    const row = table + <usize>i32.load(index + (<usize>i << 2)) * <usize>bytes;
    for (let at = 0; at < bytes; at += 64) seen ^= i32.load(row + <usize>at);
    seen ^= i32.load(row + <usize>bytes - 4);
  }
  return seen;
}

/** target[index[i]] = source[i] for rows of `width` floats. */
export function placeRows(target: usize, targetRow: usize, source: usize, sourceRow: usize, index: usize, count: i32, width: i32): void {
  for (let i = 0; i < count; i++) {
    memory.copy(target + <usize>i32.load(index + (<usize>i << 2)) * targetRow, source + <usize>i * sourceRow, <usize>width << 2);
  }
}

// @ts-ignore: decorator
@inline
function scatterAdd(isSquared: bool, target: usize, targetRow: usize, source: usize, sourceRow: usize, index: usize, count: i32, width: i32): void {
  for (let i = 0; i < count; i++) {
    const to = i32.load(index + (<usize>i << 2));
    if (to < 0) continue;
    const into = target + <usize>to * targetRow;
    const at = source + <usize>i * sourceRow;
    for (let j = 0; j < width; j += 4) {
      const offset = <usize>j << 2;
      const x = v128.load(at + offset);
      storeLanes(into + offset, f32x4.add(v128.load(into + offset), isSquared ? f32x4.mul(x, x) : x), width - j);
    }
  }
}

/** target[index[i]] += source[i] in ascending i; index -1 is skipped. The target is not cleared first. */
export function scatterAddRows(target: usize, targetRow: usize, source: usize, sourceRow: usize, index: usize, count: i32, width: i32): void {
  scatterAdd(false, target, targetRow, source, sourceRow, index, count, width);
}

/** target[index[i]] += source[i]² in ascending i, rows as in {@link scatterAddRows}. */
export function scatterAddSquares(target: usize, targetRow: usize, source: usize, sourceRow: usize, index: usize, count: i32, width: i32): void {
  scatterAdd(true, target, targetRow, source, sourceRow, index, count, width);
}

/** Copies rows of `width` floats from one row distance to another. */
export function copyRows(target: usize, targetRow: usize, source: usize, sourceRow: usize, count: i32, width: i32): void {
  for (let i = 0; i < count; i++) {
    memory.copy(target + <usize>i * targetRow, source + <usize>i * sourceRow, <usize>width << 2);
  }
}

/** target = a + b over `count` floats. */
export function add(target: usize, a: usize, b: usize, count: i32): void {
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2;
    storeLanes(target + at, f32x4.add(v128.load(a + at), v128.load(b + at)), count - j);
  }
}

/** target = a · b over `count` floats. */
export function multiply(target: usize, a: usize, b: usize, count: i32): void {
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2;
    storeLanes(target + at, f32x4.mul(v128.load(a + at), v128.load(b + at)), count - j);
  }
}

/** target = (a + b) · scale over `count` floats. */
export function addScaled(target: usize, a: usize, b: usize, scale: f32, count: i32): void {
  const s = f32x4.splat(scale);
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2;
    storeLanes(target + at, f32x4.mul(f32x4.add(v128.load(a + at), v128.load(b + at)), s), count - j);
  }
}

/** target = source · scale over `count` floats. */
export function scale(target: usize, source: usize, factor: f32, count: i32): void {
  const s = f32x4.splat(factor);
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2;
    storeLanes(target + at, f32x4.mul(v128.load(source + at), s), count - j);
  }
}

/** target[i] = source[i] · factors[i], rows of `width` floats: one number for every row. */
export function scaleRows(target: usize, source: usize, factors: usize, count: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let i = 0; i < count; i++) {
    const factor = v128.load32_splat(factors + (<usize>i << 2));
    const at = <usize>i * bytes;
    for (let j = 0; j < width; j += 4) {
      const offset = <usize>j << 2;
      storeLanes(target + at + offset, f32x4.mul(v128.load(source + at + offset), factor), width - j);
    }
  }
}

/** target[i] = source[i] · mask[index[i]], rows of `width` floats: one mask row for every row of the batch. */
export function multiplyByRow(target: usize, source: usize, mask: usize, index: usize, count: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let i = 0; i < count; i++) {
    const from = mask + <usize>i32.load(index + (<usize>i << 2)) * bytes;
    const at = <usize>i * bytes;
    for (let j = 0; j < width; j += 4) {
      const offset = <usize>j << 2;
      storeLanes(target + at + offset, f32x4.mul(v128.load(source + at + offset), v128.load(from + offset)), width - j);
    }
  }
}
