/**
 * Pooling over time in the packed layout. A row without tokens gives zeros.
 *
 * Each kernel works on the packed rows [from, to) alone, so that rows can be divided among threads; what it does with one does not depend
 * on the others. Results lie `targetRow` bytes apart, so that two poolings can share a row.
 */
import { aliveRows, tokenOffset } from './steps';
import { exp4, madd, storeLanes } from './vector';

/** Of the rows [from, to), the end of those alive at step t. */
// @ts-ignore: decorator
@inline
function aliveEnd(stepOffsets: usize, steps: i32, t: i32, to: i32): i32 {
  return min(aliveRows(stepOffsets, steps, t), to);
}

// @ts-ignore: decorator
@inline
function clearRows(target: usize, targetRow: usize, from: i32, to: i32, bytes: usize): void {
  for (let r = from; r < to; r++) memory.fill(target + <usize>r * targetRow, 0, bytes);
}

/** Maximum over time, and for every maximum the step at which it was first reached, `chosen` [rows, width] of int32. */
export function maxPoolForward(stepOffsets: usize, steps: i32, from: i32, to: i32, width: i32, source: usize, target: usize, targetRow: usize, chosen: usize): void {
  const bytes = <usize>width << 2;
  clearRows(target, targetRow, from, to, bytes);
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const end = aliveEnd(stepOffsets, steps, t, to);
    const step = i32x4.splat(t);
    for (let r = from; r < end; r++) {
      const token = source + <usize>(offset + r) * bytes;
      const best = target + <usize>r * targetRow;
      const at = chosen + <usize>r * bytes;
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        const v = v128.load(token + c);
        const old = v128.load(best + c);
        const better = t == 0 ? i32x4.splat(-1) : f32x4.gt(v, old);
        storeLanes(best + c, v128.bitselect(v, old, better), width - j);
        storeLanes(at + c, v128.bitselect(step, v128.load(at + c), better), width - j);
      }
    }
  }
}

/** Gradient of maxPoolForward: each maximum's gradient goes to the token that gave it, the others get zeros. */
export function maxPoolBackward(stepOffsets: usize, steps: i32, from: i32, to: i32, width: i32, gradient: usize, gradientRow: usize, chosen: usize, target: usize): void {
  const bytes = <usize>width << 2;
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const end = aliveEnd(stepOffsets, steps, t, to);
    const step = i32x4.splat(t);
    for (let r = from; r < end; r++) {
      const token = target + <usize>(offset + r) * bytes;
      const above = gradient + <usize>r * gradientRow;
      const at = chosen + <usize>r * bytes;
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        storeLanes(token + c, v128.and(v128.load(above + c), i32x4.eq(v128.load(at + c), step)), width - j);
      }
    }
  }
}

/** Mean over each row's tokens, and their number, `lengths` [rows] of int32. */
export function averagePoolForward(stepOffsets: usize, steps: i32, from: i32, to: i32, width: i32, source: usize, target: usize, targetRow: usize, lengths: usize): void {
  const bytes = <usize>width << 2;
  clearRows(target, targetRow, from, to, bytes);
  for (let r = from; r < to; r++) i32.store(lengths + (<usize>r << 2), 0);
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const end = aliveEnd(stepOffsets, steps, t, to);
    for (let r = from; r < end; r++) {
      const token = source + <usize>(offset + r) * bytes;
      const into = target + <usize>r * targetRow;
      i32.store(lengths + (<usize>r << 2), t + 1);
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        storeLanes(into + c, f32x4.add(v128.load(into + c), v128.load(token + c)), width - j);
      }
    }
  }
  for (let r = from; r < to; r++) {
    const length = i32.load(lengths + (<usize>r << 2));
    if (length == 0) continue;
    const n = f32x4.splat(<f32>length);
    const at = target + <usize>r * targetRow;
    for (let j = 0; j < width; j += 4) {
      const c = <usize>j << 2;
      storeLanes(at + c, f32x4.div(v128.load(at + c), n), width - j);
    }
  }
}

/** Gradient of averagePoolForward; with `more` it is added to what `target` holds. */
export function averagePoolBackward(
  stepOffsets: usize, steps: i32, from: i32, to: i32, width: i32, gradient: usize, gradientRow: usize, lengths: usize, target: usize, more: i32,
): void {
  const bytes = <usize>width << 2;
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const end = aliveEnd(stepOffsets, steps, t, to);
    for (let r = from; r < end; r++) {
      const n = f32x4.splat(<f32>i32.load(lengths + (<usize>r << 2)));
      const token = target + <usize>(offset + r) * bytes;
      const above = gradient + <usize>r * gradientRow;
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        const v = f32x4.div(v128.load(above + c), n);
        storeLanes(token + c, more ? f32x4.add(v128.load(token + c), v) : v, width - j);
      }
    }
  }
}

