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

/**
 * Writes mask[count, width]: 0 where dropped, `keep` elsewhere. Row i's elements are numbered keys[i] · width + column
 * (wrapping). An element is dropped where its word is below `threshold` = ⌊rate · 2^32⌋.
 */
export function dropoutMask(mask: usize, keys: usize, count: i32, width: i32, threshold: u32, keep: f32, seed: u32, step: u32, layer: u32): void {
  for (let i = 0; i < count; i++) {
    let element: u32 = <u32>i32.load(keys + (<usize>i << 2)) * <u32>width;
    let known = false;
    for (let j = 0; j < width; j++, element++) {
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
