import * as tf from '@tensorflow/tfjs';
import { Random, TextVectorization } from '@sekvens/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initializeWeights, network } from '../../src/index.js';
import * as ours from '../../src/index.js';
import * as layers from '../../src/tfjs/index.js';
import { backends, useBackend } from './backends.js';

/** Random numbers in this shape. */
function numbers(shape: number[], seed = 1): tf.Tensor {
  const random = new Random(seed);
  return tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform(-1, 1)), shape);
}

/** A model that reads ids, with a layer that gives one vector a row. */
function classifier(layer: tf.layers.Layer, options: { maskZero?: boolean; seed?: number } = {}): tf.Sequential {
  return tf.sequential({
    layers: [layers.embedding({ inputDim: 12, outputDim: 5, maskZero: true, inputShape: [null], name: 'table', ...options }), layer, tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: 'ones' })],
  });
}

const kinds: readonly (readonly [string, () => tf.layers.Layer])[] = [
  ['simpleRNN', () => layers.simpleRNN({ units: 4 })],
  ['lstm', () => layers.lstm({ units: 4 })],
  ['gru', () => layers.gru({ units: 4 })],
  ['gru, resetAfter: false', () => layers.gru({ units: 4, resetAfter: false, activation: 'relu', recurrentActivation: 'hardSigmoid' })],
  ['bidirectional', () => layers.bidirectional({ layer: layers.lstm({ units: 4 }), mergeMode: 'ave' })],
  ['max', () => layers.globalMaxPooling1D()],
  ['average', () => layers.globalAveragePooling1D()],
  ['max and average', () => layers.globalMaxAveragePooling1D()],
];

const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');
const predict = (model: tf.LayersModel, x: tf.Tensor) => tf.tidy(() => Array.from((model.predict(x) as tf.Tensor).dataSync()));

