import * as tf from '@tensorflow/tfjs';
import type { AttentionPooling1DOptions } from '../layers/attention-pooling-1d.js';
import { attentionPooling1DSpec } from '../layers/attention-pooling-1d.js';
import type { AttentionPooling1DDefinition } from '../types.js';
import { CLASS_NAMES } from './class-names.js';
import { broadcast } from './run-recurrent.js';
import { SekvensLayer } from './sekvens-layer.js';
import type { TfjsLayerOptions } from './sekvens-layer.js';

export class TfjsAttentionPooling1D extends SekvensLayer<AttentionPooling1DDefinition> {
  static className = CLASS_NAMES.attentionPooling1D;

  constructor(options: AttentionPooling1DOptions & TfjsLayerOptions = {}) {
    super(attentionPooling1DSpec, options);
  }

  protected override compute(x: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
    const [batch, time, features] = x.shape as [number, number, number];
    if (time === 0) return tf.zeros([batch, features]);
    const used = this.definition.config.useMask ? mask : undefined;
    const present = used && broadcast(used, 1);
    const kept = used ? tf.where(broadcast(used, features), x, tf.zerosLike(x)) : x;
    const rows = tf.reshape<tf.Rank.R2>(kept, [batch * time, features]);
    const kernel = this.weight('kernel') as tf.Tensor2D | undefined;
    const hidden = kernel ? tf.tanh(tf.add(tf.matMul(rows, kernel), this.weight('bias')!)) : rows;
    const scores = tf.reshape(tf.matMul(hidden as tf.Tensor2D, this.weight('context') as tf.Tensor2D), [batch, time, 1]);
    const shown = present ? tf.where(present, scores, tf.fill(scores.shape, -1e30)) : scores;
    const shares = tf.softmax(tf.reshape(shown, [batch, time]));
    return tf.sum(tf.mul(tf.reshape(shares, [batch, time, 1]), kept), 1);
  }
}

/**
 * The average of the time steps, weighted by how much the layer attends to each, as a layer of TensorFlow.js. Options, formula and
 * defaults are those of `attentionPooling1D` of `@sekvens/layers`.
 *
 * [batch, time, features] → [batch, features]. Masked steps have no weight; a row whose steps are all masked gives zeros.
 */
export function attentionPooling1D(options: AttentionPooling1DOptions & TfjsLayerOptions = {}): tf.layers.Layer {
  return new TfjsAttentionPooling1D(options);
}
