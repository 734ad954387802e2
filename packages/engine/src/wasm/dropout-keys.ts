/** Dropout masks in the executor's memory; src/dropout-mask.ts says how elements are keyed. */
import { dropoutThreshold, foldSeed } from '../dropout-mask.js';
import type { BatchRun } from './operation.js';

/** A mask [count, width] whose row i is keyed by keys[i], or where `keys` is 0 by the number of the example in packed row i. */
export function takeMask(run: BatchRun, keys: number, count: number, width: number, rate: number, layerKey: number): number {
  const mask = run.heap.takeFloats(count * width);
  run.kernels.dropoutMask(mask, keys, count, width, dropoutThreshold(rate), 1 / (1 - rate), foldSeed(run.seed), run.step, layerKey);
  return mask;
}
