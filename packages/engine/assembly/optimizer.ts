/** Parameter updates. Buffers of `sgd` and `adam` are padded to whole vectors. */
import { storeLanes } from './vector';

/** SGD: p -= rate · g over `count` floats. */
export function sgd(p: usize, g: usize, count: i32, rate: f32): void {
  const r = f32x4.splat(rate);
  const bytes = <usize>count << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(p + at, f32x4.sub(v128.load(p + at), f32x4.mul(r, v128.load(g + at))));
  }
}

/** SGD over the rows unique[i] of a table, whose gradients are the rows of `g`. `width` floats a row. */
export function sgdRows(table: usize, g: usize, unique: usize, count: i32, width: i32, rate: f32): void {
  for (let i = 0; i < count; i++) {
    const row = table + (<usize>i32.load(unique + (<usize>i << 2)) * <usize>width << 2);
    const from = g + (<usize>i * <usize>width << 2);
    const r = f32x4.splat(rate);
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j << 2;
      storeLanes(row + at, f32x4.sub(v128.load(row + at), f32x4.mul(r, v128.load(from + at))), width - j);
    }
  }
}

/**
 * Adam: m = β1·m + (1 - β1)·g, v = β2·v + (1 - β2)·g², p -= rate · m / (√(v · correction) + ε)
 * `rest1` and `rest2` are 1 - β1 and 1 - β2, rounded once from float64; rate = learningRate / (1 - β1^t) and correction = 1 / (1 - β2^t).
 */
export function adam(p: usize, m: usize, v: usize, g: usize, count: i32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, rate: f32, correction: f32, epsilon: f32): void {
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(rest1);
  const c2 = f32x4.splat(rest2);
  const r = f32x4.splat(rate);
  const c = f32x4.splat(correction);
  const e = f32x4.splat(epsilon);
  const bytes = <usize>count << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const gradient = v128.load(g + at);
    const first = f32x4.add(f32x4.mul(b1, v128.load(m + at)), f32x4.mul(c1, gradient));
    const second = f32x4.add(f32x4.mul(b2, v128.load(v + at)), f32x4.mul(c2, f32x4.mul(gradient, gradient)));
    v128.store(m + at, first);
    v128.store(v + at, second);
    const size = f32x4.add(f32x4.sqrt(f32x4.mul(second, c)), e);
    v128.store(p + at, f32x4.sub(v128.load(p + at), f32x4.div(f32x4.mul(r, first), size)));
  }
}

/**
 * Lets rows of a table follow the steps in which they had no gradient, all at once.
 *
 * A row last updated at step t has moved since by decay of its moments alone; over k steps that is
 * p -= shift[k] · m / (√v + epsilons[k]), m ·= decay1[k], v ·= decay2[k]. Beyond `reach` steps the shift no longer
 * depends on k, but on t: lateShift[t] and lateEpsilons[t] hold it.
 *
 * Rows are unique[0 … count), or 0 … count-1 where `unique` is 0. `lastStep` [table rows] holds each row's t, 0 for a
 * row that never had a gradient; `now` is the step to which the rows are brought.
 */
export function catchUpRows(
  table: usize, m: usize, v: usize, lastStep: usize, unique: usize, count: i32, width: i32, now: i32, reach: i32,
  shift: usize, epsilons: usize, decay1: usize, decay2: usize, lateShift: usize, lateEpsilons: usize,
): void {
  for (let i = 0; i < count; i++) {
    const row = unique ? i32.load(unique + (<usize>i << 2)) : i;
    const last = i32.load(lastStep + (<usize>row << 2));
    const k = now - last;
    if (last == 0 || k <= 0) continue;
    i32.store(lastStep + (<usize>row << 2), now);
    const late = k > reach;
    const s = f32x4.splat(late ? f32.load(lateShift + (<usize>last << 2)) : f32.load(shift + (<usize>k << 2)));
    const e = f32x4.splat(late ? f32.load(lateEpsilons + (<usize>last << 2)) : f32.load(epsilons + (<usize>k << 2)));
    const b1 = f32x4.splat(late ? 0 : f32.load(decay1 + (<usize>k << 2)));
    const b2 = f32x4.splat(f32.load(decay2 + (<usize>k << 2)));
    const offset = <usize>row * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const at = offset + (<usize>j << 2);
      const left = width - j;
      const first = v128.load(m + at);
      const second = v128.load(v + at);
      const p = f32x4.sub(v128.load(table + at), f32x4.div(f32x4.mul(s, first), f32x4.add(f32x4.sqrt(second), e)));
      storeLanes(table + at, p, left);
      storeLanes(m + at, f32x4.mul(first, b1), left);
      storeLanes(v + at, f32x4.mul(second, b2), left);
    }
  }
}

/** Adam over the rows unique[0 … count) of a table, whose gradients are the rows of `g`; sets their `lastStep` to `now`. */
export function adamRows(
  table: usize, m: usize, v: usize, lastStep: usize, g: usize, unique: usize, count: i32, width: i32, now: i32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, rate: f32, correction: f32, epsilon: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(rest1);
  const c2 = f32x4.splat(rest2);
  const r = f32x4.splat(rate);
  const c = f32x4.splat(correction);
  const e = f32x4.splat(epsilon);
  for (let i = 0; i < count; i++) {
    const row = i32.load(unique + (<usize>i << 2));
    i32.store(lastStep + (<usize>row << 2), now);
    const offset = <usize>row * (<usize>width << 2);
    const from = g + <usize>i * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const column = <usize>j << 2;
      const at = offset + column;
      const left = width - j;
      const gradient = v128.load(from + column);
      const first = f32x4.add(f32x4.mul(b1, v128.load(m + at)), f32x4.mul(c1, gradient));
      const second = f32x4.add(f32x4.mul(b2, v128.load(v + at)), f32x4.mul(c2, f32x4.mul(gradient, gradient)));
      const size = f32x4.add(f32x4.sqrt(f32x4.mul(second, c)), e);
      storeLanes(table + at, f32x4.sub(v128.load(table + at), f32x4.div(f32x4.mul(r, first), size)), left);
      storeLanes(m + at, first, left);
      storeLanes(v + at, second, left);
    }
  }
}
