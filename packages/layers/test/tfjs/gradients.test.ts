/** Gradients and masks where TensorFlow.js has traps of its own. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { lstm as defineLSTM } from '../../src/index.js';
import { bidirectional, embedding, globalMaxPooling1D, gru, lstm, masking } from '../../src/tfjs/index.js';
import { backends, useBackend } from './backends.js';

const numbers = (tensor: unknown) => Array.from((tensor as tf.Tensor).dataSync());

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each([1, 3])('a masking layer behind one that is trained, %d time steps', async (steps) => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 2, inputShape: [null, 2] }), masking(), bidirectional({ layer: lstm({ units: 2, returnSequences: true }) }), globalMaxPooling1D(), tf.layers.dense({ units: 1 })],
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const [x, y] = [tf.ones([2, steps, 2]), tf.ones([2, 1])];
    expect(Number.isFinite(Number(await model.trainOnBatch(x, y)))).toBe(true);
    tf.dispose([x, y]);
    model.dispose();
  });

  it('the first of equal maxima takes the gradient, and masked ones none', () => {
    const gradient = (mask?: tf.Tensor) => numbers(tf.grad((x) => globalMaxPooling1D().apply(x, mask && { mask }) as tf.Tensor)(tf.tensor3d([2, 1, 2, 0], [1, 4, 1])));
    expect(gradient()).toEqual([1, 0, 0, 0]);
    expect(gradient(tf.tensor2d([0, 1, 1, 1], [1, 4], 'bool'))).toEqual([0, 0, 1, 0]);
    expect(gradient(tf.tensor2d([0, 0, 0, 0], [1, 4], 'bool'))).toEqual([0, 0, 0, 0]);
  });

  it('an embedding has second derivatives', () => {
    const layer = embedding({ inputDim: 3, outputDim: 1, embeddingsInitializer: 'ones' });
    const ids = tf.tensor2d([[2, 0, 2]], [1, 3], 'int32');
    tf.dispose(layer.apply(ids) as tf.Tensor);
    const variable = (layer.weights[0] as unknown as { val: tf.Variable }).val;
    const cubes = () => tf.sum<tf.Scalar>(tf.pow(layer.apply(ids) as tf.Tensor, 3));
    // the gradient is 3 · count · w², and that of its square 36 · count² · w³
    const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(tf.square(tf.variableGrads(cubes, [variable]).grads[variable.name])), [variable]);
    numbers(grads[variable.name]).forEach((value, i) => expect(value).toBeCloseTo([36, 0, 144][i], 2));
  });

  it('a mask ends at a layer that does not pass it on, also for layers behind it', () => {
    const front = () => [embedding({ inputDim: 5, outputDim: 3, maskZero: true, name: 'words', inputShape: [null] }), lstm({ units: 3, name: 'reader' })];
    const ids = tf.tensor2d([[1, 0, 0]], [1, 3], 'int32');
    const state = numbers(tf.sequential({ layers: front() }).predict(ids));
    const alone = numbers(gru({ units: 2, name: 'behind' }).apply(tf.tensor3d([state, state, state].flat(), [1, 3, 3])));
    const whole = tf.sequential({ layers: [...front(), tf.layers.repeatVector({ n: 3 }), gru({ units: 2, name: 'behind' })] });
    numbers(whole.predict(ids)).forEach((value, i) => expect(value).toBeCloseTo(alone[i], 6));
  });

  it('the arguments of a caller stay as they are', () => {
    const kept = { mask: tf.tensor2d([1, 0], [1, 2], 'bool') };
    lstm({ units: 1 }).apply(tf.ones([1, 2, 1]), kept);
    expect(Object.keys(kept)).toEqual(['mask']);
  });

  it('weights that are not trained may be later', () => {
    const layer = lstm({ units: 2, trainable: false, inputShape: [null, 1] });
    const model = tf.sequential({ layers: [layer] });
    expect(model.trainableWeights).toHaveLength(0);
    layer.trainable = true;
    expect(model.trainableWeights).toHaveLength(3);
    const half = bidirectional({ layer: defineLSTM({ units: 2, trainable: false }), backwardLayer: defineLSTM({ units: 2, goBackwards: true }), inputShape: [null, 1] });
    expect(tf.sequential({ layers: [half] }).trainableWeights).toHaveLength(3);
  });
});
