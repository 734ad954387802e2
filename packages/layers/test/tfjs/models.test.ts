import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as ours from '../../src/index.js';
import { initializeWeights, network, networkToJSON } from '../../src/index.js';
import type { LayerDefinition, Shape } from '../../src/index.js';
import { fromLayersModel, register, toLayersModel } from '../../src/tfjs/index.js';
import * as layers from '../../src/tfjs/index.js';
import { useBackend } from './backends.js';

const { activation, attentionPooling1D, bidirectional, dense, dropout, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, gru, lstm, masking, simpleRNN, spatialDropout1D } = ours;

const table = embedding({ inputDim: 9, outputDim: 3, maskZero: true });
const cases: readonly (readonly [string, readonly LayerDefinition[], Shape | undefined])[] = [
  ['a classifier', [table, spatialDropout1D({ rate: 0.25 }), simpleRNN({ units: 4, recurrentDropout: 0.5, name: 'cell' }), dropout({ rate: 0.5 }), dense({ units: 3, activation: 'softmax' })], undefined],
  ['both directions', [table, bidirectional({ layer: lstm({ units: 3, returnSequences: true, name: 'inner', trainable: false }), backwardLayer: gru({ units: 3, returnSequences: true, goBackwards: true }), mergeMode: 'mul' }), globalMaxAveragePooling1D(), dense({ units: 2, kernelInitializer: { kind: 'truncatedNormal', stddev: 0.1 }, biasInitializer: 'ones' }), activation({ activation: 'hardSigmoid' })], undefined],
  ['features', [masking({ maskValue: -1 }), gru({ units: 2, resetAfter: false, recurrentActivation: 'hardSigmoid', returnSequences: true, useBias: false }), attentionPooling1D({ units: 3 }), dense({ units: 1, kernelInitializer: { kind: 'orthogonal', gain: 2 } })], [null, 5]],
  ['pooling', [table, globalAveragePooling1D(), dense({ units: 2, kernelInitializer: { kind: 'uniform', max: 1 }, biasInitializer: { kind: 'constant', value: 2 }, trainable: false })], [7]],
  ['more pooling', [table, attentionPooling1D(), dense({ units: 2, kernelInitializer: 'heNormal' })], undefined],
  ['pooling of all steps', [table, globalMaxPooling1D({ useMask: false })], undefined],
];

beforeAll(() => useBackend('cpu'));

describe.each(cases)('%s', (_, definitions, inputShape) => {
  const net = network(definitions, { inputShape, name: 'net' });
  const weights = initializeWeights(net, 3);
  const input = () => (net.input.kind === 'ids' ? tf.tensor2d([[3, 1, 8, 2, 2, 0, 0]], undefined, 'int32') : tf.tensor3d([[[1, 2, 3, 4, 5], [-1, -1, -1, -1, -1], [0, 1, 0, 1, 0]]]));

  it('is the same network when it comes back', () => {
    const model = toLayersModel(net, weights, { seed: 4 });
    const back = fromLayersModel(model);
    expect({ network: networkToJSON(back.network), weights: back.weights }).toEqual({ network: networkToJSON(net), weights });
    expect(model.outputs[0].shape).toEqual(net.outputShape);
    model.dispose();
  });

  it('is the same model when it is saved and read, and computes the same', async () => {
    register();
    const model = toLayersModel(net, weights);
    const artifacts = await artifactsOf(model);
    const read = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
    const back = fromLayersModel(read);
    expect({ network: networkToJSON(back.network), weights: back.weights }).toEqual({ network: networkToJSON(net), weights });
    expect((read.predict(input()) as tf.Tensor).dataSync()).toEqual((model.predict(input()) as tf.Tensor).dataSync());
  });
});

async function artifactsOf(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts | undefined;
  const save = (artifacts: tf.io.ModelArtifacts) => {
    saved = { ...artifacts, modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology)) as object };
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
  };
  await model.save(tf.io.withSaveHandler(save));
  return saved!;
}

