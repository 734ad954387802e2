import * as tf from '@tensorflow/tfjs';
import type { MaskedOptions } from './masked-losses.js';
import { maskedAccuracy, maskedSparseCategoricalCrossentropy } from './masked-losses.js';

export interface CompileForLabelsOptions extends MaskedOptions {
  readonly optimizer: string | tf.Optimizer;
}

/**
 * `model.compile` for integer labels, one a row or one a time step, with {@link maskedSparseCategoricalCrossentropy} as its loss and
 * {@link maskedAccuracy} as its metric. `fit` then takes labels [batch, 1] or [batch, time, 1], of type int32 or float32.
 *
 * TensorFlow.js lets labels have that shape only for its own sparse loss, so that one is compiled and the masked one is put in its place.
 */
export function compileForLabels(model: tf.LayersModel, { optimizer, ...masked }: CompileForLabelsOptions): void {
  const [loss, accuracy] = [maskedSparseCategoricalCrossentropy(masked), maskedAccuracy(masked)];
  model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy', metrics: [accuracy] });
  // A sequential model compiles the model it holds.
  const compiled = model instanceof tf.Sequential ? (model as unknown as { model: tf.LayersModel }).model : model;
  compiled.lossFunctions = compiled.lossFunctions.map(() => loss);
}
