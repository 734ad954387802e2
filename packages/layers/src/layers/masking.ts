import { finiteNumber } from '../options/option-types.js';
import type { MaskingConfig, MaskingDefinition } from '../types.js';
import { define } from './define.js';
import type { LayerSpec } from './layer-spec.js';
import { passThrough } from './layer-spec.js';

export interface MaskingOptions {
  readonly name?: string;
  /** Time steps all of whose features are this number are masked. Default 0. */
  readonly maskValue?: number;
}

export const maskingSpec: LayerSpec<MaskingConfig> = {
  ...passThrough,
  kind: 'masking',
  className: 'Masking',
  options: { maskValue: { type: finiteNumber, default: 0 } },
  input: 'sequence',
  passesMask: () => true,
  keras: {},
};

/**
 * Masks the time steps all of whose features equal `maskValue`, and sets them to zero. A mask that arrives is replaced, as in Keras.
 *
 * [batch, time, features] → the same.
 */
export function masking(options: MaskingOptions = {}): MaskingDefinition {
  return define<MaskingDefinition>(maskingSpec, options);
}