describe('stock layers', () => {
  it('that mean the same come over, with equal results', () => {
    const stock = tf.sequential({
      name: 'stock',
      layers: [
        tf.layers.embedding({ inputDim: 9, outputDim: 4, maskZero: true, name: 'e', embeddingsInitializer: 'randomNormal' }),
        tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 3, recurrentActivation: 'sigmoid', returnSequences: true }), mergeMode: 'concat', name: 'b' }),
        tf.layers.gru({ units: 3, recurrentActivation: 'sigmoid', returnSequences: true, goBackwards: false, name: 'g' }),
        tf.layers.globalAveragePooling1d({ name: 'p' }),
        tf.layers.dense({ units: 2, activation: 'softmax', name: 'd' }),
      ],
    });
    const { network: net, weights } = fromLayersModel(stock);
    expect(net.layers.map(({ definition: { kind }, name }) => [kind, name])).toEqual([['embedding', 'e'], ['bidirectional', 'b'], ['gru', 'g'], ['globalAveragePooling1D', 'p'], ['dense', 'd']]);
    expect(net.layers[3].definition.config).toEqual({ useMask: false });
    const x = tf.tensor2d([[3, 1, 8, 0, 0], [2, 2, 5, 1, 4]], undefined, 'int32');
    const [a, b] = [stock, toLayersModel(net, weights)].map((model) => (model.predict(x) as tf.Tensor).dataSync());
    a.forEach((value, i) => expect(b[i]).toBeCloseTo(value, 6));
  });

  it('of a functional model that is a chain come over, too', () => {
    const input = tf.input({ shape: [null, 3], name: 'in' });
    const output = tf.layers.dense({ units: 1, name: 'out' }).apply(layers.gru({ units: 2, name: 'cell' }).apply(input)) as tf.SymbolicTensor;
    const { network: net } = fromLayersModel(tf.model({ inputs: input, outputs: output, name: 'functional' }));
    expect([net.name, net.input.shape, net.layers.map(({ name }) => name)]).toEqual(['functional', [null, null, 3], ['cell', 'out']]);
  });

  it('that mean something else are refused, all at once', () => {
    const model = tf.sequential({ layers: [tf.layers.lstm({ units: 2, name: 'l', inputShape: [null, 2] }), tf.layers.batchNormalization({ name: 'n' }), tf.layers.dense({ units: 1, kernelRegularizer: 'l1l2', name: 'd' })] });
    expect(() => fromLayersModel(model)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromLayersModel(model): expected layers and options that exist here, got l (LSTM): recurrent_activation: expected Keras 3's hard_sigmoid, clip(x / 6 + 0.5, 0, 1), got that of Keras 2 and TensorFlow.js, clip(0.2 x + 0.5, 0, 1); n (BatchNormalization): no such layer here; d (Dense): kernel_regularizer = {"class_name":"L1L2","config":{"l1":0.01,"l2":0.01}}.]`);
    const branches = tf.input({ shape: [2], name: 'x' });
    const a = tf.layers.dense({ units: 2, name: 'a' }).apply(branches) as tf.SymbolicTensor;
    const b = tf.layers.dense({ units: 2, name: 'b' }).apply(branches) as tf.SymbolicTensor;
    const sum = tf.layers.add({ name: 'sum' }).apply([a, b]) as tf.SymbolicTensor;
    expect(() => fromLayersModel(tf.model({ inputs: branches, outputs: sum }))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromLayersModel(model): expected layers and options that exist here, got "b": it does not follow the layer before it alone; networks are chains of layers here; "sum": it does not follow the layer before it alone; networks are chains of layers here; sum (Add): no such layer here.]`);
  });

  it('whose masked steps are seen otherwise are refused', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 9, outputDim: 2, maskZero: true, name: 'e' }),
        tf.layers.bidirectional({ layer: tf.layers.simpleRNN({ units: 2, returnSequences: true }), mergeMode: 'sum', name: 'b' }),
        tf.layers.globalMaxPooling1d({ name: 'p' }),
      ],
    });
    expect(() => fromLayersModel(model)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromLayersModel(model): expected layers and options that exist here, got b: a stock bidirectional layer repeats its output at masked steps, where here it is zeros.]`);
  });
});

it('a frozen bidirectional layer comes back with frozen weights', () => {
  const model = tf.sequential({ layers: [layers.bidirectional({ layer: lstm({ units: 2 }), inputShape: [null, 2], trainable: false })] });
  expect(fromLayersModel(model).network.weights.map(({ trainable }) => trainable)).toEqual([false, false, false, false, false, false]);
});

it('weights that do not fit are refused, all at once, with what cannot be expressed', () => {
  const net = network([gru({ units: 2 }), dense({ units: 1, activation: 'hardSigmoid' })], { inputShape: [null, 2] });
  const { 'gru/kernel': _, ...weights } = initializeWeights(net, 1);
  expect(() => toLayersModel(net, { ...weights, 'dense/bias': new Float32Array(3), extra: new Float32Array(1) })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: toLayersModel(network, weights, options): expected layers that can be expressed, and their weights, got dense: a dense layer with hardSigmoid; put activation({ activation: 'hardSigmoid' }) behind a linear one; gru/kernel: no Float32Array of weights; dense/bias: 3 numbers instead of 1; extra: a weight of no layer.]`);
  expect(() => toLayersModel(net, weights, { seeds: 1 } as never)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: toLayersModel(network, weights, options): expected options among seed, got "seeds". Did you mean seed?]`);
});
