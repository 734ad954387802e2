import type { GlobalMaxPooling1DDefinition, GlobalPooling1DConfig } from '../types.js';
import { define } from './define.js';
import type { GlobalPooling1DOptions } from './global-pooling-1d.js';
import { globalPooling1DSpec } from './global-pooling-1d.js';
import type { LayerSpec } from './layer-spec.js';

export const globalMaxPooling1DSpec: LayerSpec<GlobalPooling1DConfig> = {
  ...globalPooling1DSpec,
  kind: 'globalMaxPooling1D',
  className: 'GlobalMaxPooling1D',
  inKeras: { useMask: false },
};

/**
 * The largest value of every feature over time: y[b, f] = max over t of x[b, t, f].
 *
 * [batch, time, features] → [batch, features]. Masked steps are left out; Keras lets them take part, which is `useMask: false`.
 */
export function globalMaxPooling1D(options: GlobalPooling1DOptions = {}): GlobalMaxPooling1DDefinition {
  return define<GlobalMaxPooling1DDefinition>(globalMaxPooling1DSpec, options);
}
