import * as tf from '@tensorflow/tfjs';
import type { GlobalPooling1DOptions } from '../layers/global-pooling-1d.js';
import { globalMaxAveragePooling1DSpec } from '../layers/global-max-average-pooling-1d.js';
import type { GlobalMaxAveragePooling1DDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { averageOverTime, maxOverTime } from './pool.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsGlobalMaxAveragePooling1D extends SekvensLayer<GlobalMaxAveragePooling1DDefinition> {
  static className = CLASS_NAMES.globalMaxAveragePooling1D;

  constructor(options: GlobalPooling1DOptions & TfjsLayerOptions = {}) {
    super(globalMaxAveragePooling1DSpec, options);
  }

  protected override compute(x: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
    const used = this.definition.config.useMask ? mask : undefined;
    return tf.concat([maxOverTime(x, used), averageOverTime(x, used)], -1);
  }
}

/**
 * The largest value and the average of each feature, side by side, over the time steps that are not masked, as a layer of TensorFlow.js.
 *
 * [batch, time, features] → [batch, 2 · features]. A row whose steps are all masked gives zeros.
 */
export function globalMaxAveragePooling1D(options: GlobalPooling1DOptions & TfjsLayerOptions = {}): tf.layers.Layer {
  return new TfjsGlobalMaxAveragePooling1D(options);
}
