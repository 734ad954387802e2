import type { DropoutConfig, SpatialDropout1DDefinition } from '../types.js';
import { define } from './define.js';
import type { DropoutOptions } from './dropout.js';
import { dropoutSpec } from './dropout.js';
import type { LayerSpec } from './layer-spec.js';
import { free } from './layer-spec.js';

export const spatialDropout1DSpec: LayerSpec<DropoutConfig> = {
  ...dropoutSpec,
  kind: 'spatialDropout1D',
  className: 'SpatialDropout1D',
  input: 'sequence',
  keras: { seed: free(null), trainable: { value: true, matters: false, written: false }, noise_shape: { value: null, matters: true, written: false } },
  kerasCommon: { dtype: 'float32' },
};

/**
 * While training, drops whole features of a row: zero at every time step with probability `rate`, scaled by 1 / (1 - rate) otherwise
 * (Tompson et al. 2015). Behind an embedding it is the dropout to take, since neighbouring words share what one of them loses.
 *
 * With one mask a row for all of its time steps, y[b, t, f] = x[b, t, f] · m[b, f], it is also variational dropout (Gal and Ghahramani
 * 2016), which AWD-LSTM calls locked dropout (Merity et al. 2018): put it between recurrent layers for that. `recurrentDropout` of a
 * recurrent layer does the same to its state, and `embeddingDropout` of an embedding completes the method.
 *
 * [batch, time, features] → the same.
 */
export function spatialDropout1D(options: DropoutOptions): SpatialDropout1DDefinition {
  return define<SpatialDropout1DDefinition>(spatialDropout1DSpec, options);
}
