import type * as tf from '@tensorflow/tfjs';
import type { GRUOptions } from '../layers/gru.js';
import { gruSpec } from '../layers/gru.js';
import type { GRUDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { RecurrentLayer } from './recurrent-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsGRU extends RecurrentLayer<GRUDefinition> {
  static className = CLASS_NAMES.gru;

  constructor(options: GRUOptions & TfjsLayerOptions) {
    super(gruSpec, options);
  }
}

/**
 * A GRU as a layer of TensorFlow.js, with gates z, r, h; the reset gate comes after the product unless `resetAfter: false`, as in Keras.
 *
 * [batch, time, features] → [batch, units], or [batch, time, units] with `returnSequences`. Masked steps carry the state on. Options and
 * defaults are those of `gru` of `@sekvens/layers`.
 */
export function gru(options: GRUOptions & TfjsLayerOptions): tf.layers.Layer {
  return new TfjsGRU(options);
}
