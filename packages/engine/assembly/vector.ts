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
  8.312501013278961e-3, 8.312501013278961e-3, 8.312501013278961e-3, 8.312501013278961e-3, // 6: polynomial of (e^r - 1 - r) / r²
  4.1890330612659454e-2, 4.1890330612659454e-2, 4.1890330612659454e-2, 4.1890330612659454e-2,
  0.16667115688323975, 0.16667115688323975, 0.16667115688323975, 0.16667115688323975,
  0.499992311000824, 0.499992311000824, 0.499992311000824, 0.499992311000824,
  1, 1, 1, 1, // 10: one
  10, 10, 10, 10, // 11: where tanh is 1
  2, 2, 2, 2, // 12: two
  2.885390081777927, 2.885390081777927, 2.885390081777927, 2.885390081777927, // 13: 2 log2 e
  1.5403512225020677e-4, 1.5403512225020677e-4, 1.5403512225020677e-4, 1.5403512225020677e-4, // 14: polynomial of (2^f - 1) / f
  1.3390735257416964e-3, 1.3390735257416964e-3, 1.3390735257416964e-3, 1.3390735257416964e-3,
  9.618237614631653e-3, 9.618237614631653e-3, 9.618237614631653e-3, 9.618237614631653e-3,
  5.550357326865196e-2, 5.550357326865196e-2, 5.550357326865196e-2, 5.550357326865196e-2,
  0.24022649228572845, 0.24022649228572845, 0.24022649228572845, 0.24022649228572845,
  0.6931471824645996, 0.6931471824645996, 0.6931471824645996, 0.6931471824645996,
  -0.0, -0.0, -0.0, -0.0, // 20: sign bit
])
const exponentBias: usize = memory.data<i32>([127, 127, 127, 127]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(constants + (index << 4));
}

/** 2^n for an integer n that lies in the low bits of `shifted` = n + 1.5 · 2^23. */
// @ts-ignore: decorator
@inline
function powerOfTwo(shifted: v128): v128 {
  return i32x4.shl(i32x4.add(shifted, v128.load(exponentBias)), 23);
}

/**
 * e^x within 2e-7 relative. Cody-Waite reduction x = n ln 2 + r, |r| ≤ ½ ln 2, degree-5 polynomial, exponent shift.
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
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), constant(10));
  // a NaN in p stays one, whatever n became
  return f32x4.mul(p, powerOfTwo(shifted));
}

/** 1 / (1 + e^-x) within 3e-7 relative; 0 below -87.33654, where the result would be denormal. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = constant(10);
  const y = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
  return v128.andnot(y, f32x4.lt(x, constant(1)));
}

/**
 * tanh x within 3e-7 relative: with d = e^2|x| - 1, d / (d + 2) with the sign of x. NaN stays NaN.
 * d comes without the rounding of e^2|x|: with 2|x| log2 e = n + f, |f| ≤ ½, d = 2^n (2^f - 1) + (2^n - 1), where 2^f - 1 is f times a
 * degree-5 polynomial. Of f only the absolute error matters once n ≥ 1, so one product is enough of a reduction.
 */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, constant(20));
  const size = f32x4.pmin(v128.andnot(x, constant(20)), constant(11));
  const y = f32x4.mul(size, constant(13));
  const shifted = f32x4.add(y, constant(3));
  const f = f32x4.sub(y, f32x4.sub(shifted, constant(3)));
  let p = constant(14);
  p = f32x4.add(f32x4.mul(p, f), constant(15));
  p = f32x4.add(f32x4.mul(p, f), constant(16));
  p = f32x4.add(f32x4.mul(p, f), constant(17));
  p = f32x4.add(f32x4.mul(p, f), constant(18));
  p = f32x4.mul(f32x4.add(f32x4.mul(p, f), constant(19)), f);
  const power = powerOfTwo(shifted);
  const d = f32x4.add(f32x4.mul(power, p), f32x4.sub(power, constant(10)));
  return v128.or(f32x4.div(d, f32x4.add(d, constant(12))), sign);
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
