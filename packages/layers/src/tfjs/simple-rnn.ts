import type * as tf from '@tensorflow/tfjs';
import type { SimpleRNNOptions } from '../layers/simple-rnn.js';
import { simpleRNNSpec } from '../layers/simple-rnn.js';
import type { SimpleRNNDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { RecurrentLayer } from './recurrent-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsSimpleRNN extends RecurrentLayer<SimpleRNNDefinition> {
  static className = CLASS_NAMES.simpleRNN;

  constructor(options: SimpleRNNOptions & TfjsLayerOptions) {
    super(simpleRNNSpec, options);
  }
}

/**
 * A SimpleRNN as a layer of TensorFlow.js: h[t] = activation(x[t] · kernel + h[t-1] · recurrentKernel + bias).
 *
 * [batch, time, features] → [batch, units], or [batch, time, units] with `returnSequences`. Masked steps carry the state on. Options and
 * defaults are those of `simpleRNN` of `@sekvens/layers`.
 */
export function simpleRNN(options: SimpleRNNOptions & TfjsLayerOptions): tf.layers.Layer {
  return new TfjsSimpleRNN(options);
}
