import { flag, recurrentActivation } from '../options/option-types.js';
import type { GRUConfig, GRUDefinition, RecurrentActivation } from '../types.js';
import { define } from './define.js';
import type { LayerSpec } from './layer-spec.js';
import type { RecurrentOptions } from './recurrent.js';
import { recurrentSpec, recurrentWeights } from './recurrent.js';

export interface GRUOptions extends RecurrentOptions {
  /** Of the two gates. Default 'sigmoid'. */
  readonly recurrentActivation?: RecurrentActivation;
  /** Apply the reset gate after the recurrent product, with a bias of its own, as Keras and cuDNN do; false: before it, as TensorFlow.js does. Default true. */
  readonly resetAfter?: boolean;
}

export const gruSpec: LayerSpec<GRUConfig> = {
  ...recurrentSpec,
  kind: 'gru',
  className: 'GRU',
  options: { ...recurrentSpec.options, recurrentActivation: { type: recurrentActivation, default: 'sigmoid' }, resetAfter: { type: flag, default: true } },
  weights: (config, input) => recurrentWeights(config, input[2]!, { count: 3, biasRows: config.resetAfter ? 2 : undefined }),
  legacy: { resetAfter: false },
};

/**
 * Gated recurrent unit (Cho et al. 2014), gates in the order z, r, h:
 *
 *   z = σ(x[t] · Wz + h[t-1] · Uz + bz)        r = σ(x[t] · Wr + h[t-1] · Ur + br)
 *   h̃ = tanh(x[t] · Wh + b + r ⊙ (h[t-1] · Uh + b'))          with resetAfter, bias [2, 3 · units]
 *   h̃ = tanh(x[t] · Wh + (r ⊙ h[t-1]) · Uh + bh)              without, bias [3 · units]
 *   h[t] = z ⊙ h[t-1] + (1 - z) ⊙ h̃
 *
 * [batch, time, features] → [batch, units], or [batch, time, units] with `returnSequences`. Masked steps carry the state on.
 */
export function gru(options: GRUOptions): GRUDefinition {
  return define<GRUDefinition>(gruSpec, options);
}
