/**
 * The items of a network's last value, rows or the steps of output sequences, lie in packed order; callers give and take numbers in the
 * order of the batch. All numbers are moved by kernels.
 */
import type { FinishedForward } from './wasm-executor.js';

/** For each item of the last value, a pointer to its places in the batch's own order; 0 where they are the same. */
export function itemPlaces({ run, values }: FinishedForward): number {
  const { tokens } = values[values.length - 1];
  if (tokens) return tokens.positions;
  return run.layout?.masked ? run.layout.order : 0;
}

/** Numbers in the batch's order, `width` an item at `source`, in the order of the items. */
export function toItems(finished: FinishedForward, source: number, width: number): number {
  return moved(finished, 'gatherRows', source, width);
}

/** The other way round: numbers in the order of the items in the batch's order. */
export function fromItems(finished: FinishedForward, source: number, width: number): number {
  return moved(finished, 'placeRows', source, width);
}

function moved(finished: FinishedForward, by: 'gatherRows' | 'placeRows', source: number, width: number): number {
  const { run, values } = finished;
  const places = itemPlaces(finished);
  if (places === 0) return source;
  const { count } = values[values.length - 1];
  const target = run.heap.takeFloats(count * width);
  run.kernels[by](target, width * 4, source, width * 4, places, count, width);
  return target;
}

/**
 * What each item counts in a loss, and how many items there are: steps that are masked count nothing.
 * `weights` is a pointer to a number an item, or 0 where all are 1.
 */
export function itemWeights(finished: FinishedForward, sampleWeights: ArrayLike<number> | undefined): { weights: number; items: number } {
  const { run, values } = finished;
  const { heap, kernels, layout } = run;
  const { tokens, count } = values[values.length - 1];
  if (!tokens) return { weights: sampleWeights ? toItems(finished, heap.putFloats(sampleWeights), 1) : 0, items: count };
  const { order, main, masked, timeSteps } = layout!;
  let weights = 0;
  if (sampleWeights) {
    const ofRows = heap.takeFloats(run.rows);
    kernels.gatherRows(ofRows, 4, heap.putFloats(sampleWeights), 4, order, run.rows, 1);
    weights = heap.takeFloats(count);
    kernels.gatherRows(weights, 4, ofRows, 4, tokens.rowOf, count, 1);
  }
  if (!masked || tokens === main) return { weights, items: count };
  const steps = run.rows * timeSteps;
  const isPresent = heap.takeZeros(steps);
  const ones = heap.takeFloats(main.count);
  heap.f32(ones, main.count).fill(1);
  kernels.placeRows(isPresent, 4, ones, 4, main.positions, main.count, 1);
  const present = toItems(finished, isPresent, 1);
  if (weights) kernels.multiply(present, present, weights, count);
  return { weights: present, items: main.count };
}
