import type { GlobalAveragePooling1DDefinition, GlobalPooling1DConfig } from '../types.js';
import { define } from './define.js';
import type { GlobalPooling1DOptions } from './global-pooling-1d.js';
import { globalPooling1DSpec } from './global-pooling-1d.js';
import type { LayerSpec } from './layer-spec.js';

export const globalAveragePooling1DSpec: LayerSpec<GlobalPooling1DConfig> = {
  ...globalPooling1DSpec,
  kind: 'globalAveragePooling1D',
  className: 'GlobalAveragePooling1D',
  inKeras: { useMask: true },
};

/**
 * The mean of every feature over time: y[b, f] = mean over t of x[b, t, f].
 *
 * [batch, time, features] → [batch, features]. Masked steps are left out.
 */
export function globalAveragePooling1D(options: GlobalPooling1DOptions = {}): GlobalAveragePooling1DDefinition {
  return define<GlobalAveragePooling1DDefinition>(globalAveragePooling1DSpec, options);
}
