/**
 * The decimal number that `bytes[start, end)` spells, correctly rounded; NaN where it is none.
 *
 * Up to 15 digits and a power of ten up to 10^22 are exact in float64, so that one multiplication or division rounds correctly
 * (Clinger's fast path): word vectors are hundreds of millions of such numbers. The rest goes through `Number`.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const negative = bytes[i] === MINUS;
  if (negative || bytes[i] === PLUS) i++;
  let digits = 0;
  let mantissa = 0;
  let scale = 0;
  let seen = false;
  let point = false;
  for (; i < end; i++) {
    const digit = bytes[i] - ZERO;
    if (digit >= 0 && digit <= 9) {
      seen = true;
      mantissa = mantissa * 10 + digit;
      if (mantissa !== 0) digits++;
      if (point) scale--;
    } else if (bytes[i] === POINT && !point) point = true;
    else break;
  }
  if (!seen) return NaN;
  if (i < end) {
    if ((bytes[i] | 0x20) !== SMALL_E) return NaN;
    const exponent = parseExponent(bytes, i + 1, end);
    if (Number.isNaN(exponent)) return NaN;
    scale += exponent;
  }
  if (digits > 15 || scale < -22 || scale > 22) return Number(String.fromCharCode(...bytes.subarray(start, end)));
  const value = scale < 0 ? mantissa / powerOfTen(-scale) : mantissa * powerOfTen(scale);
  return negative ? -value : value;
}

const ZERO = 0x30;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const SMALL_E = 0x65;

function parseExponent(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  let i = negative || bytes[start] === PLUS ? start + 1 : start;
  // Five digits are beyond every float64; more would be someone else's file.
  if (i >= end || end - i > 5) return NaN;
  let exponent = 0;
  for (; i < end; i++) {
    const digit = bytes[i] - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    exponent = exponent * 10 + digit;
  }
  return negative ? -exponent : exponent;
}

/** 10^n, exact for n up to 22. */
function powerOfTen(n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power *= 10;
  return power;
}
