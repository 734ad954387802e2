/**
 * Losses with their gradients, fused with the last activation. Each row's loss is weighted; gradients are of
 * Σ weight · loss · scale. `totals` is three float64: Σ weight · loss, Σ weight · correct, Σ weight.
 */
import { exp4, sigmoid4, storeLanes } from './vector';

/** Natural logarithm of a positive finite normal number, from exact operations alone, within 2 ulp of float64. */
function log(x: f64): f64 {
  let exponent: f64 = 0;
  while (x >= 1.4142135623730951) {
    x *= 0.5;
    exponent += 1;
  }
  while (x < 0.7071067811865476) {
    x *= 2;
    exponent -= 1;
  }
  const s = (x - 1) / (x + 1);
  const z = s * s;
  let sum: f64 = 0;
  for (let k: f64 = 23; k >= 1; k -= 2) sum = sum * z + 1 / k;
  return exponent * 0.6931471805599453 + 2 * s * sum;
}

/** Softmax over rows of `width` floats; `target` may be `source`. */
export function softmaxRows(source: usize, target: usize, rows: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let r = 0; r < rows; r++) {
    let largest = f32.load(source);
    for (let j = 1; j < width; j++) largest = max(largest, f32.load(source + (<usize>j << 2)));
    const shift = f32x4.splat(largest);
    let total: f32 = 0;
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j << 2;
      storeLanes(target + at, exp4(f32x4.sub(v128.load(source + at), shift)), width - j);
    }
    for (let j = 0; j < width; j++) total += f32.load(target + (<usize>j << 2));
    const n = f32x4.splat(total);
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j << 2;
      storeLanes(target + at, f32x4.div(v128.load(target + at), n), width - j);
    }
    source += bytes;
    target += bytes;
  }
}

/** Gradient through a softmax from its result y: y · (g - Σ g·y). `target` may be `gradient`. */
export function softmaxGradient(y: usize, gradient: usize, target: usize, rows: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let r = 0; r < rows; r++) {
    let dot: f32 = 0;
    for (let j = 0; j < width; j++) dot += f32.load(y + (<usize>j << 2)) * f32.load(gradient + (<usize>j << 2));
    for (let j = 0; j < width; j++) {
      const at = <usize>j << 2;
      f32.store(target + at, f32.load(y + at) * (f32.load(gradient + at) - dot));
    }
    y += bytes;
    gradient += bytes;
    target += bytes;
  }
}

// @ts-ignore: decorator
@inline
function largestAt(row: usize, width: i32): i32 {
  let best = 0;
  for (let j = 1; j < width; j++) {
    if (f32.load(row + (<usize>j << 2)) > f32.load(row + (<usize>best << 2))) best = j;
  }
  return best;
}

// @ts-ignore: decorator
@inline
function addTotals(totals: usize, weight: f64, loss: f64, correct: f64): void {
  f64.store(totals, f64.load(totals) + weight * loss);
  f64.store(totals, f64.load(totals, 8) + weight * correct, 8);
  f64.store(totals, f64.load(totals, 16) + weight, 16);
}

/**
 * Softmax and cross-entropy. `logits` [rows, width] becomes probabilities; `gradient` (may be 0) becomes
 * (p - target) · weight · scale. Targets are class numbers (int32) or, with `dense`, distributions (float32); each share q of them counts as
 * (1 - smoothing) · q + smoothing / width, in all but what is correct.
 * `weights` [rows] or 0. Returns the first row whose class number is out of range, or -1.
 */