describe.each(backends)('on the backend %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(kinds)('%s', (_, make) => {
    it('is not changed by padding where there is a mask', () => {
      const model = classifier(make());
      const [short, long] = [ids([[3, 4, 5], [7, 2, 9]]), ids([[3, 4, 5, 0, 0], [7, 2, 9, 0, 0]])];
      predict(model, long).forEach((value, i) => expect(value).toBeCloseTo(predict(model, short)[i], 6));
    });

    it('leaves no tensor behind: forward, fit, evaluate, predict, dispose', async () => {
      const before = tf.memory().numTensors;
      const model = classifier(make());
      const x = ids([[3, 4, 5, 0], [7, 2, 0, 0], [1, 1, 2, 6]]);
      const y = tf.tensor2d([[0], [1], [2]], undefined, 'int32');
      const optimizer = tf.train.sgd(0.5);
      layers.compileForLabels(model, { optimizer });
      const first = (await model.fit(x, y, { epochs: 1, batchSize: 3, verbose: 0 })).history.loss[0];
      const held = tf.memory().numTensors;
      const { history } = await model.fit(x, y, { epochs: 3, batchSize: 3, verbose: 0 });
      expect(history.loss[2]).toBeLessThan(first as number);
      tf.dispose(model.evaluate(x, y, { verbose: 0 }));
      tf.dispose(model.predict(x));
      expect(tf.memory().numTensors).toBe(held);
      model.dispose();
      optimizer.dispose();
      tf.dispose([x, y]);
      expect(tf.memory().numTensors).toBe(before);
    });

    it('is read again from what a model is saved as', async () => {
      layers.register();
      const model = classifier(make());
      const x = ids([[3, 4, 5, 0], [7, 2, 0, 0]]);
      let saved: tf.io.ModelArtifacts | undefined;
      await model.save(tf.io.withSaveHandler((artifacts) => { saved = JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined })) as tf.io.ModelArtifacts; saved.weightData = artifacts.weightData!; return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }); }));
      const read = await tf.loadLayersModel(tf.io.fromMemory(saved!));
      expect(read.layers.map((layer) => layer.getConfig())).toEqual(model.layers.map((layer) => layer.getConfig()));
      expect(predict(read, x)).toEqual(predict(model, x));
    });
  });

  it('an embedding has the gradient that a product with one-hot rows has', () => {
    tf.tidy(() => {
      const layer = layers.embedding({ inputDim: 6, outputDim: 3 });
      const x = ids([[1, 2, 2], [5, 2, 0]]);
      layer.apply(x);
      const weight = (layer.trainableWeights[0] as unknown as { val: tf.Variable }).val;
      const factors = numbers([2, 3, 3], 3);
      const { grads } = tf.variableGrads(() => tf.sum(tf.mul(layer.apply(x) as tf.Tensor, factors)), [weight]);
      const expected = tf.matMul(tf.oneHot(x.reshape([6]), 6).cast('float32'), factors.reshape([6, 3]), true);
      const [a, b] = [grads[weight.name].dataSync(), expected.dataSync()];
      a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 6));
      for (const each of layer.weights) each.dispose();
    });
  });

  it('an embedding refuses ids it has no row for', () => {
    const layer = layers.embedding({ inputDim: 6, outputDim: 3, name: 'words' });
    expect(() => tf.tidy(() => layer.apply(ids([[1, 6]])) as tf.Tensor)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: words (embedding): expected token ids from 0 to 5, got 6. inputDim has to be the size of the vocabulary.]`);
  });

  it('what stands in padding reaches neither output nor gradient, NaN included', () => {
    tf.tidy(() => {
      const layer = layers.gru({ units: 3, returnSequences: true });
      const clean = numbers([1, 3, 2]);
      const mask = tf.tensor2d([[1, 0, 1]], undefined, 'bool');
      const dirty = tf.where(tf.tensor3d([[[1, 1], [0, 0], [1, 1]]], undefined, 'bool'), clean, tf.fill([1, 3, 2], NaN));
      const run = (x: tf.Tensor) => tf.valueAndGrad((input: tf.Tensor) => tf.sum(layer.apply(input, { mask }) as tf.Tensor))(x);
      const [a, b] = [run(clean), run(dirty)];
      expect(b.value.dataSync()).toEqual(a.value.dataSync());
      expect(b.grad.dataSync()).toEqual(a.grad.dataSync());
      for (const each of layer.weights) each.dispose();
    });
  });

  it('masking masks steps that are nothing but its value', () => {
    tf.tidy(() => {
      const layer = layers.masking({ maskValue: 2 });
      const x = tf.tensor3d([[[2, 2], [2, 1], [0, 0]]]);
      expect(Array.from((layer.apply(x) as tf.Tensor).dataSync())).toEqual([0, 0, 2, 1, 0, 0]);
      expect(Array.from((layer.computeMask(x) as tf.Tensor).dataSync())).toEqual([0, 1, 1]);
    });
  });

  it('pooling of a row without a step gives zeros', () => {
    tf.tidy(() => {
      const mask = tf.tensor2d([[0, 0], [0, 1]], undefined, 'bool');
      const x = tf.tensor3d([[[1, 2], [3, 4]], [[9, 9], [-3, -4]]]);
      expect(Array.from((layers.globalMaxAveragePooling1D().apply(x, { mask }) as tf.Tensor).dataSync())).toEqual([0, 0, 0, 0, -3, -4, -3, -4]);
      expect(Array.from((layers.globalMaxPooling1D({ useMask: false }).apply(x, { mask }) as tf.Tensor).dataSync())).toEqual([3, 4, 9, 9]);
    });
  });

  it('dropout is repeated with the seed, differs from step to step, and is off without training', () => {
    tf.tidy(() => {
      const run = (training: boolean, seed: number) => {
        const layer = layers.lstm({ units: 4, dropout: 0.5, recurrentDropout: 0.5, seed, name: 'lstm' });
        const results = [0, 1].map(() => Array.from((layer.apply(numbers([2, 4, 6]), { training }) as tf.Tensor).dataSync()));
        for (const each of layer.weights) each.dispose();
        return results;
      };
      expect(run(true, 1)).toEqual(run(true, 1));
      expect(run(true, 1)[0]).not.toEqual(run(true, 1)[1]);
      expect(run(true, 1)).not.toEqual(run(true, 2));
      expect(run(false, 1)[0]).toEqual(run(false, 1)[1]);
    });
  });

  it('dropout of words spares padding, and dropout of rows drops a word wherever it occurs', () => {
    tf.tidy(() => {
      const x = ids([[2, 2, 0, 3], [2, 3, 0, 3]]);
      const words = layers.embedding({ inputDim: 4, outputDim: 1, wordDropout: 0.5, weights: [[0], [1], [2], [3]] });
      const read = Array.from((words.apply(x, { training: true }) as tf.Tensor).dataSync());
      expect([read[2], read[6]]).toEqual([0, 0]);
      expect(read.every((value) => [0, 1, 2, 3].includes(value))).toBe(true);
      expect(read).toContain(1);
      const rows = layers.embedding({ inputDim: 4, outputDim: 1, embeddingDropout: 0.5, weights: [[1], [1], [1], [1]] });
      const [a, b, c, d, e, f] = Array.from((rows.apply(x, { training: true }) as tf.Tensor).dataSync());
      expect([b, e]).toEqual([a, a]);
      expect(f).toBe(d);
      expect([0, 2]).toContain(c);
      for (const each of [...words.weights, ...rows.weights]) each.dispose();
    });
  });

  it('masked loss and accuracy leave out what has no label', () => {
    tf.tidy(() => {
      const probabilities = tf.tensor3d([[[0.5, 0.5], [0.25, 0.75], [0.9, 0.1]]]);
      for (const dtype of ['int32', 'float32'] as const) {
        const labels = tf.tensor3d([[[0], [1], [-1]]], undefined, dtype);
        expect(layers.maskedSparseCategoricalCrossentropy()(labels, probabilities).dataSync()[0]).toBeCloseTo(-(Math.log(0.5) + Math.log(0.75)) / 2, 6);
        expect(layers.maskedAccuracy()(labels, probabilities).dataSync()[0]).toBe(1);
        expect(layers.maskedAccuracy({ ignoreLabel: 1 })(tf.tensor2d([[1, 0, 1]], undefined, dtype), probabilities).dataSync()[0]).toBe(0);
      }
      expect(layers.maskedSparseCategoricalCrossentropy()(tf.tensor2d([[-1, -1, -1]]), probabilities).dataSync()[0]).toBe(0);
    });
    expect(() => layers.maskedAccuracy()(tf.tensor1d([1]), tf.tensor2d([[1, 2], [3, 4]]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: labels: expected one label a row of classes, 2, got a tensor of shape [1].]`);
  });

  it('a model that labels every token is trained with padded labels', async () => {
    const model = tf.sequential({ layers: [layers.embedding({ inputDim: 6, outputDim: 8, maskZero: true, inputShape: [null] }), layers.bidirectional({ layer: ours.gru({ units: 6, returnSequences: true }) }), tf.layers.dense({ units: 2, activation: 'softmax' })] });
    layers.compileForLabels(model, { optimizer: tf.train.adam(0.05) });
    const y = tf.tensor3d([[[1], [0], [-1]], [[0], [1], [0]]], undefined, 'int32');
    const { history } = await model.fit(ids([[2, 3, 0], [4, 5, 3]]), y, { epochs: 40, verbose: 0 });
    expect(history.acc.at(-1)).toBe(1);
    expect(Object.keys(history)).toEqual(['loss', 'acc']);
  });
});

