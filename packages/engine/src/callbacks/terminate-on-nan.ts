import type { Callback } from '../model/callback.js';

/**
 * Ends a training whose loss or gradient is no longer finite without an error: `fit` returns the epochs that ended, and `divergence` says
 * at which batch it happened. The weights are those of the batch before it. They are finite as long as no step was too large for that, and
 * say little where the learning rate was too high: `earlyStopping({ restoreBestWeights: true })` beside it brings those of the best epoch back.
 */
export function terminateOnNaN(): Callback {
  return { onDivergence: (_, control) => control.stop() };
}
