import { SekvensError } from '@sekvens/core';
import type { Divergence } from './callback.js';

/** Weights of trained networks stay far below this. */
const usual = 1e4;

/** The number furthest from zero among all weights, or the first that is not finite, with the path of its weight. */
export function largestWeight(weights: Readonly<Record<string, Float32Array>>): Divergence['largest'] {
  let largest = { weight: '', value: 0 };
  for (const [weight, values] of Object.entries(weights)) {
    for (const value of values) {
      if (!Number.isFinite(value)) return { weight, value };
      if (Math.abs(value) > Math.abs(largest.value)) largest = { weight, value };
    }
  }
  return largest;
}

/** The error of code 'diverged': what is not finite, whether the weights are to blame, and what helps. */
export function describeDivergence({ epoch, batch, loss, gradient, largest, learningRate }: Divergence): SekvensError {
  const { weight, value } = largest;
  const isFinite = Number.isFinite(value);
  const size = isFinite ? `weights up to ${Math.abs(value).toPrecision(3)} (${weight})` : `weights that are not finite (${weight})`;
  const smaller = `a smaller learning rate (now ${learningRate})`;
  let hint = `The weights are as they should be: check the input and targets for numbers that are not finite or are huge; else use ${smaller}.`;
  if (!isFinite || Math.abs(value) > usual) hint = `The steps are too large: use ${smaller}.`;
  else if (gradient !== undefined) hint = `Gradients explode on the way back through the steps: use ${smaller}, shorter rows, or LSTM or GRU layers.`;
  return new SekvensError({
    code: 'diverged', where: `training, epoch ${epoch + 1}, batch ${batch + 1}`,
    expected: gradient === undefined ? 'a finite loss' : 'finite gradients',
    got: gradient === undefined ? `${loss} with ${size}` : `one of ${gradient} that is not, with a loss of ${loss.toPrecision(4)} and ${size}`,
    hint,
  });
}
