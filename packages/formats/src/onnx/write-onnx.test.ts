import { SekvensError, TextVectorization } from '@sekvens/core';
import { initializeWeights, network } from '@sekvens/layers';
import * as layers from '@sekvens/layers';
import type { LayerDefinition, RecurrentDefinition } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../test/onnx/read-onnx.js';
import type { ReadAttribute } from '../../test/onnx/read-onnx.js';
import type { ModelParts } from '../model-parts.js';
import { writeOnnx } from './write-onnx.js';

function partsOf(definitions: readonly LayerDefinition[], inputShape?: readonly (number | null)[]): ModelParts {
  const built = network(definitions, inputShape && { inputShape });
  return { network: built, weights: initializeWeights(built, 1) };
}

const embedding = layers.embedding({ inputDim: 5, outputDim: 2 });
const softmax = layers.dense({ units: 2, activation: 'softmax' });

function nodes(definitions: readonly LayerDefinition[]) {
  return readOnnx(writeOnnx(partsOf([embedding, ...definitions]))).graph.node;
}

function attributes(list: readonly ReadAttribute[] = []): Record<string, unknown> {
  return Object.fromEntries(list.map(({ name, i, s, floats, strings }) => [name, i ?? s ?? floats ?? strings]));
}

function errorOf(run: () => unknown): SekvensError {
  try {
    run();
  } catch (error) {
    if (error instanceof SekvensError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('writeOnnx', () => {
  it('writes opset 14 with the version of the format that came with it', () => {
    const model = readOnnx(writeOnnx(partsOf([embedding, layers.gru({ units: 3 }), softmax])));
    expect(model).toMatchObject({ ir_version: 7, producer_name: 'sekvens', opset_import: [{ domain: '', version: 14 }], graph: { name: 'sequential' } });
    expect(readOnnx(writeOnnx(partsOf([embedding]), { name: 'news' })).graph.name).toBe('news');
  });

  it('names input and output after what they are, with batch and time left open', () => {
    const ends = (parts: ModelParts) => {
      const { graph } = readOnnx(writeOnnx(parts));
      return { input: graph.input, output: graph.output };
    };
    const tensor = (name: string, elem_type: number, ...dims: (string | number)[]) => [
      { name, type: { tensor_type: { elem_type, shape: { dim: dims.map((dim) => (typeof dim === 'string' ? { dim_param: dim } : { dim_value: dim })) } } } },
    ];
    expect(ends(partsOf([embedding, layers.lstm({ units: 3 }), softmax]))).toEqual({ input: tensor('ids', 7, 'batch', 'time'), output: tensor('probabilities', 1, 'batch', 2) });
    expect(ends(partsOf([embedding, layers.lstm({ units: 3, returnSequences: true })], [12]))).toEqual({ input: tensor('ids', 7, 'batch', 'time'), output: tensor('outputs', 1, 'batch', 'time', 3) });
    expect(ends(partsOf([layers.simpleRNN({ units: 3 }), layers.activation({ activation: 'sigmoid' })], [null, 4]))).toEqual({ input: tensor('features', 1, 'batch', 'time', 4), output: tensor('probabilities', 1, 'batch', 3) });
    expect(ends(partsOf([layers.dense({ units: 3 })], [4]))).toEqual({ input: tensor('features', 1, 'batch', 4), output: tensor('outputs', 1, 'batch', 3) });
  });

  it('keeps labels, task, thresholds and vectorizer as metadata', () => {
    const vectorizer = new TextVectorization({ vocabulary: ['öl', 'team', '日本'] });
    const parts = partsOf([embedding, layers.gru({ units: 3 }), layers.dense({ units: 2, activation: 'sigmoid' })]);
    const metadata = (more: Partial<ModelParts>) => Object.fromEntries((readOnnx(writeOnnx({ ...parts, ...more })).metadata_props ?? []).map(({ key, value }) => [key, JSON.parse(value) as unknown]));
    expect(metadata({})).toEqual({});
    expect(metadata({ labels: ['a', 'b'] })).toEqual({ labels: ['a', 'b'], task: 'multiClass' });
    const all = metadata({ labels: ['a', 'Öl'], task: 'multiLabel', thresholds: [0.25, 0.5], vectorizer });
    expect(all).toEqual({ labels: ['a', 'Öl'], task: 'multiLabel', thresholds: [0.25, 0.5], vectorizer: vectorizer.toJSON() });
    expect(TextVectorization.fromJSON(all.vectorizer).encode('team 日本')).toEqual(vectorizer.encode('team 日本'));
  });

  it('writes a bidirectional layer as one node where its layers fit, and as two where they do not', () => {
    const both = (backwardLayer?: RecurrentDefinition, layer: RecurrentDefinition = layers.lstm({ units: 3 })) =>
      nodes([layers.bidirectional({ layer, ...(backwardLayer && { backwardLayer }) })]).filter(({ op_type }) => ['RNN', 'LSTM', 'GRU'].includes(op_type)).map(({ op_type, attribute }) => [op_type, attributes(attribute).direction]);
    expect(both()).toEqual([['LSTM', 'bidirectional']]);
    expect(both(layers.lstm({ units: 3, goBackwards: true, activation: 'relu', useBias: false }))).toEqual([['LSTM', 'bidirectional']]);
    expect(both(layers.lstm({ units: 2, goBackwards: true }))).toEqual([['LSTM', 'forward'], ['LSTM', 'reverse']]);
    expect(both(layers.gru({ units: 3, goBackwards: true }))).toEqual([['LSTM', 'forward'], ['GRU', 'reverse']]);
    expect(both(layers.gru({ units: 3, goBackwards: true, resetAfter: false }), layers.gru({ units: 3 }))).toEqual([['GRU', 'forward'], ['GRU', 'reverse']]);
    expect(both(undefined, layers.lstm({ units: 3, goBackwards: true }))).toEqual([['LSTM', 'reverse'], ['LSTM', 'forward']]);
  });

  it('says the functions of a recurrent node only where they are others than its own', () => {
    const of = (layer: LayerDefinition) => attributes(nodes([layer]).find(({ op_type }) => ['RNN', 'LSTM', 'GRU'].includes(op_type))?.attribute);
    expect(of(layers.gru({ units: 3 }))).toEqual({ hidden_size: 3, direction: 'forward', linear_before_reset: 1 });
    expect(of(layers.gru({ units: 3, resetAfter: false, goBackwards: true }))).toEqual({ hidden_size: 3, direction: 'reverse', linear_before_reset: 0 });
    expect(of(layers.simpleRNN({ units: 3, activation: 'relu' }))).toEqual({ hidden_size: 3, direction: 'forward', activations: ['Relu'] });
    const custom = of(layers.lstm({ units: 3, activation: 'linear', recurrentActivation: 'hardSigmoid' }));
    expect(custom).toMatchObject({ activations: ['HardSigmoid', 'Affine', 'Affine'], activation_beta: [0.5, 0, 0] });
    expect(custom.activation_alpha).toEqual([Math.fround(1 / 6), 1, 1]);
  });

  it('compresses rows where there is a mask to follow, and only there', () => {
    const operators = (maskZero: boolean) => readOnnx(writeOnnx(partsOf([layers.embedding({ inputDim: 5, outputDim: 2, maskZero }), layers.gru({ units: 3, returnSequences: true }), layers.gru({ units: 3 })]))).graph.node.map(({ op_type }) => op_type);
    expect(operators(false)).toEqual(['Gather', 'Transpose', 'GRU', 'Squeeze', 'Transpose', 'Transpose', 'GRU', 'Squeeze', 'Identity']);
    // once for both layers
    expect(operators(true).filter((operator) => operator === 'ScatterElements')).toHaveLength(1);
  });

  it('leaves dropout out', () => {
    const operators = nodes([layers.spatialDropout1D({ rate: 0.5 }), layers.globalMaxPooling1D(), layers.dropout({ rate: 0.5 })]).map(({ op_type }) => op_type);
    expect(operators).toEqual(['Gather', 'ReduceMax', 'Identity']);
  });

  it('gives everything a name of its own, also where names of layers are strange', () => {
    const named = ['ids', 'probabilities', 'a b', 'ä', '\ud83d', '\ud83e', 'int_1'].map((name) => layers.dense({ name, units: 2 }));
    const { graph } = readOnnx(writeOnnx(partsOf([layers.embedding({ inputDim: 5, outputDim: 2, maskZero: true }), ...named, layers.gru({ units: 2 }), softmax])));
    const results = graph.node.flatMap(({ output }) => output.filter((name) => name !== ''));
    const all = [...results, ...graph.initializer.map(({ name }) => name), ...graph.input.map(({ name }) => name)];
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(graph.node.map(({ name }) => name)).size).toBe(graph.node.length);
    expect(all).toContain('ids/kernel');
    expect(all).toContain('\ufffd/kernel_1');
    for (const name of graph.node.flatMap(({ input }) => input)) if (name !== '') expect(all).toContain(name);
  });

  it('writes the same bytes for the same model', () => {
    const parts = partsOf([layers.embedding({ inputDim: 5, outputDim: 2, maskZero: true }), layers.gru({ units: 3 }), softmax]);
    expect(writeOnnx(parts)).toEqual(writeOnnx(parts));
  });

  it('refuses unknown options, and names that are none', () => {
    const parts = partsOf([embedding]);
    expect(errorOf(() => writeOnnx(parts, { opset: 17 } as object)).message).toMatchInlineSnapshot(`"writeOnnx(parts, options): expected options among name, got "opset"."`);
    expect(errorOf(() => writeOnnx(parts, { name: '' })).message).toMatchInlineSnapshot(`"writeOnnx(parts, { name }): expected a name, got ""."`);
  });

  it('refuses weights that are not those of the network, and ones that are not finite', () => {
    const parts = partsOf([embedding]);
    expect(errorOf(() => writeOnnx({ ...parts, weights: {} })).message).toMatchInlineSnapshot(`"writeOnnx({ weights }), embedding/embeddings: expected a Float32Array of 10 numbers, [5, 2], got undefined."`);
    expect(errorOf(() => writeOnnx({ ...parts, weights: { 'embedding/embeddings': new Float32Array(9) } })).message).toMatchInlineSnapshot(`"writeOnnx({ weights }), embedding/embeddings: expected a Float32Array of 10 numbers, [5, 2], got 9 numbers."`);
    const error = errorOf(() => writeOnnx({ ...parts, weights: { 'embedding/embeddings': new Float32Array(10).fill(NaN, 3) } }));
    expect(error.code).toBe('diverged');
    expect(error.message).toMatchInlineSnapshot(`"writeOnnx({ weights }), embedding/embeddings: expected finite numbers, got NaN at 3. Train again with a smaller learning rate."`);
  });

  it('refuses a model of more than 2 GiB before it looks at its weights', () => {
    const large = network([layers.embedding({ inputDim: 500_000_000, outputDim: 1 }), layers.dense({ units: 36_800_000, useBias: false })]);
    const error = errorOf(() => writeOnnx({ network: large, weights: {} }));
    expect(error.code).toBe('unsupported');
    expect(error.message).toMatchInlineSnapshot(`"writeOnnx(parts): expected at most 2,146,483,647 bytes of weights and metadata, since Protocol Buffers end at 2 GiB, got 2,147,200,000. Use a smaller vocabulary or a smaller outputDim of the embedding, or another format."`);
  });
});
