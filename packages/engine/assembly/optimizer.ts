/**
 * Parameter updates. All kernels go over rows of a table, `width` floats each, without padding: rows unique[0 … count), or 0 … count-1 where
 * `unique` is 0. A block of dense weights is a single row. `g` holds the gradients of just these rows, one after the other.
 *
 * A table's rows that have no gradient in a step are left behind and follow later, all their steps at once: `lastStep` [table rows] holds
 * the step each row was last brought to, and `now` is the one it is brought to. `lastStep` 0 means that nobody wants to know.
 */
import { storeLanes } from './vector';

/** Place of row number i in its table. */
// @ts-ignore: decorator
@inline
function rowAt(unique: usize, i: i32): i32 {
  return unique ? i32.load(unique + (<usize>i << 2)) : i;
}

// @ts-ignore: decorator
@inline
function setStep(lastStep: usize, row: i32, now: i32): void {
  if (lastStep) i32.store(lastStep + (<usize>row << 2), now);
}

/** SGD: p -= rate · g */
export function sgdRows(table: usize, g: usize, unique: usize, count: i32, width: i32, rate: f32): void {
  const r = f32x4.splat(rate);
  for (let i = 0; i < count; i++) {
    const row = table + (<usize>rowAt(unique, i) * <usize>width << 2);
    const from = g + (<usize>i * <usize>width << 2);
    let j = 0;
    for (; j <= width - 4; j += 4) {
      const at = <usize>j << 2;
      v128.store(row + at, f32x4.sub(v128.load(row + at), f32x4.mul(r, v128.load(from + at))));
    }
    if (j < width) {
      const at = <usize>j << 2;
      storeLanes(row + at, f32x4.sub(v128.load(row + at), f32x4.mul(r, v128.load(from + at))), width - j);
    }
  }
}

/** SGD with momentum μ: v = μ·v - rate · g, p += v, with `nesterov` p += μ·v - rate · g */
export function momentumRows(
  table: usize, v: usize, lastStep: usize, g: usize, unique: usize, count: i32, width: i32, now: i32, rate: f32, momentum: f32, nesterov: i32,
): void {
  const r = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    setStep(lastStep, row, now);
    const offset = <usize>row * (<usize>width << 2);
    const from = g + <usize>i * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const column = <usize>j << 2;
      const at = offset + column;
      const left = width - j;
      const push = f32x4.mul(r, v128.load(from + column));
      const velocity = f32x4.sub(f32x4.mul(mu, v128.load(v + at)), push);
      const move = nesterov ? f32x4.sub(f32x4.mul(mu, velocity), push) : velocity;
      storeLanes(table + at, f32x4.add(v128.load(table + at), move), left);
      storeLanes(v + at, velocity, left);
    }
  }
}

/**
 * RMSprop: v = ρ·v + (1 - ρ)·g², p -= rate · g / √(v + ε); with `rest` = 1 - ρ.
 * With `average` (0 without) a = ρ·a + (1 - ρ)·g, and a² is taken off v under the root. The difference is never below 0 but for rounding.
 * With `u` (0 without) u = μ·u + rate · g / √…, p -= u.
 */
export function rmspropRows(
  table: usize, v: usize, u: usize, average: usize, lastStep: usize, g: usize, unique: usize, count: i32, width: i32, now: i32,
  rho: f32, rest: f32, rate: f32, momentum: f32, epsilon: f32,
): void {
  const keep = f32x4.splat(rho);
  const take = f32x4.splat(rest);
  const r = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  const e = f32x4.splat(epsilon);
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    setStep(lastStep, row, now);
    const offset = <usize>row * (<usize>width << 2);
    const from = g + <usize>i * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const column = <usize>j << 2;
      const at = offset + column;
      const left = width - j;
      const gradient = v128.load(from + column);
      const second = f32x4.add(f32x4.mul(keep, v128.load(v + at)), f32x4.mul(take, f32x4.mul(gradient, gradient)));
      storeLanes(v + at, second, left);
      let size = second;
      if (average) {
        const first = f32x4.add(f32x4.mul(keep, v128.load(average + at)), f32x4.mul(take, gradient));
        storeLanes(average + at, first, left);
        size = f32x4.max(f32x4.sub(second, f32x4.mul(first, first)), f32x4.splat(0));
      }
      let move = f32x4.div(f32x4.mul(r, gradient), f32x4.sqrt(f32x4.add(size, e)));
      if (u) {
        move = f32x4.add(f32x4.mul(mu, v128.load(u + at)), move);
        storeLanes(u + at, move, left);
      }
      storeLanes(table + at, f32x4.sub(v128.load(table + at), move), left);
    }
  }
}

/**
 * Lets rows follow k = now - lastStep steps of SGD or RMSprop in which they had no gradient:
 * p += moves[k] · u, u ·= decays[k], v ·= forgets[k], average ·= forgets[k]. Each of u, v and average may be 0, for none.
 */
