import * as tf from '@tensorflow/tfjs';
import type { MaskingOptions } from '../layers/masking.js';
import { maskingSpec } from '../layers/masking.js';
import type { MaskingDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { broadcast } from './run-recurrent.js';
import { one, SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsMasking extends SekvensLayer<MaskingDefinition> {
  static className = CLASS_NAMES.masking;

  constructor(options: MaskingOptions & TfjsLayerOptions = {}) {
    super(maskingSpec, options);
  }

  override computeMask(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.present(one(inputs)!));
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    return tf.where(broadcast(this.present(x), x.shape[2]!), x, tf.zerosLike(x));
  }

  private present(x: tf.Tensor): tf.Tensor {
    const { maskValue } = this.definition.config;
    // A constant to gradients: TensorFlow.js has none of comparisons, and fails where one is on the way to something trained before the layer.
    return tf.customGrad((values) => ({ value: tf.any(tf.notEqual(values as tf.Tensor, maskValue), -1), gradFunc: () => tf.zeros(x.shape) }))(x);
  }
}

/**
 * Masks the time steps all of whose features are `maskValue`, as a layer of TensorFlow.js; masked steps come out as zeros.
 *
 * [batch, time, features] → the same.
 */
export function masking(options: MaskingOptions & TfjsLayerOptions = {}): tf.layers.Layer {
  return new TfjsMasking(options);
}
