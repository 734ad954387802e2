import * as tf from '@tensorflow/tfjs';
import type { ActivationName } from '../types.js';

/** The activation of every element; hardSigmoid is Keras 3's, clip(x / 6 + 0.5, 0, 1), where TensorFlow.js has clip(0.2 x + 0.5, 0, 1). */
export function activate(name: ActivationName, x: tf.Tensor): tf.Tensor {
  switch (name) {
    case 'tanh':
      return tf.tanh(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'relu':
      return tf.relu(x);
    case 'linear':
      return x;
    case 'hardSigmoid':
      return tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1);
    case 'softmax':
      return tf.softmax(x);
  }
}
