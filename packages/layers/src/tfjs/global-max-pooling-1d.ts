import type * as tf from '@tensorflow/tfjs';
import type { GlobalPooling1DOptions } from '../layers/global-pooling-1d.js';
import { globalMaxPooling1DSpec } from '../layers/global-max-pooling-1d.js';
import type { GlobalMaxPooling1DDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { maxOverTime } from './pool.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsGlobalMaxPooling1D extends SekvensLayer<GlobalMaxPooling1DDefinition> {
  static className = CLASS_NAMES.globalMaxPooling1D;

  constructor(options: GlobalPooling1DOptions & TfjsLayerOptions = {}) {
    super(globalMaxPooling1DSpec, options);
  }

  protected override compute(x: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
    const used = this.definition.config.useMask ? mask : undefined;
    return maxOverTime(x, used);
  }
}

/**
 * The largest value of each feature over the time steps that are not masked, as a layer of TensorFlow.js.
 *
 * [batch, time, features] → [batch, features]. A row whose steps are all masked gives zeros.
 */
export function globalMaxPooling1D(options: GlobalPooling1DOptions & TfjsLayerOptions = {}): tf.layers.Layer {
  return new TfjsGlobalMaxPooling1D(options);
}
