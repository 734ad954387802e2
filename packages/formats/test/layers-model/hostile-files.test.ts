import { isSekvensError, Random, TextVectorization } from '@sekvens/core';
import type { Files } from '@sekvens/engine';
import { Sequential } from '@sekvens/engine';
import { bidirectional, dense, embedding, lstm, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { readLayersModel, writeLayersModel } from '../../src/index.js';
import { mutations } from './mutations.js';
import { randomWeights } from './random-networks.js';

const net = network([embedding({ inputDim: 5, outputDim: 2, maskZero: true }), bidirectional({ layer: lstm({ units: 2 }) }), dense({ units: 2, activation: 'softmax' })]);
const vectorizer = new TextVectorization({ vocabulary: ['oil', 'team'] });
const parts = { network: net, weights: randomWeights(net, new Random(4)), vectorizer, labels: ['a', 'b'], task: 'multiClass' } as const;
const good = writeLayersModel(parts);
const bare = writeLayersModel({ network: net, weights: parts.weights }, { quantize: 'uint8' });

interface Weight {
  name: string;
  shape: unknown;
  dtype: unknown;
  quantization?: Record<string, unknown>;
}
interface Model {
  format: unknown;
  modelTopology: unknown;
  weightsManifest: { paths: unknown; weights: Weight[] }[];
  userDefinedMetadata: { sekvens: Record<string, unknown> };
}

const parse = (files: Files) => JSON.parse(new TextDecoder().decode(files['model.json'])) as Model;
const encode = (text: string) => new TextEncoder().encode(text);

/** The error of reading a changed model. */
function refusal(change: (model: Model) => void, files: Files = good): string {
  const model = parse(files);
  change(model);
  return refusalOf({ ...files, 'model.json': encode(JSON.stringify(model)) });
}

function refusalOf(files: Files): string {
  try {
    readLayersModel(files, 'dir');
  } catch (error) {
    if (isSekvensError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'read';
}

const shard = 'group1-shard1of1.bin';
const first = ({ weightsManifest: [{ weights }] }: Model) => weights[0];

describe('readLayersModel refuses', () => {
  it('files that are missing, too short or too long', () => {
    expect(refusalOf({ 'model.json': good['model.json'] })).toMatchInlineSnapshot(`"invalid-file: dir: expected the file "group1-shard1of1.bin", which the manifest names, got no such file. The files do not belong together, or one is damaged."`);
    expect(refusalOf({ ...good, [shard]: good[shard].slice(0, -1) })).toMatchInlineSnapshot(`"invalid-file: dir/group1-shard1of1.bin, dense/bias: expected bytes 392 to 400, for float32 numbers of shape [2], got 399 bytes in all. The files do not belong together, or one is damaged."`);
    expect(refusalOf({ ...good, [shard]: new Uint8Array(good[shard].length + 3) })).toMatchInlineSnapshot(`"invalid-file: dir/group1-shard1of1.bin: expected 400 bytes, as dir/model.json says, got 403. The files do not belong together, or one is damaged."`);
    expect(refusalOf({})).toMatchInlineSnapshot(`"invalid-file: dir: expected a file model.json, or one other that ends in .json, got none. The files do not belong together, or one is damaged."`);
    expect(refusalOf({ 'a.json': encode('{}'), 'b.json': encode('{}') })).toMatchInlineSnapshot(`"invalid-file: dir: expected a file model.json, or one other that ends in .json, got a.json, b.json. The files do not belong together, or one is damaged."`);
    expect(() => readLayersModel(null as unknown as Files, 'dir')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dir: expected files by name, got null. The files do not belong together, or one is damaged.]`);
  });

  it('JSON that is none, too deep, or of something else', () => {
    const json = (text: string) => refusalOf({ ...good, 'model.json': encode(text) });
    expect(json('{"modelTopology":')).toMatchInlineSnapshot(`"invalid-file: dir/model.json: expected JSON text, got something else. The file is damaged or of another kind."`);
    expect(refusalOf({ ...good, 'model.json': Uint8Array.of(0xff, 0xfe) })).toBe(json('{'));
    expect(json('['.repeat(5_000_000))).toMatchInlineSnapshot(`"invalid-file: dir/model.json: expected JSON at most 100 levels deep, got more. The files do not belong together, or one is damaged."`);
    expect(json('[1]')).toMatchInlineSnapshot(`"invalid-file: dir/model.json: expected a TensorFlow.js layers model, which has a modelTopology, got [1]. The files do not belong together, or one is damaged."`);
    expect(json('"\\"{[" ')).toMatch('invalid-file: dir/model.json: expected a TensorFlow.js layers model');
    expect(refusal((model) => (model.format = 'graph-model'))).toMatchInlineSnapshot(`"invalid-file: dir/model.json: expected format 'layers-model', got "graph-model". The files do not belong together, or one is damaged."`);
    expect(refusal((model) => (model.modelTopology = { class_name: 'Sequential', config: { layers: 'many' } }))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, fromKerasConfig(config): expected the config of a Sequential model with 1 to 1000 layers, got {"class_name":"Sequential","config":{"layers":"many"}}."`);
  });

  it('paths that lead anywhere else', () => {
    const path = (value: unknown) => refusal((model) => (model.weightsManifest[0].paths = value));
    expect(path(['../w.bin'])).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].paths: expected names of files beside it, without protocol, leading slash, backslash and .., got "../w.bin". The files do not belong together, or one is damaged."`);
    for (const bad of ['a/../../w.bin', '/etc/passwd', 'https://example.org/w.bin', 'file:w.bin', 'C:\\w.bin', '..\\w.bin', '', 7, null]) expect(path([bad])).toMatch(/^invalid-file: dir\/model.json, weightsManifest\[0\].paths: expected names of files beside it/);
    for (const name of ['__proto__', 'constructor', 'toString']) expect(path([name])).toBe(`invalid-file: dir: expected the file "${name}", which the manifest names, got no such file. The files do not belong together, or one is damaged.`);
    expect(path([shard, shard])).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].paths: expected each file once, got "group1-shard1of1.bin" twice. The files do not belong together, or one is damaged."`);
    expect(path('w.bin')).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].paths: expected a list of file names, got "w.bin". The files do not belong together, or one is damaged."`);
    const inPlace = { ...good, '../w.bin': good[shard] };
    const model = parse(good);
    model.weightsManifest[0].paths = ['../w.bin'];
    expect(refusalOf({ ...inPlace, 'model.json': encode(JSON.stringify(model)) })).toMatch('names of files beside it');
  });

  it('shapes that promise what is not there', () => {
    const shape = (value: unknown) => refusal((model) => (first(model).shape = value));
    expect(shape([2_500_000_000])).toMatchInlineSnapshot(`"invalid-file: dir/group1-shard1of1.bin, embedding/embeddings: expected bytes 0 to 10000000000, for float32 numbers of shape [2500000000], got 400 bytes in all. The files do not belong together, or one is damaged."`);
    expect(shape([5, -2])).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].weights, embedding/embeddings: expected a shape of up to 8 sizes, got [5, -2]. The files do not belong together, or one is damaged."`);
    expect(shape([4294967296, 4294967296])).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].weights, embedding/embeddings: expected a shape of fewer than 2^51 numbers, got [4294967296, 4294967296]. The files do not belong together, or one is damaged."`);
    expect(shape([2, 5])).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest, embedding/embeddings: expected shape [5, 2], as the topology says, got [2, 5]. The files do not belong together, or one is damaged."`);
    for (const bad of ['5,2', null, [5, '2'], [2.5, 4], [1e308, 10], Array(9).fill(1), [[5, 2]]]) expect(shape(bad)).toMatch(/^invalid-file: dir\/model.json, weightsManifest\[0\].weights, embedding\/embeddings: expected a shape of up to 8 sizes/);
    // sizes that only the topology promises need no memory either
    expect(refusal((model) => ((model.modelTopology as { config: { layers: { config: { units?: number } }[] } }).config.layers[2].config.units = 2147483647))).toMatchInlineSnapshot(`"unsupported: dir/model.json, fromKerasConfig(config), network(layers): dense/kernel: expected at most 536,870,912 parameters in all, got 4 · 2147483647 here, 8,589,934,678 up to here."`);
  });

  it('weights of unknown types, names and numbers', () => {
    const weight = (change: (weight: Weight) => unknown, files = good) => refusal((model) => void change(first(model)), files);
    expect(weight((w) => (w.dtype = 'complex64'))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].weights, embedding/embeddings: expected dtype 'float32' or 'int32', got "complex64". The files do not belong together, or one is damaged."`);
    expect(weight((w) => (w.name = 'embedding/other'))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest: expected a weight embedding/embeddings of shape [5, 2], got none. The files do not belong together, or one is damaged."`);
    expect(weight((w) => (w.name = ''))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].weights: expected weights with names of 1 to 500 characters, got "". The files do not belong together, or one is damaged."`);
    expect(refusal(({ weightsManifest: [{ weights }] }) => weights.push({ ...weights[0], shape: [0] }))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest: expected one weight of each name, got "embedding/embeddings" twice. The files do not belong together, or one is damaged."`);
    expect(refusal(({ weightsManifest: [{ weights }] }) => weights.push({ ...weights[0], name: 'embedding/cell/embeddings', shape: [0] }))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest: expected one weight of each name, got "embedding/embeddings" and "embedding/cell/embeddings". The files do not belong together, or one is damaged."`);
    expect(refusal(({ weightsManifest: [{ weights }] }) => weights.push({ ...weights[0], name: 'other/kernel', shape: [0] }))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest: expected the weights of the topology and no others, got "other/kernel". The files do not belong together, or one is damaged."`);
    const nan = good[shard].slice();
    nan.set([0, 0, 0xc0, 0x7f], 4);
    expect(refusalOf({ ...good, [shard]: nan })).toMatchInlineSnapshot(`"invalid-file: dir/group1-shard1of1.bin, embedding/embeddings: expected finite numbers, got NaN at 1. The files do not belong together, or one is damaged."`);
    expect(weight((w) => (w.quantization!.dtype = 'int4'), bare)).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].weights, embedding/embeddings: expected quantization of dtype 'float16', 'uint8' or 'uint16', got {"dtype":"int4","scale":0.0037509105953515746,"min":-0.5513838575166815,"orig…. The files do not belong together, or one is damaged."`);
    expect(weight((w) => (w.quantization!.scale = '1'), bare)).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].weights, embedding/embeddings: expected quantization with scale and min, which are finite numbers, got {"dtype":"uint8","scale":"1","min":-0.5513838575166815,"original_dtype":"floa…. The files do not belong together, or one is damaged."`);
    expect(weight((w) => Object.assign(w, { dtype: 'int32', quantization: { dtype: 'float16' } }), bare)).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].weights, embedding/embeddings: expected quantization of dtype 'uint8' or 'uint16', got {"dtype":"float16"}. The files do not belong together, or one is damaged."`);
    expect(weight((w) => (w.quantization!.scale = 1e300), bare)).toMatchInlineSnapshot(`"invalid-file: dir/group1-shard1of1.bin, embedding/embeddings: expected finite numbers, got Infinity at 0. The files do not belong together, or one is damaged."`);
    expect(refusal((model) => (model.weightsManifest = 5 as unknown as Model['weightsManifest']))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest: expected a list of groups of weights, got 5. The files do not belong together, or one is damaged."`);
    expect(refusal((model) => (model.weightsManifest[0].weights = {} as Weight[]))).toMatchInlineSnapshot(`"invalid-file: dir/model.json, weightsManifest[0].weights: expected a list of weights, got {}. The files do not belong together, or one is damaged."`);
  });

  it('metadata that does not fit', () => {
    const metadata = (change: object) => refusal((model) => void Object.assign(model.userDefinedMetadata.sekvens, change));
    expect(metadata({ version: 2 })).toMatchInlineSnapshot(`"invalid-file: dir/model.json, userDefinedMetadata.sekvens: expected format "sekvens-layers-model", version 1, got format "sekvens-layers-model", version 2. The files do not belong together, or one is damaged."`);
    expect(metadata({ labels: ['a', 'b', 'c'] })).toMatchInlineSnapshot(`"invalid-file: dir/model.json, userDefinedMetadata.sekvens.labels: expected as many labels as outputs, 2, got 3. The files do not belong together, or one is damaged."`);
    expect(metadata({ labels: 'ab' })).toMatchInlineSnapshot(`"invalid-file: dir/model.json, userDefinedMetadata.sekvens, labels: expected labels as a list of strings, got "ab"."`);
    expect(metadata({ task: 'ranking' })).toMatchInlineSnapshot(`"invalid-file: dir/model.json, userDefinedMetadata.sekvens.task: expected 'multiClass' or 'multiLabel', got "ranking". The files do not belong together, or one is damaged."`);
    expect(metadata({ thresholds: [0.5] })).toMatchInlineSnapshot(`"invalid-file: dir/model.json, userDefinedMetadata.sekvens.thresholds: expected numbers above 0 and below 1, one a label, got [0.5]. The files do not belong together, or one is damaged."`);
    expect(metadata({ vectorizer: 5 })).toMatchInlineSnapshot(`"invalid-file: dir/model.json, userDefinedMetadata.sekvens, TextVectorization.fromJSON(json): expected the JSON object that toJSON() gives, got 5."`);
    expect(metadata({ vectorizer: new TextVectorization({ vocabulary: ['a', 'b', 'c', 'd'] }).toJSON() })).toMatchInlineSnapshot(`"invalid-file: dir/model.json, userDefinedMetadata.sekvens.vectorizer: expected at most 5 ids, as the embedding has, got 6. The files do not belong together, or one is damaged."`);
    expect(metadata({ network: {} })).toMatch(/^invalid-file: dir\/model.json, userDefinedMetadata.sekvens, networkFromJSON/);
  });

  it('and touches no prototype', () => {
    const text = new TextDecoder().decode(good['model.json']);
    for (const key of ['modelTopology', 'config', 'name', 'shape', 'sekvens', 'units']) {
      const polluted = text.replace(`"${key}":`, '"__proto__":');
      expect(polluted).not.toBe(text);
      refusalOf({ ...good, 'model.json': encode(polluted) });
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).units).toBeUndefined();
  });
});

it.each([['a classifier', good], ['quantized weights', bare]])('2,000 damaged copies of %s are read as whole models, or refused as files', (_, files) => {
  const random = new Random(11);
  const damaged = mutations(files, random);
  let read = 0;
  for (let i = 0; i < 2000; i++) {
    const copy = damaged.next().value as Files;
    let parts;
    try {
      parts = readLayersModel(copy, 'dir');
    } catch (error) {
      if (!isSekvensError(error) || !['invalid-file', 'unsupported'].includes(error.code) || !error.where.startsWith('dir')) throw new Error(`copy ${i}`, { cause: error });
      continue;
    }
    read++;
    // what is read is a model: every weight is there and of its size
    new Sequential(parts.network, parts.weights);
  }
  expect(read).toBeGreaterThan(20);
  expect(read).toBeLessThan(1500);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