it('weights begin as in a network with the same names and seed', () => {
  const net = network([ours.embedding({ inputDim: 9, outputDim: 3, name: 'table' }), ours.lstm({ units: 2, name: 'cell' })]);
  const expected = initializeWeights(net, 5);
  const model = tf.sequential({ layers: [layers.embedding({ inputDim: 9, outputDim: 3, name: 'table', seed: 5, inputShape: [null] }), layers.lstm({ units: 2, name: 'cell', seed: 5 })] });
  expect(model.getWeights().map((weight) => weight.dataSync())).toEqual(net.weights.map(({ path }) => expected[path]));
});

it('reads texts', () => {
  const vectorizer = new TextVectorization({ maxTokens: 20 });
  vectorizer.setVocabulary(['', '[UNK]', 'a', 'b']);
  const tensor = layers.textsToTensor(vectorizer, ['a b a', 'b c']);
  expect([tensor.dtype, tensor.arraySync()]).toEqual(['int32', [[2, 3, 2], [3, 1, 0]]]);
  const four = new TextVectorization({ outputSequenceLength: 4 });
  four.setVocabulary(['', '[UNK]', 'a']);
  expect(layers.textsToTensor(four, ['a']).arraySync()).toEqual([[2, 0, 0, 0]]);
  expect(() => layers.textsToTensor(four, [])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: textsToTensor(vectorizer, texts): expected at least one text, got none.]`);
  expect(() => layers.textsToTensor(new TextVectorization({ outputMode: 'count', vocabulary: ['a'] }), ['a'])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: textsToTensor(vectorizer, texts): expected a vectorizer whose outputMode is 'int' and that splits texts, got one that gives Float32Array of 2 dimensions.]`);
});

it('refuses options as the definitions do, and shapes that do not fit', () => {
  expect(() => layers.lstm({ units: 0 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm({ units }): expected a positive integer below 2^31, got 0.]`);
  expect(() => layers.lstm({ units: 2, stateful: true } as never)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: lstm({ stateful }): expected no such option here, got true. Leave it out: every row begins with zeros.]`);
  expect(() => layers.gru({ units: 2, seed: -1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: gru({ seed }): expected a seed that is an integer from 0 to 2^53 - 1, got -1.]`);
  expect(() => layers.gru(3 as never)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: gru(options): expected an object of options, got 3.]`);
  expect(() => layers.bidirectional({ layer: tf.layers.dense({ units: 1 }) })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bidirectional({ layer }): expected a recurrent layer: simpleRNN, lstm or gru, got an object of class Dense.]`);
  expect(() => layers.lstm({ units: 2, name: 'l' }).apply(tf.zeros([2, 3]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: l (lstm): expected a sequence [batch, time, features], got [2, 3].]`);
  expect(() => layers.embedding({ inputDim: 2, outputDim: 2, name: 'e' }).apply(tf.zeros([2, 3, 1]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: e (embedding): expected token ids [batch, time], got [2, 3, 1].]`);
  expect(() => layers.maskedAccuracy({ ignoreLabel: 0.5 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: maskedAccuracy({ ignoreLabel }): expected an integer, got 0.5.]`);
});
