/**
 * Numbers as IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. 11 significant bits, from 2^-24 to 65504.
 */
import { SekvensError } from '@sekvens/core';

/** Numbers from here on round to infinity. */
const overflow = 65520;

const bits = new Uint32Array(1);
const number = new Float32Array(bits.buffer);

/**
 * Rounds 32-bit floats to 16-bit ones, to the nearest, halves to the even one.
 * @param where names the numbers in errors
 * @throws code 'invalid-data' for numbers of 65520 and more in magnitude, which are infinity in 16 bits, and for those that are not finite
 */
export function toFloat16(values: Float32Array, where: string): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i]) < overflow)) {
      const hint = Number.isFinite(values[i]) ? "'uint16' and 'uint8' hold numbers of any size." : undefined;
      throw new SekvensError({ code: 'invalid-data', where: `${where}[${i}]`, expected: `a number below ${overflow} in magnitude, which is the most of a 16-bit float`, got: String(values[i]), hint });
    }
    number[0] = values[i];
    halves[i] = halfOf(bits[0]);
  }
  return halves;
}

function halfOf(float: number): number {
  const sign = (float >>> 16) & 0x8000;
  const magnitude = float & 0x7fffffff;
  // below 2^-14 halves are multiples of 2^-24: adding 2^-1 leaves exactly those as the lowest bits, rounded by the addition itself
  if (magnitude < 0x38800000) {
    bits[0] = magnitude;
    number[0] += 0.5;
    return sign | (bits[0] - 0x3f000000);
  }
  // 13 bits fall away; what is added carries into the rest where they are more than half, or half and the bit before them is odd
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}

/** 16-bit floats as 32-bit ones, which hold each of them exactly. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 31;
    const fraction = half & 0x3ff;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}
