import type { EpochLog } from '@sekvens/engine';
import type { Output } from '../output/output.js';

/** How many times the loss of guessing a loss has to be before something must be wrong. */
const suspicious = 5;

/** Says when a training has gone astray though all its numbers are finite, as with a learning rate that is far too high; `guessing` is the loss of mere guessing. */
export function warnOfLoss(epochs: readonly EpochLog[], guessing: number, learningRate: number | undefined, output: Output): void {
  const last = epochs.at(-1);
  if (last === undefined || last.loss <= suspicious * guessing) return;
  const rate = learningRate === undefined ? '' : ` (now ${learningRate})`;
  output.warn(`the loss of the last epoch is ${last.loss.toPrecision(3)}; guessing has ${guessing.toPrecision(3)}. The steps are too large: use a smaller --learning-rate${rate}, --find-learning-rate shows which ones work.`);
}
