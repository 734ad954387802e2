import type { SimpleRNNConfig, SimpleRNNDefinition } from '../types.js';
import { define } from './define.js';
import type { LayerSpec } from './layer-spec.js';
import type { RecurrentOptions } from './recurrent.js';
import { recurrentSpec, recurrentWeights } from './recurrent.js';

export type SimpleRNNOptions = RecurrentOptions;

const { seed: _, ...keras } = recurrentSpec.keras;

export const simpleRNNSpec: LayerSpec<SimpleRNNConfig> = {
  ...recurrentSpec,
  kind: 'simpleRNN',
  className: 'SimpleRNN',
  weights: (config, input) => recurrentWeights(config, input[2]!, { count: 1 }),
  keras: { ...keras, seed: { value: null, matters: false, written: false } },
};

/**
 * The simplest recurrent layer (Elman 1990): h[t] = activation(x[t] · kernel + h[t-1] · recurrentKernel + bias).
 *
 * [batch, time, features] → [batch, units], or [batch, time, units] with `returnSequences`. Masked steps carry the state on.
 */
export function simpleRNN(options: SimpleRNNOptions): SimpleRNNDefinition {
  return define<SimpleRNNDefinition>(simpleRNNSpec, options);
}
