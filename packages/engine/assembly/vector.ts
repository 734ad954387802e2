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

/** a · b + c: rounded twice, or in the build for `numerics: 'fast'` once where the processor can. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

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
 * Constants of the polynomials, four lanes each, in memory below the heap: loading one is cheaper than building it in every turn of a loop.
 */
const constants: usize = memory.data<f32>([
  88.02969, 88.02969, 88.02969, 88.02969, // 0: bounds of x in e^x
  -87.33654, -87.33654, -87.33654, -87.33654,
  1.44269504, 1.44269504, 1.44269504, 1.44269504, // 2: log2 e
  12582912, 12582912, 12582912, 12582912, // 3: 1.5 · 2^23
  0.693359375, 0.693359375, 0.693359375, 0.693359375, // 4: ln 2 in two parts
  -2.12194440e-4, -2.12194440e-4, -2.12194440e-4, -2.12194440e-4,
  1.9875691500e-4, 1.9875691500e-4, 1.9875691500e-4, 1.9875691500e-4, // 6: polynomial of e^r
  1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3,
  8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3,
  4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2,
  1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1,
  5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1,
  1, 1, 1, 1, // 12: one
  10, 10, 10, 10, // 13: where tanh is 1
  2, 2, 2, 2, // 14: two
  -5.70498872745e-3, -5.70498872745e-3, -5.70498872745e-3, -5.70498872745e-3, // 15: polynomial of tanh
  2.06390887954e-2, 2.06390887954e-2, 2.06390887954e-2, 2.06390887954e-2,
  -5.37397155531e-2, -5.37397155531e-2, -5.37397155531e-2, -5.37397155531e-2,
  1.33314422036e-1, 1.33314422036e-1, 1.33314422036e-1, 1.33314422036e-1,
  -3.33332819422e-1, -3.33332819422e-1, -3.33332819422e-1, -3.33332819422e-1,
  0.625, 0.625, 0.625, 0.625, // 20: where tanh changes from it
  -0.0, -0.0, -0.0, -0.0, // 21: sign bit
]);
const exponentBias: usize = memory.data<i32>([127, 127, 127, 127]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(constants + (index << 4));
}

/**
 * e^x within 1.2e-7 relative. Cody-Waite reduction x = n ln 2 + r, |r| ≤ ½ ln 2, degree-7 polynomial, exponent shift.
 * x is clamped to [-87.33654, 88.02969], so results are normal numbers; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmin(x, constant(0));
  x = f32x4.pmax(x, constant(1));
  // adding 1.5 · 2^23 rounds to an integer and leaves it in the low bits of the sum
  const shifted = f32x4.add(f32x4.mul(x, constant(2)), constant(3));
  const n = f32x4.sub(shifted, constant(3));
  let r = f32x4.sub(x, f32x4.mul(n, constant(4)));
  r = f32x4.sub(r, f32x4.mul(n, constant(5)));
  let p = constant(6);
  p = f32x4.add(f32x4.mul(p, r), constant(7));
  p = f32x4.add(f32x4.mul(p, r), constant(8));
  p = f32x4.add(f32x4.mul(p, r), constant(9));
  p = f32x4.add(f32x4.mul(p, r), constant(10));
  p = f32x4.add(f32x4.mul(p, r), constant(11));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), constant(12));
  // 2^n by its exponent bits; a NaN in p stays one, whatever n became
  return f32x4.mul(p, i32x4.shl(i32x4.add(shifted, v128.load(exponentBias)), 23));
}

/** 1 / (1 + e^-x) within 3e-7 relative; 0 below -87.33654, where the result would be denormal. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = constant(12);
  const y = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
  return v128.andnot(y, f32x4.lt(x, constant(1)));
}

/** tanh x within 3e-7 relative: an odd polynomial below 0.625, else 1 - 2 / (e^2|x| + 1) with the sign of x. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, constant(21));
  const size = v128.andnot(x, constant(21));
  const one = constant(12);
  const bounded = f32x4.pmin(size, constant(13));
  const large = f32x4.sub(one, f32x4.div(constant(14), f32x4.add(exp4(f32x4.add(bounded, bounded)), one)));
  const z = f32x4.mul(bounded, bounded);
  let p = constant(15);
  p = f32x4.add(f32x4.mul(p, z), constant(16));
  p = f32x4.add(f32x4.mul(p, z), constant(17));
  p = f32x4.add(f32x4.mul(p, z), constant(18));
  p = f32x4.add(f32x4.mul(p, z), constant(19));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), bounded), bounded);
  return v128.or(v128.bitselect(small, large, f32x4.lt(bounded, constant(20))), sign);
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
