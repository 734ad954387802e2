import * as tf from '@tensorflow/tfjs';
import type { DropoutOptions } from '../layers/dropout.js';
import { spatialDropout1DSpec } from '../layers/spatial-dropout-1d.js';
import type { SpatialDropout1DDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsSpatialDropout1D extends SekvensLayer<SpatialDropout1DDefinition> {
  static className = CLASS_NAMES.spatialDropout1D;

  constructor(options: DropoutOptions & TfjsLayerOptions) {
    super(spatialDropout1DSpec, options);
  }

  protected override compute(x: tf.Tensor, _: tf.Tensor | undefined, training: boolean): tf.Tensor {
    const factors = training ? this.random.factors(this.definition.config.rate, [x.shape[0], 1, x.shape[2]!]) : undefined;
    return factors ? tf.mul(x, factors) : x.clone();
  }
}

/**
 * While training, drops whole features of a row with probability `rate` and scales the others by 1 / (1 - rate), as a layer of TensorFlow.js.
 *
 * The stock layer drops the same elements at every step once it has a seed; this one goes on, and repeats with its seed.
 */
export function spatialDropout1D(options: DropoutOptions & TfjsLayerOptions): tf.layers.Layer {
  return new TfjsSpatialDropout1D(options);
}
