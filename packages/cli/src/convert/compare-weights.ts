import type { Sequential } from '@sekvens/engine';

export interface WeightChange {
  /** The weight that has it. */
  readonly path: string;
  readonly change: number;
  /** The largest magnitude in that weight. */
  readonly size: number;
}

/** The largest difference between numbers of two models of one network. */
export function compareWeights(before: Sequential, after: Sequential): WeightChange {
  const [exact, other] = [before.getWeights(), after.getWeights()];
  let largest: WeightChange | undefined;
  for (const { path } of before.network.weights) {
    let change = 0;
    let size = 0;
    exact[path].forEach((value, i) => {
      change = Math.max(change, Math.abs(value - other[path][i]));
      size = Math.max(size, Math.abs(value));
    });
    if (largest === undefined || change > largest.change) largest = { path, change, size };
  }
  return largest!;
}
