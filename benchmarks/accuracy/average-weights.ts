import type { Callback } from '@sekvens/engine';

/** Steps from one average to the next: reading the weights takes time. */
const every = 4;

/**
 * A callback that ends the training with the exponential average of the weights: a ← d·a + (1 - d)·w after every fourth step, where
 * d is `decay`, or (1 + n) / (10 + n) at the n-th average as long as that is less.
 */
export function averageWeights(decay: number): Callback {
  let average: Record<string, Float32Array> | undefined;
  let steps = 0;
  return {
    onBatchEnd(_log, control) {
      if (++steps % every !== 0) return;
      const n = steps / every;
      const kept = Math.min(decay, (1 + n) / (10 + n));
      const weights = control.getWeights();
      average ??= Object.fromEntries(Object.entries(weights).map(([path, values]) => [path, values.slice()]));
      for (const [path, values] of Object.entries(weights)) {
        const sums = average[path];
        for (let i = 0; i < sums.length; i++) sums[i] = kept * sums[i] + (1 - kept) * values[i];
      }
    },
    onTrainEnd(_history, control) {
      if (average) control.setWeights(average);
    },
  };
}
