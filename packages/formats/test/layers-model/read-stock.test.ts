import { Random } from '@sekvens/core';
import { Sequential } from '@sekvens/engine';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readLayersModel } from '../../src/index.js';
import { predictHere, randomBatch } from './random-networks.js';
import { predictStock, saveStock, useStock } from './stock-model.js';

const L = tf.layers;
const words = () => L.embedding({ inputDim: 12, outputDim: 3, maskZero: true });

/** Models as people make them with TensorFlow.js, its defaults among them. */
const models: Readonly<Record<string, () => tf.layers.Layer[]>> = {
  'simple recurrent layers': () => [words(), L.simpleRNN({ units: 4, returnSequences: true }), L.simpleRNN({ units: 3, activation: 'hardSigmoid' }), L.dense({ units: 2, activation: 'softmax' })],
  "an LSTM with TensorFlow.js' defaults, hardSigmoid among them": () => [words(), L.lstm({ units: 4 }), L.dense({ units: 3, activation: 'sigmoid' })],
  "a GRU with TensorFlow.js' defaults": () => [words(), L.gru({ units: 4 }), L.dense({ units: 3 })],
  'a GRU of hard sigmoids': () => [words(), L.gru({ units: 4, activation: 'hardSigmoid', useBias: false }), L.dense({ units: 3, activation: 'hardSigmoid' })],
  'bidirectional layers': () => [
    words(), L.bidirectional({ layer: L.lstm({ units: 3, returnSequences: true }), mergeMode: 'sum' }), L.spatialDropout1d({ rate: 0.5 }),
    L.bidirectional({ layer: L.gru({ units: 2, recurrentActivation: 'sigmoid', goBackwards: true }), mergeMode: 'concat' }), L.dropout({ rate: 0.3 }), L.dense({ units: 3 }),
  ],
  'frozen layers': () => [L.embedding({ inputDim: 12, outputDim: 3, trainable: false }), L.simpleRNN({ units: 4, trainable: false, returnSequences: true }), L.globalAveragePooling1d({}), L.dense({ units: 2 })],
  'features with masking and an input layer': () => [L.inputLayer({ inputShape: [null, 4] }), L.masking({ maskValue: 0 }), L.lstm({ units: 4, goBackwards: true, recurrentActivation: 'sigmoid' }), L.activation({ activation: 'relu' })],
  'pooled steps': () => [L.embedding({ inputDim: 12, outputDim: 3 }), L.globalMaxPooling1d({}), L.dense({ units: 2, activation: 'relu' })],
  vectors: () => [L.dense({ units: 5, activation: 'tanh', inputShape: [6] }), L.dense({ units: 2, activation: 'softmax' })],
};

beforeAll(useStock);

/** Weights of every size instead of initial ones, among which biases are all the same. */
function randomise(model: tf.LayersModel, random: Random): void {
  model.setWeights(model.getWeights().map(({ shape, size }) => tf.tensor(Float32Array.from({ length: size }, () => random.uniform(-1, 1)), shape)));
}

function expectSame(model: tf.LayersModel, files: Awaited<ReturnType<typeof saveStock>>, tolerance = 1e-5): void {
  const { network, weights } = readLayersModel(files, 'saved');
  const batch = randomBatch(network, new Random(3), network.input.shape.length === 2 && network.input.kind === 'features' ? [6, 6] : [5, 1, 3, 4], 1);
  const vectors = { values: batch.values.subarray(0, 12), rows: 2, steps: 6 };
  const given = { network, weights, batch: network.input.kind === 'features' && network.input.shape.length === 2 ? vectors : batch };
  const [there, here] = [predictStock(model, given), predictHere(given)];
  expect(here).toHaveLength(there.length);
  here.forEach((value, i) => expect(Math.abs(value - there[i])).toBeLessThan(tolerance));
}

