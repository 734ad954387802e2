/**
 * Which elements dropout keeps. Both executors take their masks from here, so they drop the same elements.
 *
 * A mask has no state: whether an element is kept follows from (seed, step, layer, stream, element) alone. Neither the order
 * of evaluation, nor the number of threads, nor the length a batch is padded to can change it.
 *
 *   key     = 4 · (index of the layer in the network) + stream
 *   word    = counterRandom(seed, step, key, element >>> 2)[element & 3]        a 32-bit integer
 *   dropped = word < floor(rate · 2^32);   a kept element is multiplied by 1 / (1 - rate)
 *
 * Streams: 0 is a layer's own dropout and the input dropout of a recurrent layer (of a bidirectional layer's forward layer),
 * 1 the recurrent dropout of that layer; 2 and 3 are the same for a bidirectional layer's backward layer. Of an embedding, 0 is which
 * tokens are replaced and 1 which rows of the table are dropped.
 *
 * Elements: [batch, features] and masks that hold for a whole row (spatial and recurrent dropout) count row · features + feature;
 * [batch, time, features] counts (row · 2^16 + time) · features + feature, of tokens row · 2^16 + time. Both wrap around at 2^32. Rows of
 * a table are counted by their id.
 */
import { counterRandom } from '@sekvens/core';

/** Everything that decides a mask but the element. */
export interface DropoutKey {
  /** The run's seed, an integer from 0 to 2^53 - 1; its upper half is folded onto the lower 32 bits. */
  readonly seed: number;
  /** Number of the training step. */
  readonly step: number;
  /** Index of the layer in the network. */
  readonly layer: number;
  readonly stream: 0 | 1 | 2 | 3;
  /** Share of elements dropped, in [0, 1). */
  readonly rate: number;
}

/** Number of the first element of a row in [batch, features], or of a mask that holds for a whole row. */
export function rowElement(row: number, features: number): number {
  return Math.imul(row, features) >>> 0;
}

/** Number of the first element of a time step in [batch, time, features]; `time` counts in the padded row, from its start. */
export function timeStepElement(row: number, time: number, features: number): number {
  return Math.imul(Math.imul(row, 65536) + time, features) >>> 0;
}

/** The seed as the 32 bits that key the generator: its upper half folded onto the lower. */
export function foldSeed(seed: number): number {
  return (seed ^ Math.floor(seed / 4294967296)) >>> 0;
}

/** Words below this are dropped. */
export function dropoutThreshold(rate: number): number {
  return Math.floor(rate * 4294967296);
}

/**
 * Writes the factors of `count` consecutive elements from `firstElement` on to `out[start …]`: 0, or 1 / (1 - rate).
 */
export function fillDropoutMask(key: DropoutKey, firstElement: number, out: Float32Array | Float64Array, start: number, count: number): void {
  const seed = foldSeed(key.seed);
  const layerKey = key.layer * 4 + key.stream;
  const threshold = dropoutThreshold(key.rate);
  const scale = 1 / (1 - key.rate);
  let block = -1;
  let words: readonly number[] = [];
  for (let i = 0; i < count; i++) {
    const element = (firstElement + i) >>> 0;
    if (element >>> 2 !== block) {
      block = element >>> 2;
      words = counterRandom(seed, key.step, layerKey, block);
    }
    out[start + i] = words[element & 3] < threshold ? 0 : scale;
  }
}
