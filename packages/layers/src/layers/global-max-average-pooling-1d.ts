import type { GlobalMaxAveragePooling1DDefinition, GlobalPooling1DConfig } from '../types.js';
import { define } from './define.js';
import type { GlobalPooling1DOptions } from './global-pooling-1d.js';
import { globalPooling1DSpec } from './global-pooling-1d.js';
import type { LayerSpec } from './layer-spec.js';

export const globalMaxAveragePooling1DSpec: LayerSpec<GlobalPooling1DConfig> = {
  ...globalPooling1DSpec,
  kind: 'globalMaxAveragePooling1D',
  className: 'GlobalMaxAveragePooling1D',
  ours: true,
  outputShape: (_, [batch, , features]) => [batch, 2 * features!],
};

/**
 * The largest value and the mean of every feature over time, side by side: y[b] = [max over t of x[b, t], mean over t of x[b, t]], the
 * maxima first. The halves are what globalMaxPooling1D and globalAveragePooling1D give, and what the concatenated pooling of Howard and
 * Ruder (2018) puts behind the last state.
 *
 * [batch, time, features] → [batch, 2 · features]. Masked steps are left out, unless `useMask: false`; a row without a step gives zeros.
 * Keras has no such layer.
 */
export function globalMaxAveragePooling1D(options: GlobalPooling1DOptions = {}): GlobalMaxAveragePooling1DDefinition {
  return define<GlobalMaxAveragePooling1DDefinition>(globalMaxAveragePooling1DSpec, options);
}
