import type * as tf from '@tensorflow/tfjs';
import type { ActivationOptions } from '../layers/activation.js';
import { activationSpec } from '../layers/activation.js';
import type { ActivationDefinition } from '../types.js';
import { activate } from './activate.js';
import { CLASS_NAMES } from './class-names.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsActivation extends SekvensLayer<ActivationDefinition> {
  static className = CLASS_NAMES.activation;

  constructor(options: ActivationOptions & TfjsLayerOptions) {
    super(activationSpec, options);
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    const result = activate(this.definition.config.activation, x);
    return result === x ? x.clone() : result;
  }
}

/**
 * A function of every element as a layer of TensorFlow.js. It differs from the stock layer in 'hardSigmoid', which is Keras 3's
 * clip(x / 6 + 0.5, 0, 1).
 *
 * [batch, …, features] → the same.
 */
export function activation(options: ActivationOptions & TfjsLayerOptions): tf.layers.Layer {
  return new TfjsActivation(options);
}
