import * as tf from '@tensorflow/tfjs';
import { broadcast } from './run-recurrent.js';

/**
 * The largest of each feature, [batch, time, features] → [batch, features]; zeros where a row has no step. The gradient goes to the first of
 * several that are equal; TensorFlow.js gives each of them all of it.
 */
export function maxOverTime(x: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
  const [batch, time, features] = x.shape;
  if (time === 0 || batch === 0) return tf.zeros([batch, features]);
  const pooled = tf.customGrad((...inputs) => {
    const [values, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const present = mask && broadcast(mask, features);
    const seen = present ? tf.where(present, values, tf.fill(values.shape, -Infinity)) : values;
    const chosen = tf.equal(tf.reshape(tf.range(0, time, 1, 'int32'), [1, time, 1]), tf.expandDims(tf.argMax(seen, 1), 1));
    const largest = tf.max(seen, 1);
    save([present ? tf.logicalAnd(chosen, present) : chosen]);
    return {
      value: present ? tf.where(tf.any(present, 1), largest, tf.zerosLike(largest)) : largest,
      gradFunc: (dy: tf.Tensor, [at]: tf.Tensor[]) => tf.where(at, tf.expandDims(dy, 1), tf.zeros(x.shape)),
    };
  });
  return pooled(x);
}

/** The average of each feature, [batch, time, features] → [batch, features]; zeros where a row has no step. */
export function averageOverTime(x: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
  const [batch, time, features] = x.shape;
  if (time === 0) return tf.zeros([batch, features]);
  if (!mask) return tf.mean(x, 1);
  const steps = tf.maximum(tf.sum(tf.cast(mask, 'float32'), 1, true), 1);
  return tf.div(tf.sum(tf.where(broadcast(mask, features), x, tf.zerosLike(x)), 1), steps);
}
