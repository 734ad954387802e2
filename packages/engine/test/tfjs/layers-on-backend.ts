/** What layers of @sekvens/layers/tfjs give on a backend: outputs, and gradients of a step with dropout. */
import {
  attentionPooling1D, bidirectional, embedding, globalMaxAveragePooling1D, gru, lstm, masking, maskedSparseCategoricalCrossentropy, simpleRNN, useKernels,
} from '@sekvens/layers/tfjs';
import * as tf from '@tensorflow/tfjs';
import { wasmKernels } from '../../src/tfjs/index.js';

const dense = () => tf.layers.dense({ units: 3, activation: 'softmax', name: 'dense', kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) });

const networks: Readonly<Record<string, () => tf.layers.Layer[]>> = {
  first: () => [
    embedding({ inputDim: 30, outputDim: 6, maskZero: true, name: 'words', inputShape: [null], wordDropout: 0.2, embeddingDropout: 0.2 }),
    bidirectional({ layer: lstm({ units: 5, returnSequences: true, dropout: 0.2, recurrentDropout: 0.2 }), name: 'both' }),
    gru({ units: 4, returnSequences: true, name: 'gru' }), globalMaxAveragePooling1D({ name: 'pool' }), dense(),
  ],
  second: () => [
    embedding({ inputDim: 30, outputDim: 6, maskZero: true, name: 'words', inputShape: [null] }), masking({ name: 'mask' }), simpleRNN({ units: 5, goBackwards: true, returnSequences: true, name: 'rnn' }),
    gru({ units: 4, resetAfter: false, zeroOutputForMask: true, returnSequences: true, name: 'gru' }), attentionPooling1D({ units: 3, name: 'pool' }),
    dense(),
  ],
};

/** By name; undefined where there is no such backend. */
export async function layersOn(backend: string, kernels: boolean): Promise<Record<string, number[]> | undefined> {
  if (!(await tf.setBackend(backend))) return undefined;
  await tf.ready();
  useKernels(kernels ? wasmKernels() : undefined);
  const found: Record<string, number[]> = {};
  for (const [name, layers] of Object.entries(networks)) {
    const model = tf.sequential({ layers: layers() });
    const ids = tf.tensor2d([[1, 2, 3, 0, 0], [4, 0, 5, 6, 7], [0, 0, 0, 0, 0], [8, 8, 8, 8, 8]], [4, 5], 'int32');
    const labels = tf.tensor1d([0, 1, 2, 0], 'int32');
    found[`${name}: output`] = Array.from(await (model.predict(ids) as tf.Tensor).data());
    const { grads } = tf.variableGrads(() => maskedSparseCategoricalCrossentropy()(labels, model.apply(ids, { training: true }) as tf.Tensor) as tf.Scalar);
    for (const [i, { originalName }] of model.trainableWeights.entries()) found[`${name}: ${originalName}`] = Array.from(await Object.values(grads)[i].data());
    model.dispose();
  }
  return found;
}
