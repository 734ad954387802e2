import { flag, recurrentActivation } from '../options/option-types.js';
import type { LSTMConfig, LSTMDefinition, RecurrentActivation } from '../types.js';
import { define } from './define.js';
import type { LayerSpec } from './layer-spec.js';
import type { RecurrentOptions } from './recurrent.js';
import { recurrentSpec, recurrentWeights } from './recurrent.js';

export interface LSTMOptions extends RecurrentOptions {
  /** Of the three gates. Default 'sigmoid'. */
  readonly recurrentActivation?: RecurrentActivation;
  /** Begin with ones as the forget gate's bias, so that the state is kept at first (Jozefowicz et al. 2015). Default true. */
  readonly unitForgetBias?: boolean;
}

export const lstmSpec: LayerSpec<LSTMConfig> = {
  ...recurrentSpec,
  kind: 'lstm',
  className: 'LSTM',
  options: { ...recurrentSpec.options, recurrentActivation: { type: recurrentActivation, default: 'sigmoid' }, unitForgetBias: { type: flag, default: true } },
  weights: (config, input) => recurrentWeights(config, input[2]!, { count: 4, ones: config.unitForgetBias ? [config.units, 2 * config.units] : undefined }),
  legacy: { unitForgetBias: false },
};

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997), gates in the order i, f, c, o:
 *
 *   [i, f, c̃, o] = x[t] · kernel + h[t-1] · recurrentKernel + bias, with σ over i, f, o and tanh over c̃
 *   c[t] = f ⊙ c[t-1] + i ⊙ c̃        h[t] = o ⊙ tanh(c[t])
 *
 * [batch, time, features] → [batch, units], or [batch, time, units] with `returnSequences`. Masked steps carry the state on.
 */
export function lstm(options: LSTMOptions): LSTMDefinition {
  return define<LSTMDefinition>(lstmSpec, options);
}
