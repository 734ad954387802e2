import * as tf from '@tensorflow/tfjs';
import type { BidirectionalDefinition, RecurrentDefinition } from '../types.js';
import { readsAtOnce } from './lookup.js';
import { kernelsInUse } from './use-kernels.js';

/** A layer in operations of TensorFlow.js, of these weights by path. */
export type PlainLayer = (x: tf.Tensor, mask: tf.Tensor | undefined, weights: Readonly<Record<string, tf.Tensor>>) => tf.Tensor;

/**
 * A whole layer by the kernels in use, or undefined where operations have to do it: without kernels, on backends whose memory is elsewhere,
 * with dropout, or for a batch without a number in it.
 *
 * @param paths of `weights` in the layer
 */
export function runKernels(
  definition: RecurrentDefinition | BidirectionalDefinition,
  x: tf.Tensor,
  mask: tf.Tensor | undefined,
  paths: readonly string[],
  weights: readonly tf.Tensor[],
  plain: PlainLayer,
): tf.Tensor | undefined {
  const kernels = kernelsInUse();
  if (kernels === undefined || !readsAtOnce() || x.size === 0) return undefined;
  const present = mask && Uint8Array.from(mask.dataSync(), (value) => (value ? 1 : 0));
  const layer = tf.customGrad((...inputs) => {
    const tensors = inputs.slice(0, -1) as tf.Tensor[];
    (inputs.at(-1) as tf.GradSaveFunc)(tensors);
    const [values, ...numbers] = tensors.map((tensor) => tensor.dataSync() as Float32Array);
    const run = kernels.forward({
      definition,
      x: values,
      shape: x.shape as [number, number, number],
      mask: present,
      weights: Object.fromEntries(paths.map((path, i) => [path, numbers[i]])),
    });
    return {
      value: tf.tensor(run.output, [...run.shape], 'float32'),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        // Somebody differentiates this gradient, which only operations of TensorFlow.js allow.
        if (tf.engine().state.gradientDepth > 0) {
          const again = present && tf.tensor(present, mask.shape, 'bool');
          return tf.grads((values: tf.Tensor, ...numbers: tf.Tensor[]) => plain(values, again, Object.fromEntries(paths.map((path, i) => [path, numbers[i]]))))(saved, dy);
        }
        const gradients = run.backward(dy.dataSync() as Float32Array);
        return [tf.tensor(gradients.x, x.shape, 'float32'), ...paths.map((path, i) => tf.tensor(gradients.weights[path], weights[i].shape, 'float32'))];
      },
    };
  });
  return layer(x, ...weights);
}
