const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/** The bits of the half (IEEE 754 binary16) nearest to a number, of two equally near ones the even one; infinite from 65,520 on. */
export function toHalf(value: number): number {
  number[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const magnitude = bits[0] & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // below the normal halves steps are 2^-24: adding 0.5 to the number rounds it to such steps
  if (magnitude < 0x38800000) {
    number[0] = Math.abs(number[0]) + 0.5;
    return sign | (bits[0] - 0x3f000000);
  }
  // ties to even: half a step less a unit, and the unit back where the last bit kept is odd
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}