export function softmaxCrossentropy(
  logits: usize, rows: i32, width: i32, targets: usize, dense: i32, weights: usize, scale: f32, gradient: usize, totals: usize, smoothing: f64,
): i32 {
  const bytes = <usize>width << 2;
  const keep = 1 - smoothing;
  const spread = smoothing / <f64>width;
  for (let r = 0; r < rows; r++) {
    const row = logits + <usize>r * bytes;
    const weight: f32 = weights ? f32.load(weights + (<usize>r << 2)) : 1;
    const guess = largestAt(row, width);
    const shift = f32.load(row + (<usize>guess << 2));
    let loss: f64 = 0;
    let correct = false;
    let weighed: f64 = 1;
    if (dense) {
      const goal = targets + <usize>r * bytes;
      correct = largestAt(goal, width) == guess;
      weighed = 0;
      for (let j = 0; j < width; j++) {
        const at = <usize>j << 2;
        const q = keep * <f64>f32.load(goal + at) + spread;
        weighed += q;
        loss -= q * <f64>(f32.load(row + at) - shift);
      }
    } else {
      const goal = i32.load(targets + (<usize>r << 2));
      if (<u32>goal >= <u32>width) return r;
      correct = goal == guess;
      loss = -keep * <f64>(f32.load(row + (<usize>goal << 2)) - shift);
      if (spread > 0) {
        for (let j = 0; j < width; j++) loss -= spread * <f64>(f32.load(row + (<usize>j << 2)) - shift);
      }
    }
    const s = f32x4.splat(shift);
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j << 2;
      storeLanes(row + at, exp4(f32x4.sub(v128.load(row + at), s)), width - j);
    }
    let total: f32 = 0;
    for (let j = 0; j < width; j++) total += f32.load(row + (<usize>j << 2));
    // a NaN among the logits makes the total NaN, and must reach the caller as the loss
    loss += total == total ? weighed * log(<f64>total) : NaN;
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j << 2;
      storeLanes(row + at, f32x4.div(v128.load(row + at), f32x4.splat(total)), width - j);
    }
    addTotals(totals, <f64>weight, loss, correct ? 1 : 0);
    if (gradient) {
      const factor = weight * scale;
      const into = gradient + <usize>r * bytes;
      for (let j = 0; j < width; j++) {
        const at = <usize>j << 2;
        const p = f32.load(row + at);
        let d: f32;
        if (dense) d = <f32>weighed * p - <f32>(keep * <f64>f32.load(targets + <usize>r * bytes + at) + spread);
        else d = p - <f32>(j == i32.load(targets + (<usize>r << 2)) ? keep + spread : spread);
        f32.store(into + at, d * factor);
      }
    }
  }
  return -1;
}

/**
 * Sigmoid and binary cross-entropy, mean over the `width` outputs of a row. `logits` becomes probabilities; targets are
 * float32 [rows, width] in [0, 1], and count as (1 - smoothing) · y + smoothing / 2. An output is correct where it and its target, as given,
 * lie on the same side of 0.5.
 */
export function sigmoidCrossentropy(
  logits: usize, rows: i32, width: i32, targets: usize, weights: usize, scale: f32, gradient: usize, totals: usize, smoothing: f64,
): void {
  for (let r = 0; r < rows; r++) {
    const weight: f32 = weights ? f32.load(weights + (<usize>r << 2)) : 1;
    const factor = (weight * scale) / <f32>width;
    let loss: f64 = 0;
    let correct = 0;
    for (let j = 0; j < width; j++) {
      const at = <usize>(r * width + j) << 2;
      const x = f32.load(logits + at);
      const goal = f32.load(targets + at);
      const y = <f32>((1 - smoothing) * <f64>goal + 0.5 * smoothing);
      const p = f32x4.extract_lane(sigmoid4(f32x4.splat(x)), 0);
      // max(x, 0) - x·y + log(1 + e^-|x|) is the loss without overflow
      const e = <f64>f32x4.extract_lane(exp4(f32x4.splat(-abs(x))), 0);
      loss += x == x ? <f64>max(x, 0) - <f64>x * <f64>y + log(1 + e) : NaN;
      correct += i32(p > 0.5 == goal > 0.5);
      f32.store(logits + at, p);
      if (gradient) f32.store(gradient + at, (p - y) * factor);
    }
    addTotals(totals, <f64>weight, loss / <f64>width, <f64>correct / <f64>width);
  }
}

/** Mean squared error over the `width` outputs of a row; the gradient is that of `outputs` themselves. Nothing counts as correct. */
export function squaredError(outputs: usize, rows: i32, width: i32, targets: usize, weights: usize, scale: f32, gradient: usize, totals: usize): void {
  for (let r = 0; r < rows; r++) {
    const weight: f32 = weights ? f32.load(weights + (<usize>r << 2)) : 1;
    const factor = (<f32>2 * weight * scale) / <f32>width;
    let loss: f64 = 0;
    for (let j = 0; j < width; j++) {
      const at = <usize>(r * width + j) << 2;
      const d = f32.load(outputs + at) - f32.load(targets + at);
      loss += <f64>d * <f64>d;
      if (gradient) f32.store(gradient + at, d * factor);
    }
    addTotals(totals, <f64>weight, loss / <f64>width, 0);
  }
}