export function coastRows(
  table: usize, u: usize, v: usize, average: usize, lastStep: usize, unique: usize, count: i32, width: i32, now: i32,
  moves: usize, decays: usize, forgets: usize,
): void {
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    const last = i32.load(lastStep + (<usize>row << 2));
    const k = now - last;
    if (last == 0 || k <= 0) continue;
    i32.store(lastStep + (<usize>row << 2), now);
    const move = f32x4.splat(f32.load(moves + (<usize>k << 2)));
    const decay = f32x4.splat(f32.load(decays + (<usize>k << 2)));
    const forget = f32x4.splat(f32.load(forgets + (<usize>k << 2)));
    const offset = <usize>row * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const at = offset + (<usize>j << 2);
      const left = width - j;
      if (u) {
        const velocity = v128.load(u + at);
        storeLanes(table + at, f32x4.add(v128.load(table + at), f32x4.mul(move, velocity)), left);
        storeLanes(u + at, f32x4.mul(velocity, decay), left);
      }
      if (v) storeLanes(v + at, f32x4.mul(v128.load(v + at), forget), left);
      if (average) storeLanes(average + at, f32x4.mul(v128.load(average + at), forget), left);
    }
  }
}

/** Weight decay ahead of a step of SGD or RMSprop: p -= p · decay */
export function shrinkRows(table: usize, lastStep: usize, unique: usize, count: i32, width: i32, now: i32, decay: f32): void {
  const d = f32x4.splat(decay);
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    setStep(lastStep, row, now);
    const offset = table + <usize>row * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const at = offset + (<usize>j << 2);
      const p = v128.load(at);
      storeLanes(at, f32x4.sub(p, f32x4.mul(p, d)), width - j);
    }
  }
}

/** v ·= forgets[k] over the k = now - lastStep steps in which a row had no gradient; the step is noted by the kernel that moves the row. */
export function forgetRows(v: usize, lastStep: usize, unique: usize, count: i32, width: i32, now: i32, forgets: usize): void {
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    const k = now - i32.load(lastStep + (<usize>row << 2));
    if (k <= 0) continue;
    const forget = f32x4.splat(f32.load(forgets + (<usize>k << 2)));
    const offset = v + <usize>row * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const at = offset + (<usize>j << 2);
      storeLanes(at, f32x4.mul(v128.load(at), forget), width - j);
    }
  }
}

/** The update of `left` numbers, at most four. Whole vectors have a loop of their own: stores that ask how many cost a fifth of its time. */
// @ts-ignore: decorator
@inline
function adamLanes(p: usize, m: usize, v: usize, g: usize, squares: usize, left: i32, b1: v128, c1: v128, b2: v128, c2: v128, r: v128, c: v128, e: v128, d: v128): void {
  const gradient = v128.load(g);
  const before = v128.load(p);
  const first = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(c1, gradient));
  const second = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(c2, squares ? v128.load(squares) : f32x4.mul(gradient, gradient)));
  const size = f32x4.add(f32x4.sqrt(f32x4.mul(second, c)), e);
  storeLanes(p, f32x4.sub(before, f32x4.add(f32x4.mul(before, d), f32x4.div(f32x4.mul(r, first), size))), left);
  storeLanes(m, first, left);
  storeLanes(v, second, left);
}

/**
 * Adam: m = β1·m + (1 - β1)·g, v = β2·v + (1 - β2)·g², p -= p · decay + rate · m / (√(v · correction) + ε)
 * `rest1` and `rest2` are 1 - β1 and 1 - β2, rounded once from float64; rate = learningRate / (1 - β1^t), correction = 1 / (1 - β2^t) and
 * decay = learningRate · weight decay. `squares` holds what stands in place of g², laid out as `g`, or is 0.
 */
export function adamRows(
  table: usize, m: usize, v: usize, lastStep: usize, g: usize, squares: usize, unique: usize, count: i32, width: i32, now: i32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, rate: f32, correction: f32, epsilon: f32, decay: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(rest1);
  const c2 = f32x4.splat(rest2);
  const r = f32x4.splat(rate);
  const c = f32x4.splat(correction);
  const e = f32x4.splat(epsilon);
  const d = f32x4.splat(decay);
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    setStep(lastStep, row, now);
    const offset = <usize>row * (<usize>width << 2);
    const begin = <usize>i * (<usize>width << 2);
    let j = 0;
    for (; j <= width - 4; j += 4) {
      const at = offset + (<usize>j << 2);
      const from = begin + (<usize>j << 2);
      adamLanes(table + at, m + at, v + at, g + from, squares ? squares + from : 0, 4, b1, c1, b2, c2, r, c, e, d);
    }
    if (j < width) {
      const at = offset + (<usize>j << 2);
      const from = begin + (<usize>j << 2);
      adamLanes(table + at, m + at, v + at, g + from, squares ? squares + from : 0, width - j, b1, c1, b2, c2, r, c, e, d);
    }
  }
}

