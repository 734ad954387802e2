import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';

export interface MaskedOptions {
  /** Steps with this label take no part. Default -1; 0 where the labels' padding is 0 and no class. */
  readonly ignoreLabel?: number;
}

/** Labels and probabilities, as `compile` takes them as loss or metric. */
export type LabelsFunction = (labels: tf.Tensor, probabilities: tf.Tensor) => tf.Tensor;

/** Below this a probability counts as this, as in TensorFlow.js. */
const LEAST = 1e-7;

/**
 * Cross-entropy of integer labels, averaged over the steps that have one: -Σ log p[label] / number of labels. A batch without any gives 0.
 *
 * labels [batch, time] or [batch, time, 1], of any numeric type; probabilities [batch, time, classes] → a scalar. Without a time axis
 * it is the average over rows. TensorFlow.js' own cross-entropy counts padding, and fails for int32 labels.
 */
export function maskedSparseCategoricalCrossentropy(options: MaskedOptions = {}): LabelsFunction {
  const ignored = readOptions(options, 'maskedSparseCategoricalCrossentropy(options)');
  return (labels, probabilities) =>
    tf.tidy(() => {
      const { ids, present, count, rows, classes } = flatten(labels, probabilities, ignored);
      const shares = tf.div(rows, tf.sum(rows, 1, true));
      const ofLabel = tf.sum(tf.mul(tf.oneHot(ids, classes), tf.log(tf.clipByValue(shares, LEAST, 1))), 1);
      return tf.div(tf.sum(tf.where(present, tf.neg(ofLabel), tf.zerosLike(ofLabel))), count);
    });
}

/**
 * Share of the steps with a label whose most likely class is that label.
 *
 * labels [batch, time] or [batch, time, 1], probabilities [batch, time, classes] → a scalar. A batch without a label gives 0.
 */
export function maskedAccuracy(options: MaskedOptions = {}): LabelsFunction {
  const ignored = readOptions(options, 'maskedAccuracy(options)');
  // Its name is what histories call it.
  return function acc(labels, probabilities) {
    return tf.tidy(() => {
      const { ids, present, count, rows } = flatten(labels, probabilities, ignored);
      return tf.div(tf.sum(tf.cast(tf.logicalAnd(present, tf.equal(tf.argMax(rows, 1), ids)), 'float32')), count);
    });
  };
}

function flatten(labels: tf.Tensor, probabilities: tf.Tensor, ignored: number) {
  const classes = probabilities.shape.at(-1)!;
  const size = probabilities.size / classes;
  if (labels.size !== size) {
    throw new SekvensError({ code: 'invalid-data', where: 'labels', expected: `one label a row of classes, ${size}`, got: `a tensor of shape [${labels.shape.join(', ')}]` });
  }
  const given = tf.cast(tf.reshape(labels, [size]), 'int32');
  const present = tf.notEqual(given, ignored);
  return {
    present,
    ids: tf.where(present, given, tf.zerosLike(given)) as tf.Tensor1D,
    count: tf.maximum(tf.sum(tf.cast(present, 'float32')), 1),
    rows: tf.reshape(probabilities, [size, classes]),
    classes,
  };
}

function readOptions(options: MaskedOptions, where: string): number {
  assertKnownOptions(options, ['ignoreLabel'], where);
  const { ignoreLabel = -1 } = options;
  if (!Number.isInteger(ignoreLabel)) throw new SekvensError({ code: 'invalid-option', where: where.replace('options', '{ ignoreLabel }'), expected: 'an integer', got: show(ignoreLabel) });
  return ignoreLabel;
}
