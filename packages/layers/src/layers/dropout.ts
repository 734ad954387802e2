import { rate } from '../options/option-types.js';
import type { DropoutConfig, DropoutDefinition } from '../types.js';
import { define } from './define.js';
import type { LayerSpec } from './layer-spec.js';
import { fixed, free, passThrough } from './layer-spec.js';

export interface DropoutOptions {
  readonly name?: string;
  /** Share of elements dropped while training, in [0, 1); the rest is scaled by 1 / (1 - rate). */
  readonly rate: number;
}

export const dropoutSpec: LayerSpec<DropoutConfig> = {
  ...passThrough,
  kind: 'dropout',
  className: 'Dropout',
  options: { rate: { type: rate } },
  input: 'features',
  keras: { seed: free(null), noise_shape: fixed(null) },
};

/**
 * While training, sets each element to zero with probability `rate` and scales the others by 1 / (1 - rate) (Srivastava et al. 2014).
 *
 * [batch, …, features] → the same.
 */
export function dropout(options: DropoutOptions): DropoutDefinition {
  return define<DropoutDefinition>(dropoutSpec, options);
}