/**
 * Lets rows follow the steps of Adam in which they had no gradient.
 *
 * A row last brought to step t has moved since by decay of its moments alone; over k steps that is
 * p -= p · losses[k] + shift[k] · m / (√v + epsilons[k]), m ·= decay1[k], v ·= decay2[k]. Beyond `reach` steps the shift no longer
 * depends on k, but on t: lateShift[t] and lateEpsilons[t] hold it, as it was `reach` steps after t.
 *
 * With weight decay, `inverses` [steps, f64] holds 1 / C(t) of the product C(t) of all shrinking up to step t, and `product` is C(now).
 * Without it `inverses` is 0, and a row that never had a gradient, t = 0, has nothing to follow.
 *
 * SGD and RMSprop with weight decay move by their velocity in place of m and have no v: it is 0, and nothing is divided. Both may be 0, where
 * a row only shrinks.
 */
export function adamCoastRows(
  table: usize, m: usize, v: usize, lastStep: usize, unique: usize, count: i32, width: i32, now: i32, reach: i32,
  shift: usize, epsilons: usize, decay1: usize, decay2: usize, lateShift: usize, lateEpsilons: usize,
  losses: usize, inverses: usize, product: f64,
): void {
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    const last = i32.load(lastStep + (<usize>row << 2));
    const k = now - last;
    if ((last == 0 && !inverses) || k <= 0) continue;
    i32.store(lastStep + (<usize>row << 2), now);
    const late = k > reach;
    let moved = late ? f32.load(lateShift + (<usize>last << 2)) : f32.load(shift + (<usize>k << 2));
    let loss: f32 = 0;
    if (inverses) {
      if (late) {
        loss = <f32>(1 - product * f64.load(inverses + (<usize>last << 3)));
        moved = <f32>(<f64>moved * product * f64.load(inverses + (<usize>(last + reach) << 3)));
      } else {
        loss = f32.load(losses + (<usize>k << 2));
      }
    }
    const s = f32x4.splat(moved);
    const d = f32x4.splat(loss);
    const e = f32x4.splat(late ? f32.load(lateEpsilons + (<usize>last << 2)) : f32.load(epsilons + (<usize>k << 2)));
    const b1 = f32x4.splat(late ? 0 : f32.load(decay1 + (<usize>k << 2)));
    const b2 = f32x4.splat(f32.load(decay2 + (<usize>k << 2)));
    const offset = <usize>row * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const at = offset + (<usize>j << 2);
      const left = width - j;
      const p = v128.load(table + at);
      let move = f32x4.splat(0);
      if (m) {
        const first = v128.load(m + at);
        move = f32x4.mul(s, first);
        storeLanes(m + at, f32x4.mul(first, b1), left);
      }
      if (v) {
        const second = v128.load(v + at);
        move = f32x4.div(move, f32x4.add(f32x4.sqrt(second), e));
        storeLanes(v + at, f32x4.mul(second, b2), left);
      }
      storeLanes(table + at, f32x4.sub(p, f32x4.add(f32x4.mul(p, d), move)), left);
    }
  }
}

/**
 * Sums of squares of pieces of `size` floats (a multiple of 4): sums[i] (f64) = Σ g² over piece i, for `from` ≤ i < `to`; the last piece
 * ends at `count`. A piece is summed in the same order whoever does it, so a total over sums in their order is the same, too.
 */
export function sumSquares(g: usize, count: i32, size: i32, from: i32, to: i32, sums: usize): void {
  for (let i = from; i < to; i++) {
    const begin = i * size;
    const end = min(begin + size, count);
    const whole = begin + ((end - begin) & ~3);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    for (let j = begin; j < whole; j += 4) {
      const x = v128.load(g + (<usize>j << 2));
      const a = f64x2.promote_low_f32x4(x);
      const b = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
    const all = f64x2.add(low, high);
    let sum = f64x2.extract_lane(all, 0) + f64x2.extract_lane(all, 1);
    for (let j = whole; j < end; j++) {
      const x = <f64>f32.load(g + (<usize>j << 2));
      sum += x * x;
    }
    f64.store(sums + (<usize>i << 3), sum);
  }
}

/** Brings every number of `g` into [-limit, limit]; NaN stays NaN. */
export function clipValues(g: usize, count: i32, limit: f32): void {
  const high = f32x4.splat(limit);
  const low = f32x4.splat(-limit);
  for (let j = 0; j < count; j += 4) {
    const at = g + (<usize>j << 2);
    storeLanes(at, f32x4.max(f32x4.min(v128.load(at), high), low), count - j);
  }
}
