import * as tf from '@tensorflow/tfjs';
import { broadcast } from './run-recurrent.js';

/** The largest of each feature, [batch, time, features] → [batch, features]; zeros where a row has no step. */
export function maxOverTime(x: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
  const [batch, time, features] = x.shape;
  if (time === 0) return tf.zeros([batch, features]);
  if (!mask) return tf.max(x, 1);
  const present = broadcast(mask, features);
  // The lowest number is no step's: it only keeps masked ones from being the largest.
  const largest = tf.max(tf.where(present, x, tf.fill(x.shape, -3.4e38)), 1);
  return tf.where(tf.any(present, 1), largest, tf.zerosLike(largest));
}

/** The average of each feature, [batch, time, features] → [batch, features]; zeros where a row has no step. */
export function averageOverTime(x: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
  const [batch, time, features] = x.shape;
  if (time === 0) return tf.zeros([batch, features]);
  if (!mask) return tf.mean(x, 1);
  const steps = tf.maximum(tf.sum(tf.cast(mask, 'float32'), 1, true), 1);
  return tf.div(tf.sum(tf.where(broadcast(mask, features), x, tf.zerosLike(x)), 1), steps);
}