describe('models that TensorFlow.js has saved', () => {
  it.each(Object.keys(models))('%s: predict the same here within 1e-5', async (name) => {
    const model = tf.sequential({ layers: models[name]() });
    randomise(model, new Random(7));
    const files = await saveStock(model);
    expectSame(model, files);
    // as Keras writes it around the topology of a model, and TensorFlow.js' converter with it
    expectSame(model, await saveStock(model, ({ modelTopology }) => ({ modelTopology: { keras_version: '2.4.0', backend: 'tensorflow', model_config: modelTopology } })));
  });

  it('in several groups and files, with names of Keras, and weights that are no part of the model', async () => {
    const model = tf.sequential({ layers: models['bidirectional layers']() });
    randomise(model, new Random(7));
    const files = await saveStock(model, ({ weightSpecs }) => {
      const rename = (name: string) => name.replace(/\/(forward|backward)_(\w+?)\/(\w+)$/, '/$1_$2/$2_cell/$3');
      const specs = weightSpecs!.map(({ name, ...spec }) => ({ ...spec, name: rename(name) }));
      return { weightsManifest: [{ paths: ['a/1.bin', 'a/2.bin', 'a/3.bin'], weights: specs.slice(0, 5) }, { paths: ['b.bin'], weights: specs.slice(5) }] };
    });
    const { weightsManifest: [{ weights }] } = JSON.parse(new TextDecoder().decode(files['model.json'])) as { weightsManifest: [{ weights: { shape: number[] }[] }] };
    const first = weights.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
    const all = files['weights.bin'];
    // files end in the middle of weights and of numbers
    expectSame(model, { 'model.json': files['model.json'], 'a/1.bin': all.slice(0, 51), 'a/2.bin': new Uint8Array(), 'a/3.bin': all.slice(51, first), 'b.bin': all.slice(first) });
  });

  it('with the state of an optimizer, which is left out', async () => {
    const model = tf.sequential({ layers: models.vectors() });
    const files = await saveStock(model, ({ weightSpecs }) => ({
      weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }, { paths: ['more.bin'], weights: [{ name: 'Adam/m', shape: [2], dtype: 'float32', group: 'optimizer' }] }],
    }));
    expectSame(model, { ...files, 'more.bin': new Uint8Array(8) });
  });

  it.each([['int32', 1], ['uint8', 2], ['uint16', 2], ['float16', 1]] as const)('with %s weights', async (dtype, scale) => {
    const model = tf.sequential({ layers: models.vectors() });
    model.setWeights(model.getWeights().map(({ shape, size }, i) => tf.tensor(Float32Array.from({ length: size }, (_, j) => ((j * 7 + i) % 5) * scale - 3), shape)));
    const files = await saveStock(model, ({ weightSpecs }) => ({
      weightsManifest: [{ paths: ['w.bin'], weights: weightSpecs!.map((spec) => ({ ...spec, ...stored[dtype].entry })) }],
    }));
    const numbers = new Float32Array(files['weights.bin'].buffer);
    expectSame(model, { 'model.json': files['model.json'], 'w.bin': new Uint8Array(stored[dtype].numbers(numbers).buffer) });
  });

  const stored = {
    int32: { entry: { dtype: 'int32' }, numbers: (x: Float32Array) => Int32Array.from(x) },
    uint8: { entry: { quantization: { dtype: 'uint8', scale: 2, min: -3 } }, numbers: (x: Float32Array) => Uint8Array.from(x, (v) => (v + 3) / 2) },
    uint16: { entry: { dtype: 'int32', quantization: { dtype: 'uint16', scale: 2, min: -3.2 } }, numbers: (x: Float32Array) => Uint16Array.from(x, (v) => (v + 3) / 2) },
    float16: { entry: { quantization: { dtype: 'float16' } }, numbers: (x: Float32Array) => Uint16Array.from(x, (v) => ({ '-3': 0xc200, '-2': 0xc000, '-1': 0xbc00, '0': 0, '1': 0x3c00 })[String(v)]!) },
  };

  it('are refused where they hold what is not here, all of it named', async () => {
    const model = tf.sequential({ layers: [L.embedding({ inputDim: 5, outputDim: 4, inputLength: 6 }), L.conv1d({ filters: 2, kernelSize: 2 }), L.lstm({ units: 2, activation: 'hardSigmoid', name: 'l' }), L.activation({ activation: 'hardSigmoid', name: 'a' })] });
    const files = await saveStock(model);
    expect(() => readLayersModel(files, 'saved')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: saved/model.json, fromKerasConfig(config): expected layers and options that exist here, got conv1d_Conv1D1 (Conv1D): no such layer here; l (LSTM): activation: expected Keras 3's hard_sigmoid, clip(x / 6 + 0.5, 0, 1), got that of Keras 2 and TensorFlow.js, clip(0.2 x + 0.5, 0, 1); l (LSTM): recurrent_activation: expected Keras 3's hard_sigmoid, clip(x / 6 + 0.5, 0, 1), got that of Keras 2 and TensorFlow.js, clip(0.2 x + 0.5, 0, 1); a (Activation): activation: expected Keras 3's hard_sigmoid, clip(x / 6 + 0.5, 0, 1), got that of Keras 2 and TensorFlow.js, clip(0.2 x + 0.5, 0, 1).]`);
  });

  it('may be functional ones, where they are a chain', async () => {
    const input = tf.input({ shape: [3] });
    const chain = tf.model({ inputs: input, outputs: L.dense({ units: 2 }).apply(L.dense({ units: 4, activation: 'relu' }).apply(input)) as tf.SymbolicTensor });
    const { network, weights } = readLayersModel(await saveStock(chain), 'saved');
    const { data } = new Sequential(network, weights).predict([[0.1, -0.2, 0.3]]);
    const expected = (chain.predict(tf.tensor2d([[0.1, -0.2, 0.3]])) as tf.Tensor).dataSync();
    data.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
    const forked = tf.model({ inputs: input, outputs: [L.dense({ units: 2 }).apply(input), L.dense({ units: 2 }).apply(input)] as tf.SymbolicTensor[] });
    const files = await saveStock(forked);
    expect(() => readLayersModel(files, 'saved')).toThrow(/^saved\/model\.json, fromKerasConfig\(config\): expected layers and options that exist here, got /);
  });
});
