import type * as tf from '@tensorflow/tfjs';
import type { GlobalPooling1DOptions } from '../layers/global-pooling-1d.js';
import { globalAveragePooling1DSpec } from '../layers/global-average-pooling-1d.js';
import type { GlobalAveragePooling1DDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { averageOverTime } from './pool.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsGlobalAveragePooling1D extends SekvensLayer<GlobalAveragePooling1DDefinition> {
  static className = CLASS_NAMES.globalAveragePooling1D;

  constructor(options: GlobalPooling1DOptions & TfjsLayerOptions = {}) {
    super(globalAveragePooling1DSpec, options);
  }

  protected override compute(x: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
    const used = this.definition.config.useMask ? mask : undefined;
    return averageOverTime(x, used);
  }
}

/**
 * The average of each feature over the time steps that are not masked, as a layer of TensorFlow.js.
 *
 * [batch, time, features] → [batch, features]. A row whose steps are all masked gives zeros.
 */
export function globalAveragePooling1D(options: GlobalPooling1DOptions & TfjsLayerOptions = {}): tf.layers.Layer {
  return new TfjsGlobalAveragePooling1D(options);
}
