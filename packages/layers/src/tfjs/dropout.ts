import * as tf from '@tensorflow/tfjs';
import type { DropoutOptions } from '../layers/dropout.js';
import { dropoutSpec } from '../layers/dropout.js';
import type { DropoutDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsDropout extends SekvensLayer<DropoutDefinition> {
  static className = CLASS_NAMES.dropout;

  constructor(options: DropoutOptions & TfjsLayerOptions) {
    super(dropoutSpec, options);
  }

  protected override compute(x: tf.Tensor, _: tf.Tensor | undefined, training: boolean): tf.Tensor {
    const factors = training ? this.random.factors(this.definition.config.rate, x.shape) : undefined;
    return factors ? tf.mul(x, factors) : x.clone();
  }
}

/**
 * While training, drops elements with probability `rate` and scales the others by 1 / (1 - rate), as a layer of TensorFlow.js.
 *
 * The stock layer drops the same elements at every step once it has a seed; this one goes on, and repeats with its seed.
 */
export function dropout(options: DropoutOptions & TfjsLayerOptions): tf.layers.Layer {
  return new TfjsDropout(options);
}
