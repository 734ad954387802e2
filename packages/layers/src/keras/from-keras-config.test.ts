import { describe, expect, it } from 'vitest';
import { kerasModels, tfjsTopologies } from '../../test/fixtures.js';
import { attentionPooling1D, bidirectional, dense, embedding, globalMaxPooling1D, gru, network } from '../index.js';
import type { GlobalPooling1DConfig, GRUConfig, LSTMConfig } from '../types.js';
import { fromKerasConfig } from './from-keras-config.js';
import { toKerasConfig } from './to-keras-config.js';

interface Layer {
  class_name: string;
  config: Record<string, unknown>;
  [key: string]: unknown;
}
interface Model {
  class_name: string;
  config: { name: string; layers: Layer[]; [key: string]: unknown };
}

const model = (name: string) => structuredClone(kerasModels.find((known) => known.name === name)!.config) as Model;
const tfjs = (name: string) => structuredClone(tfjsTopologies.find((known) => known.name === name)!.topology) as Model;

describe('fromKerasConfig', () => {
  it("reads Keras' poolings as what they do with a mask", () => {
    const useMask = (name: string, index: number) => (fromKerasConfig(model(name)).layers[index].definition.config as GlobalPooling1DConfig).useMask;
    expect(useMask('max', 2)).toBe(false);
    expect(useMask('masking', 6)).toBe(true);
  });

  it('reads the inner config, too', () => {
    expect(fromKerasConfig(model('lesson').config)).toEqual(fromKerasConfig(model('lesson')));
  });

  it('reads topologies of TensorFlow.js, alone or in a model.json', () => {
    const network = fromKerasConfig(tfjs('classifier'));
    expect(network.input.shape).toEqual([null, 7]);
    expect(network.weights.map(({ path, initializer }) => `${path}: ${initializer.kind}`)).toMatchInlineSnapshot(`
      [
        "embedding_Embedding1/embeddings: uniform",
        "simple_rnn_SimpleRNN1/kernel: glorotNormal",
        "simple_rnn_SimpleRNN1/recurrentKernel: glorotNormal",
        "simple_rnn_SimpleRNN1/bias: zeros",
        "bidirectional_Bidirectional1/forward/kernel: glorotNormal",
        "bidirectional_Bidirectional1/forward/recurrentKernel: glorotUniform",
        "bidirectional_Bidirectional1/forward/bias: zeros",
        "bidirectional_Bidirectional1/backward/kernel: glorotNormal",
        "bidirectional_Bidirectional1/backward/recurrentKernel: glorotUniform",
        "bidirectional_Bidirectional1/backward/bias: zeros",
        "dense_Dense1/kernel: heUniform",
        "dense_Dense1/bias: zeros",
      ]
    `);
    expect(fromKerasConfig({ format: 'layers-model', modelTopology: { model_config: tfjs('classifier') } })).toEqual(network);
  });

  it("reads TensorFlow.js' GRU with its reset gate before the product, and its LSTM without unit forget bias", () => {
    expect((fromKerasConfig(tfjs('features')).layers[1].definition.config as GRUConfig).resetAfter).toBe(false);
    const older = tfjs('features');
    delete older.config.layers[1].config.reset_after;
    expect((fromKerasConfig(older).layers[1].definition.config as GRUConfig).resetAfter).toBe(false);
    const lstm = tfjs('defaults');
    lstm.config.layers[0].config.recurrent_activation = 'sigmoid';
    expect((fromKerasConfig(lstm).layers[0].definition.config as LSTMConfig).unitForgetBias).toBe(false);
  });

  it('reads a flag of null, as TensorFlow.js writes it, as not given; for Keras 3 it is none', () => {
    const written = tfjs('classifier');
    Object.assign(written.config.layers[0].config, { mask_zero: null });
    Object.assign(written.config.layers[1].config, { use_bias: null });
    const [first, second] = fromKerasConfig(written).layers;
    expect([first.definition.config, second.definition.config]).toMatchObject([{ maskZero: false }, { useBias: true }]);
    const changed = model('lesson');
    Object.assign(changed.config.layers[1].config, { mask_zero: null });
    expect(() => fromKerasConfig(changed)).toThrow('got embedding (Embedding): mask_zero = null');
  });

  it('reads an inner layer of a bidirectional one as Keras sets it up', () => {
    const changed = model('two-layers');
    const first = changed.config.layers[1].config as Record<string, Layer['config'] | boolean> & { layer: Layer; backward_layer: Layer };
    first.layer.config.zero_output_for_mask = false;
    expect(fromKerasConfig(changed)).toEqual(fromKerasConfig(model('two-layers')));
    first.trainable = false;
    expect(fromKerasConfig(changed).layers[0].weights.every((weight) => !weight.trainable)).toBe(true);
    delete (first as Partial<typeof first>).backward_layer;
    const mirrored = fromKerasConfig(changed).layers[0].definition.config;
    expect(mirrored).toMatchObject({ layer: { kind: 'lstm', config: { goBackwards: false } }, backwardLayer: { kind: 'lstm', name: 'backward_lstm', config: { goBackwards: true } } });
  });

  it("reads initialisers' short names and variance scaling", () => {
    const changed = model('perceptron');
    const dense = changed.config.layers[1].config;
    const kindOf = (initializer: unknown) => {
      dense.kernel_initializer = initializer;
      return fromKerasConfig(changed).weights[0].initializer;
    };
    expect(kindOf('glorot_normal')).toEqual({ kind: 'glorotNormal' });
    expect(kindOf('random_uniform')).toEqual({ kind: 'uniform', min: -0.05, max: 0.05 });
    expect(kindOf('uniform')).toEqual({ kind: 'uniform', min: -0.05, max: 0.05 });
    expect(kindOf({ class_name: 'VarianceScaling', config: { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' } })).toEqual({ kind: 'heNormal' });
  });

  it('reads an activation of null as linear', () => {
    const changed = model('perceptron');
    changed.config.layers[1].config.activation = null;
    expect(fromKerasConfig(changed).layers[0].definition.config).toMatchObject({ activation: 'linear' });
  });

  it('takes what cannot matter', () => {
    const changed = model('backwards');
    Object.assign(changed.config.layers[1].config, { unroll: true, seed: 7, implementation: 1, some_later_option: null });
    expect(fromKerasConfig(changed).layers).toEqual(fromKerasConfig(model('backwards')).layers);
  });

  it('names everything that is not here in one error', () => {
    const changed = model('lesson-bilstm');
    const { layers } = changed.config;
    layers.splice(2, 0, { class_name: 'Conv1D', module: 'keras.layers', config: { name: 'conv1d' } });
    layers[1].config.embeddings_constraint = { class_name: 'UnitNorm', config: {} };
    Object.assign((layers[3].config.layer as Layer).config, { stateful: true, activation: 'gelu' });
    layers[3].config.merge_mode = null;
    Object.assign(layers[5].config, { kernel_initializer: { class_name: 'VarianceScaling', config: { scale: 3, mode: 'fan_out', distribution: 'uniform' } }, units: 0 });
    Object.assign(layers[6].config, { dtype: { class_name: 'DTypePolicy', config: { name: 'mixed_float16' } }, lora_rank: 4 });
    expect(() => fromKerasConfig(changed)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got embedding (Embedding): embeddings_constraint = {"class_name":"UnitNorm","config":{}}; conv1d (Conv1D): no such layer here; bidirectional (Bidirectional): forward_lstm (LSTM): activation: expected one of tanh, sigmoid, relu, linear, hard_sigmoid, got "gelu"; bidirectional (Bidirectional): forward_lstm (LSTM): stateful = true; bidirectional (Bidirectional): merge_mode = null; dense (Dense): kernel_initializer: expected one of Zeros, Ones, Constant, RandomUniform, RandomNormal, TruncatedNormal, Orthogonal, Identity, GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, got VarianceScaling with scale 3, mode "fan_out", distribution "uniform"; dense_1 (Dense): lora_rank = 4; dense_1 (Dense): dtype = {"class_name":"DTypePolicy","config":{"name":"mixed_float16"}}.]`);
  });

  it("does not take a class of somebody's own for a layer that Keras does not have, nor options", () => {
    const changed = model('perceptron');
    changed.config.layers[1].class_name = 'AttentionPooling1D';
    Object.assign(changed.config.layers[2].config, { word_dropout: 0.5 });
    expect(() => fromKerasConfig(changed)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got dense (AttentionPooling1D): no such layer here; dropout (Dropout): word_dropout = 0.5.]`);
    const pooling = toKerasConfig(network([embedding({ inputDim: 4, outputDim: 2 }), globalMaxPooling1D()]));
    Object.assign(pooling.config.layers[1].config, { word_dropout: 0.5 });
    Object.assign(pooling.config.layers[2].config, { use_mask: true });
    expect(() => fromKerasConfig(pooling)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got embedding (Embedding): word_dropout = 0.5; global_max_pooling1d (GlobalMaxPooling1D): use_mask = true.]`);
  });

  it('reads classes of somebody\'s own that are told to be layers here, with all of their options', () => {
    const own = (class_name: string, config: object) => ({ class_name, config });
    const uniform = own('RandomUniform', { minval: -1, maxval: 1, seed: null });
    const inner = own('Mine>GRU', { name: 'g', units: 3, return_sequences: true, recurrent_activation: 'hard_sigmoid' });
    const config = {
      class_name: 'Sequential',
      config: [
        own('Mine>Embedding', { batch_input_shape: [null, null], input_dim: 7, output_dim: 2, mask_zero: true, word_dropout: 0.25 }),
        own('Mine>Bidirectional', { layer: inner, merge_mode: 'sum' }),
        own('Mine>Attention', { units: 4, kernel_initializer: uniform, use_mask: false }),
        own('Dense', { units: 2 }),
      ],
    };
    const ownClasses = { 'Mine>Embedding': 'embedding', 'Mine>GRU': 'gru', 'Mine>Bidirectional': 'bidirectional', 'Mine>Attention': 'attentionPooling1D' } as const;
    expect(fromKerasConfig(config, { ownClasses })).toEqual(network([
      embedding({ inputDim: 7, outputDim: 2, maskZero: true, wordDropout: 0.25 }),
      bidirectional({ layer: gru({ name: 'g', units: 3, returnSequences: true, recurrentActivation: 'hardSigmoid' }), mergeMode: 'sum' }),
      attentionPooling1D({ units: 4, kernelInitializer: { kind: 'uniform', min: -1, max: 1 }, useMask: false }),
      dense({ units: 2 }),
    ]));
    config.config[2] = own('Mine>Attention', { units: null, kernel_initializer: null });
    expect(fromKerasConfig(config, { ownClasses }).layers[2].definition.config).toMatchObject({ units: null, kernelInitializer: null, useMask: true });
    expect(() => fromKerasConfig(config, { classes: ownClasses } as object)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config, options): expected options among ownClasses, got "classes".]`);
  });

  it('refuses values out of range', () => {
    const changed = model('perceptron');
    changed.config.layers[1].config.units = 0;
    changed.config.layers[2].config.rate = 1;
    changed.config.layers[2].config.name = 'a/b';
    expect(() => fromKerasConfig(changed)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got dense (Dense): dense({ units }): expected a positive integer below 2^31, got 0; a/b (Dropout): dropout({ rate }): expected a number from 0 to below 1, got 1.]`);
  });

  it('refuses initialisers that do not exist here', () => {
    const changed = model('perceptron');
    changed.config.layers[1].config.kernel_initializer = { class_name: 'Identity', config: { gain: 2 } };
    changed.config.layers[1].config.bias_initializer = 'stft';
    changed.config.layers[3].config.bias_initializer = 7;
    expect(() => fromKerasConfig(changed)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got dense (Dense): kernel_initializer: expected one of Zeros, Ones, Constant, RandomUniform, RandomNormal, TruncatedNormal, Orthogonal, Identity, GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, got Identity with gain = 2; dense (Dense): bias_initializer: expected one of Zeros, Ones, Constant, RandomUniform, RandomNormal, TruncatedNormal, Orthogonal, Identity, GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, got stft; dense_1 (Dense): bias_initializer: expected one of Zeros, Ones, Constant, RandomUniform, RandomNormal, TruncatedNormal, Orthogonal, Identity, GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, got 7.]`);
  });

  it("refuses the hard sigmoid of Keras 2 and TensorFlow.js, which is not Keras 3's", () => {
    expect(() => fromKerasConfig(tfjs('defaults'))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got lstm_LSTM2 (LSTM): recurrent_activation: expected Keras 3's hard_sigmoid, clip(x / 6 + 0.5, 0, 1), got that of Keras 2 and TensorFlow.js, clip(0.2 x + 0.5, 0, 1).]`);
  });

  it('refuses inputs that are not ids or numbers of any batch size', () => {
    const changed = model('lesson');
    Object.assign(changed.config.layers[0].config, { batch_shape: [32, null], dtype: 'string', sparse: true, ragged: true });
    changed.config.layers.push(structuredClone(changed.config.layers[0]));
    expect(() => fromKerasConfig(changed)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got input_layer (InputLayer): sparse = true; input_layer (InputLayer): ragged = true; input_layer (InputLayer): dtype = "string"; a network reads token ids, which TextVectorization makes of text; input_layer (InputLayer): an input that is not the first layer; input_layer (InputLayer): sparse = true; input_layer (InputLayer): ragged = true; input_layer (InputLayer): dtype = "string"; a network reads token ids, which TextVectorization makes of text; the input: batch_shape = [32, null]; the batch's size varies here, which is null.]`);
  });

  it('refuses a model that is not trained', () => {
    const changed = model('lesson');
    changed.config.trainable = false;
    expect(() => fromKerasConfig(changed)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got the model: trainable = false.]`);
  });

  it('refuses other kinds of models', () => {
    expect(() => fromKerasConfig({ class_name: 'Ensemble', config: {} })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected a Sequential model, or a functional one that is a chain, got one of class "Ensemble". Networks are chains of layers here.]`);
  });

  it('refuses what is no model', () => {
    expect(() => fromKerasConfig('{"class_name":"Sequential"}')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected the config of a Sequential model with 1 to 1000 layers, got "{\\"class_name\\":\\"Sequential\\"}". Parse it first: JSON.parse(text).]`);
    expect(() => fromKerasConfig(null)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected the config of a Sequential model with 1 to 1000 layers, got null.]`);
  });

  it('passes on what network() refuses', () => {
    const changed = model('lesson');
    changed.config.layers.splice(3, 0, structuredClone(changed.config.layers[2]));
    changed.config.layers[3].config.name = 'second';
    expect(() => fromKerasConfig(changed)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config), network(layers): second: expected a sequence [batch, time, features], got [batch, 16]. Put returnSequences: true on simple_rnn, so that it passes on its output at every time step.]`);
  });
});
