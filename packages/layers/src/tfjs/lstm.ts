import type * as tf from '@tensorflow/tfjs';
import type { LSTMOptions } from '../layers/lstm.js';
import { lstmSpec } from '../layers/lstm.js';
import type { LSTMDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { RecurrentLayer } from './recurrent-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsLSTM extends RecurrentLayer<LSTMDefinition> {
  static className = CLASS_NAMES.lstm;

  constructor(options: LSTMOptions & TfjsLayerOptions) {
    super(lstmSpec, options);
  }
}

/**
 * An LSTM as a layer of TensorFlow.js, with gates i, f, c, o, sigmoid gates and a forget gate that begins open, as in Keras.
 *
 * [batch, time, features] → [batch, units], or [batch, time, units] with `returnSequences`. Masked steps carry the state on. Options and
 * defaults are those of `lstm` of `@sekvens/layers`.
 */
export function lstm(options: LSTMOptions & TfjsLayerOptions): tf.layers.Layer {
  return new TfjsLSTM(options);
}
