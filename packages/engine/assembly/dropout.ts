/**
 * Dropout masks from a counter-based generator (pcg4d), keyed by (seed, step, layer, element): the same element gets
 * the same decision whatever the order of evaluation. Element e takes word e & 3 of the four that key e >>> 2 gives.
 */

let word0: u32 = 0;
let word1: u32 = 0;
let word2: u32 = 0;
let word3: u32 = 0;

// @ts-ignore: decorator
@inline
function counterRandom(a: u32, b: u32, c: u32, d: u32): void {
  let x = a * 1664525 + 1013904223;
  let y = b * 1664525 + 1013904223;
  let z = c * 1664525 + 1013904223;
  let w = d * 1664525 + 1013904223;
  x += y * w;
  y += z * x;
  z += x * y;
  w += y * z;
  x ^= x >> 16;
  y ^= y >> 16;
  z ^= z >> 16;
  w ^= w >> 16;
  x += y * w;
  y += z * x;
  z += x * y;
  w += y * z;
  word0 = x;
  word1 = y;
  word2 = z;
  word3 = w;
}

// @ts-ignore: decorator
@inline
function lowMix(x: v128): v128 {
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/**
 * Sixteen elements that begin a counter: the four counters from `counter` on, one a lane, go through the rounds of {@link counterRandom}
 * together; then lane i of the four words are elements 4·i … 4·i + 3.
 */
// @ts-ignore: decorator
@inline
function sixteen(mask: usize, threshold: v128, keep: v128, seed: u32, step: u32, layer: u32, counter: u32): void {
  const factor = i32x4.splat(1664525);
  const increment = i32x4.splat(1013904223);
  let x = i32x4.add(i32x4.mul(i32x4.splat(seed), factor), increment);
  let y = i32x4.add(i32x4.mul(i32x4.splat(step), factor), increment);
  let z = i32x4.add(i32x4.mul(i32x4.splat(layer), factor), increment);
  let w = i32x4.add(i32x4.mul(i32x4.add(i32x4.splat(counter), i32x4(0, 1, 2, 3)), factor), increment);
  x = i32x4.add(x, i32x4.mul(y, w));
  y = i32x4.add(y, i32x4.mul(z, x));
  z = i32x4.add(z, i32x4.mul(x, y));
  w = i32x4.add(w, i32x4.mul(y, z));
  x = lowMix(x);
  y = lowMix(y);
  z = lowMix(z);
  w = lowMix(w);
  x = i32x4.add(x, i32x4.mul(y, w));
  y = i32x4.add(y, i32x4.mul(z, x));
  z = i32x4.add(z, i32x4.mul(x, y));
  w = i32x4.add(w, i32x4.mul(y, z));
  x = v128.and(keep, i32x4.ge_u(x, threshold));
  y = v128.and(keep, i32x4.ge_u(y, threshold));
  z = v128.and(keep, i32x4.ge_u(z, threshold));
  w = v128.and(keep, i32x4.ge_u(w, threshold));
  const low = v128.shuffle<i32>(x, y, 0, 4, 1, 5);
  const lowRest = v128.shuffle<i32>(z, w, 0, 4, 1, 5);
  const high = v128.shuffle<i32>(x, y, 2, 6, 3, 7);
  const highRest = v128.shuffle<i32>(z, w, 2, 6, 3, 7);
  v128.store(mask, v128.shuffle<i32>(low, lowRest, 0, 1, 4, 5));
  v128.store(mask, v128.shuffle<i32>(low, lowRest, 2, 3, 6, 7), 16);
  v128.store(mask, v128.shuffle<i32>(high, highRest, 0, 1, 4, 5), 32);
  v128.store(mask, v128.shuffle<i32>(high, highRest, 2, 3, 6, 7), 48);
}

/**
 * Writes mask[count, width]: 0 where dropped, `keep` elsewhere. Row i's elements are numbered keys[i] · width + column
 * (wrapping). An element is dropped where its word is below `threshold` = ⌊rate · 2^32⌋.
 */
export function dropoutMask(mask: usize, keys: usize, count: i32, width: i32, threshold: u32, keep: f32, seed: u32, step: u32, layer: u32): void {
  const thresholds = i32x4.splat(threshold);
  const keeps = f32x4.splat(keep);
  // rows begin with a counter where four divides the width
  const together = width & 3 ? 0 : width & ~15;
  for (let i = 0; i < count; i++) {
    let element: u32 = <u32>i32.load(keys + (<usize>i << 2)) * <u32>width;
    let known = false;
    let j = 0;
    for (; j < together; j += 16, element += 16) {
      sixteen(mask, thresholds, keeps, seed, step, layer, element >> 2);
      mask += 64;
    }
    for (; j < width; j++, element++) {
      const lane = element & 3;
      if (!known || lane == 0) {
        counterRandom(seed, step, layer, element >> 2);
        known = true;
      }
      const word = lane < 2 ? (lane == 0 ? word0 : word1) : lane == 2 ? word2 : word3;
      f32.store(mask, word < threshold ? 0 : keep);
      mask += 4;
    }
  }
}

/**
 * ids[i] = replacement where the element keys[i] is dropped, its word below `threshold` = ⌊rate · 2^32⌋, and ids[i] is not 0.
 * The same elements are dropped as in a {@link dropoutMask} of one column.
 */
export function replaceDropped(ids: usize, keys: usize, count: i32, replacement: i32, threshold: u32, seed: u32, step: u32, layer: u32): void {
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 2;
    if (i32.load(ids + at) == 0) continue;
    const element: u32 = i32.load(keys + at);
    counterRandom(seed, step, layer, element >> 2);
    const lane = element & 3;
    const word = lane < 2 ? (lane == 0 ? word0 : word1) : lane == 2 ? word2 : word3;
    if (word < threshold) i32.store(ids + at, replacement);
  }
}
