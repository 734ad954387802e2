/** Dropout in the executor's memory; src/dropout-mask.ts says how elements are keyed. */
import { dropoutThreshold, foldSeed } from '../dropout-mask.js';
import type { PackedTokens } from './batch-layout.js';
import type { BatchRun } from './operation.js';
import { cut, partsFor } from './stages.js';

/** What drawing one element costs, in multiply-adds of a matrix product. */
const drawingCost = 8;

/** A mask [count, width] whose row i is keyed by keys[i], or where `keys` is 0 by the number of the example in packed row i. */
export function takeMask(run: BatchRun, keys: number, count: number, width: number, rate: number, layerKey: number): number {
  const mask = run.heap.takeFloats(count * width);
  const [threshold, keep, seed] = [dropoutThreshold(rate), 1 / (1 - rate), foldSeed(run.seed)];
  run.team.phase(
    cut(count, partsFor(count * width * drawingCost, run.team.size), 1, (k, from, to) =>
      k.dropoutMask(mask + from * width * 4, keys + from * 4, to - from, width, threshold, keep, seed, run.step, layerKey)),
  );
  return mask;
}

/** Overwrites the ids of dropped tokens; id 0 stays. */
export function replaceTokens(run: BatchRun, { ids, keys, count }: PackedTokens, rate: number, replacement: number, layerKey: number): void {
  const [threshold, seed] = [dropoutThreshold(rate), foldSeed(run.seed)];
  run.team.phase(
    cut(count, partsFor(count * drawingCost, run.team.size), 1, (k, from, to) =>
      k.replaceDropped(ids + from * 4, keys + from * 4, to - from, replacement, threshold, seed, run.step, layerKey)),
  );
}