/**
 * Attention: target[r] = Σ over r's tokens of a · token, where a is the softmax of their `scores` over the row.
 * Writes a into `weights`, one number a token. The softmax goes through four rows at once, whose tokens lie side by side at every step.
 */
export function attentionPoolForward(stepOffsets: usize, steps: i32, from: i32, to: i32, width: i32, source: usize, scores: usize, weights: usize, target: usize): void {
  for (let r = from; r < to; r += 4) {
    let largest = f32x4.splat(-Infinity);
    let length = 0;
    for (; length < steps && aliveEnd(stepOffsets, steps, length, to) > r; length++) {
      const score = v128.load(scores + (<usize>(tokenOffset(stepOffsets, length) + r) << 2));
      const alive = aliveLanes(aliveEnd(stepOffsets, steps, length, to) - r);
      largest = v128.bitselect(f32x4.pmax(largest, score), largest, alive);
    }
    let sum = f32x4.splat(0);
    for (let t = 0; t < length; t++) {
      const end = aliveEnd(stepOffsets, steps, t, to);
      const at = <usize>(tokenOffset(stepOffsets, t) + r) << 2;
      const e = exp4(f32x4.sub(v128.load(scores + at), largest));
      sum = f32x4.add(sum, v128.and(e, aliveLanes(end - r)));
      storeLanes(weights + at, e, end - r);
    }
    for (let t = 0; t < length; t++) {
      const at = <usize>(tokenOffset(stepOffsets, t) + r) << 2;
      storeLanes(weights + at, f32x4.div(v128.load(weights + at), sum), aliveEnd(stepOffsets, steps, t, to) - r);
    }
  }
  const bytes = <usize>width << 2;
  clearRows(target, bytes, from, to, bytes);
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const end = aliveEnd(stepOffsets, steps, t, to);
    for (let r = from; r < end; r++) {
      const a = f32x4.splat(f32.load(weights + (<usize>(offset + r) << 2)));
      const token = source + <usize>(offset + r) * bytes;
      const into = target + <usize>r * bytes;
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        storeLanes(into + c, madd(a, v128.load(token + c), v128.load(into + c)), width - j);
      }
    }
  }
}

/**
 * Gradient of attentionPoolForward: of the scores, into `scoreGradient`, and of the tokens for given weights, a · gradient, into `target`
 * unless that is 0. `means` is scratch for a number a row.
 */
export function attentionPoolBackward(
  stepOffsets: usize, steps: i32, from: i32, to: i32, width: i32, source: usize, weights: usize, gradient: usize, scoreGradient: usize, means: usize, target: usize,
): void {
  const bytes = <usize>width << 2;
  for (let r = from; r < to; r++) f32.store(means + (<usize>r << 2), 0);
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const end = aliveEnd(stepOffsets, steps, t, to);
    for (let r = from; r < end; r++) {
      const at = <usize>(offset + r) << 2;
      const token = source + <usize>(offset + r) * bytes;
      const above = gradient + <usize>r * bytes;
      const a = f32.load(weights + at);
      const product = dot(token, above, width);
      const mean = means + (<usize>r << 2);
      f32.store(scoreGradient + at, product);
      f32.store(mean, f32.load(mean) + a * product);
      if (target == 0) continue;
      const factor = f32x4.splat(a);
      const into = target + <usize>(offset + r) * bytes;
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        storeLanes(into + c, f32x4.mul(factor, v128.load(above + c)), width - j);
      }
    }
  }
  for (let t = 0; t < steps; t++) {
    const end = aliveEnd(stepOffsets, steps, t, to);
    const at = <usize>tokenOffset(stepOffsets, t) << 2;
    for (let r = from; r < end; r += 4) {
      const c = at + (<usize>r << 2);
      const centred = f32x4.sub(v128.load(scoreGradient + c), v128.load(means + (<usize>r << 2)));
      storeLanes(scoreGradient + c, f32x4.mul(v128.load(weights + c), centred), end - r);
    }
  }
}

/** All bits set in the first `count` lanes. */
// @ts-ignore: decorator
@inline
function aliveLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Σ a · b over `count` floats: in four sums, and then those. */
// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const c = <usize>j << 2;
    const product = f32x4.mul(v128.load(a + c), v128.load(b + c));
    // behind the last number lies something else
    sums = f32x4.add(sums, count - j < 4 ? v128.and(product, aliveLanes(count - j)) : product);
  }
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
}
