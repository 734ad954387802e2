/**
 * Small pieces every kernel uses: vectors of four float32, partial stores, activations and their derivatives.
 *
 * Rows are stored without padding. A loop over a row takes four columns at a time; its last turn may read past
 * the row (the heap keeps slack behind every buffer) but stores only the columns that exist.
 */

/** Activation codes; the same numbers stand in src/wasm/codes.ts. */
export const LINEAR: i32 = 0;
export const TANH: i32 = 1;
export const SIGMOID: i32 = 2;
export const RELU: i32 = 3;
export const HARD_SIGMOID: i32 = 4;

/** Stores the first `count` (1 … 4) lanes of `v`. */
// @ts-ignore: decorator
@inline
export function storeLanes(address: usize, v: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, v);
  } else {
    v128.store32_lane(address, v, 0);
    if (count > 1) v128.store32_lane(address, v, 1, 4);
    if (count > 2) v128.store32_lane(address, v, 2, 8);
  }
}

/**
 * e^x within 1.2e-7 relative. Cody-Waite reduction x = n ln 2 + r, |r| ≤ ½ ln 2, degree-7 polynomial, exponent shift.
 * x is clamped to [-87.33654, 88.02969], so results are normal numbers; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmin(x, f32x4.splat(88.02969));
  x = f32x4.pmax(x, f32x4.splat(-87.33654));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(i32x4.trunc_sat_f32x4_s(n), 23));
}

/** 1 / (1 + e^-x) within 3e-7 relative; 0 below -87.33654, where the result would be denormal. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  const y = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
  return v128.andnot(y, f32x4.lt(x, f32x4.splat(-87.33654)));
}

/** tanh x within 3e-7 relative: an odd polynomial below 0.625, else 1 - 2 / (e^2|x| + 1) with the sign of x. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const size = v128.andnot(x, i32x4.splat(0x80000000));
  const one = f32x4.splat(1);
  const bounded = f32x4.pmin(size, f32x4.splat(10));
  const large = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exp4(f32x4.add(bounded, bounded)), one)));
  const z = f32x4.mul(bounded, bounded);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), bounded), bounded);
  return v128.or(v128.bitselect(small, large, f32x4.lt(bounded, f32x4.splat(0.625))), sign);
}

/** The elementwise activation named by `code`. `hardSigmoid` is clip(x / 6 + 0.5, 0, 1). */
// @ts-ignore: decorator
@inline
export function activate4(code: i32, x: v128): v128 {
  if (code == TANH) return tanh4(x);
  if (code == SIGMOID) return sigmoid4(x);
  if (code == RELU) return f32x4.pmax(x, f32x4.splat(0));
  if (code == HARD_SIGMOID) {
    const y = f32x4.add(f32x4.mul(x, f32x4.splat(0.16666667)), f32x4.splat(0.5));
    return f32x4.pmax(f32x4.pmin(y, f32x4.splat(1)), f32x4.splat(0));
  }
  return x;
}

/** The activation's derivative, from its result y. */
// @ts-ignore: decorator
@inline
export function derivative4(code: i32, y: v128): v128 {
  const one = f32x4.splat(1);
  if (code == TANH) return f32x4.sub(one, f32x4.mul(y, y));
  if (code == SIGMOID) return f32x4.mul(y, f32x4.sub(one, y));
  if (code == RELU) return v128.and(one, f32x4.gt(y, f32x4.splat(0)));
  if (code == HARD_SIGMOID) {
    return v128.and(f32x4.splat(0.16666667), v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, one)));
  }
  return one;
}

/** Activations over `count` floats; `target` may be `source`. */
export function activation(code: i32, source: usize, target: usize, count: i32): void {
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2;
    storeLanes(target + at, activate4(code, v128.load(source + at)), count - j);
  }
}

/** gradient · activation'(y) over `count` floats; `target` may be `gradient`. */
export function activationGradient(code: i32, y: usize, gradient: usize, target: usize, count: i32): void {
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2;
    storeLanes(target + at, f32x4.mul(v128.load(gradient + at), derivative4(code, v128.load(y + at))), count - j);
  }
}
