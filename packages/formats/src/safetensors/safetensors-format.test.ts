import { readSafetensors, TextClassifier, writeSafetensors } from '@sekvens/engine';
import type { Files } from '@sekvens/engine';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { classifierParts, comparable, featureParts, multiLabelParts } from '../../test/helpers/example-models.js';
import type { ModelParts } from '../model-parts.js';
import { modelMetadata } from './model-metadata.js';
import { packWeights } from './pack-weights.js';
import { readSafetensorsModel } from './read-safetensors-model.js';
import { safetensorsFormat } from './safetensors-format.js';

const { network, weights } = classifierParts;
const write = safetensorsFormat.write!;
const read = safetensorsFormat.read!;
const metadata = modelMetadata(classifierParts);
const withMetadata = (change: Readonly<Record<string, string | undefined>>, of: ModelParts = classifierParts): Files => {
  const changed = Object.entries({ ...modelMetadata(of), ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { 'm.safetensors': packWeights(of.network, of.weights, Object.fromEntries(changed)) };
};

describe('a model as one safetensors file', () => {
  it.each([['of one label a text', classifierParts], ['of several labels', multiLabelParts]])('is read as the classifier that was written: %s', async (_what, parts) => {
    const files = await write(parts, 'news');
    expect(Object.keys(files)).toEqual(['news.safetensors']);
    const again = await read(files, 'news.safetensors');
    expect(comparable(again)).toEqual(comparable(parts));
    const files2 = (model: ModelParts) => TextClassifier.fromParts(model as Required<ModelParts>).toFiles();
    expect(files2(again)).toEqual(files2(parts));
    expect(await write(again, 'news')).toEqual(files);
  });

  it('is read as the network that was written, where there is no more', async () => {
    const again = await read(await write(featureParts, 'x'), 'x.safetensors');
    expect(comparable(again)).toEqual(comparable(featureParts));
    expect(Object.keys(again)).toEqual(['network', 'weights']);
  });

  it('may have smaller weights', async () => {
    const [whole, half, byte] = await Promise.all([undefined, 'float16' as const, 'uint8' as const].map((type) => write(classifierParts, 'm', type && { weights: type })));
    expect(byte['m.safetensors'].length).not.toBe(half['m.safetensors'].length);
    const again = await read(half, 'm');
    expect(again.weights).not.toEqual(weights);
    expect(again.weights['dense/kernel'].every((value, i) => Math.abs(value - weights['dense/kernel'][i]) < 1e-3)).toBe(true);
    expect(again.labels).toEqual(classifierParts.labels);
    expect((await read(whole, 'm')).weights).toEqual(weights);
  });

  it('is a file that readers of safetensors take', async () => {
    const tensors = readSafetensors((await write(classifierParts, 'm'))['m.safetensors']);
    expect(Object.keys(tensors)).toEqual(network.weights.map(({ path }) => path));
  });
});

describe('a safetensors file of another program', () => {
  const plain = (of: Readonly<Record<string, Float32Array>> = weights, shapes = network.weights) => ({
    'w.safetensors': writeSafetensors(Object.fromEntries(shapes.filter(({ path }) => path in of).map(({ path, shape }) => [path, { shape, data: of[path] }])), { format: 'pt' }),
  });

  it('gives weights to a network', () => {
    expect(readSafetensorsModel(plain(), 'w.safetensors', { network })).toEqual({ network, weights });
  });

  it.each<[string, () => unknown, string]>([
    ['without a network', () => readSafetensorsModel(plain(), 'w'), 'invalid-file: w: expected the network in the metadata, as sekvens writes it, got weights alone. Give the network they are of: readSafetensorsModel(files, place, { network }).'],
    ['with another name', () => readSafetensorsModel({ w: writeSafetensors({ 'lstm.weight': { shape: [1], data: new Float32Array(1) } }) }, 'w', { network }), "invalid-file: w: expected a tensor embedding/embeddings of shape [7, 4], got lstm.weight. Tensors are called by the paths of the weights, as in model.network.weights, and have their layouts."],
    ['without tensors', () => readSafetensorsModel({ w: writeSafetensors({}) }, 'w', { network }), 'invalid-file: w: expected a tensor embedding/embeddings of shape [7, 4], got no tensors. Tensors are called by the paths of the weights, as in model.network.weights, and have their layouts.'],
    ['of another shape', () => readSafetensorsModel(plain(weights, network.weights.map((spec) => ({ ...spec, shape: [...spec.shape].reverse() }))), 'w', { network }), 'invalid-file: w: expected embedding/embeddings of shape [7, 4], got shape [4, 7].'],
    ['with more tensors', () => readSafetensorsModel(plain(), 'w', { network: featureParts.network }), 'invalid-file: w: expected a tensor gru/kernel of shape [2, 9], got embedding/embeddings, both/forward/kernel, both/forward/recurrentKernel, both/forward/bias, both/backward/kernel, both/backward/recurrentKernel, both/backward/bias, lstm/kernel and 4 more. Tensors are called by the paths of the weights, as in model.network.weights, and have their layouts.'],
    ['with tensors that are none of the network', () => readSafetensorsModel({ w: writeSafetensors({ ...Object.fromEntries(featureParts.network.weights.map(({ path, shape }) => [path, { shape, data: featureParts.weights[path] }])), more: { shape: [], data: new Float32Array(1) } }) }, 'w', { network: featureParts.network }), 'invalid-file: w: expected the weights of the network and no others, got "more".'],
    ['with numbers that are none', () => readSafetensorsModel(plain({ ...weights, 'dense/bias': Float32Array.of(0, 0, NaN) }), 'w', { network }), 'invalid-file: w: expected finite numbers in dense/bias, got NaN at 2.'],
    ['beside another one', () => readSafetensorsModel({ 'a.safetensors': new Uint8Array(1), 'b.safetensors': new Uint8Array(1) }, 'w'), 'invalid-file: w: expected a safetensors file, got 2 files: a.safetensors, b.safetensors.'],
    ['that is none', () => readSafetensorsModel({}, 'w'), 'invalid-file: w: expected a safetensors file, got no file.'],
    ['that is no bytes', () => readSafetensorsModel({ w: 'text' as never }, 'w'), 'invalid-file: w: expected a safetensors file, got "text".'],
    ['with an option that is none', () => readSafetensorsModel(plain(), 'w', { net: network } as never), 'invalid-option: readSafetensorsModel(files, place, options): expected options among network, got "net".'],
  ])('is refused %s', async (_what, work, message) => {
    expect(await errorOf(work)).toContain(message);
  });
});

describe('a damaged model is refused:', () => {
  const damaged = 'The file is damaged; save the model again.';
  it.each<[string, () => unknown, string]>([
    ['its network is given, too', () => readSafetensorsModel(withMetadata({}), 'm', { network }), 'invalid-option: readSafetensorsModel({ network }): expected nothing for m, which has its network, got network example. Leave it out.'],
    ['another version', () => read(withMetadata({ version: '2' }), 'm'), 'invalid-file: m: expected version 1 of the metadata, got "2". The file may come from a newer sekvens: update the package.'],
    ['no JSON', () => read(withMetadata({ network: '{' }), 'm'), `invalid-file: m, network: expected JSON text, got "{". ${damaged}`],
    ['no network', () => read(withMetadata({ network: '3' }), 'm'), 'invalid-file: m, networkFromJSON(json)'],
    ['a vectorizer that is none', () => read(withMetadata({ vectorizer: '{}' }), 'm'), 'invalid-file: m, TextVectorization.fromJSON(json.format): expected a value, got undefined.'],
    ['a vectorizer of more words', () => read(withMetadata({ vectorizer: metadata.vectorizer.replace('"oil"', '"oil","gas"') }), 'm'), 'invalid-file: m, vectorizer: expected at most 7 ids, the inputDim of layer embedding, got 8.'],
    ['a vectorizer without words', () => read(withMetadata({ vectorizer: metadata.vectorizer.replace(/"vocabulary":\[.*?\]/, '"vocabulary":null').replace('"fixedVocabulary":true', '"fixedVocabulary":false') }), 'm'), 'invalid-file: m, vectorizer: expected a vocabulary, got none.'],
    ['a vectorizer that counts', () => read(withMetadata({ vectorizer: metadata.vectorizer.replace('"int"', '"count"').replace('"outputSequenceLength":9', '"outputSequenceLength":null') }), 'm'), `invalid-file: m, vectorizer: expected outputMode 'int', got "count".`],
    ['a vectorizer before features', () => read(withMetadata({ vectorizer: metadata.vectorizer }, featureParts), 'm'), 'invalid-file: m, vectorizer: expected a network that begins with an embedding, got one that begins with gru.'],
    ['labels that are none', () => read(withMetadata({ labels: '"a"' }), 'm'), 'invalid-file: m, labels: expected labels as a list of strings, got "a".'],
    ['fewer labels than outputs', () => read(withMetadata({ labels: '["a","b"]' }), 'm'), `invalid-file: m, labels: expected 3 labels, one an output, got 2. ${damaged}`],
    ['a task that is none', () => read(withMetadata({ task: 'ranking' }), 'm'), `invalid-file: m, task: expected 'multiClass' or 'multiLabel', got "ranking". ${damaged}`],
    ['thresholds of one label a text', () => read(withMetadata({ thresholds: '[0.5,0.5,0.5]' }), 'm'), `invalid-file: m, thresholds: expected none without labels of a multi-label model, got [0.5, 0.5, 0.5]. ${damaged}`],
    ['too few thresholds', () => read(withMetadata({ thresholds: '[0.5]' }, multiLabelParts), 'm'), `invalid-file: m, thresholds: expected 2 numbers above 0 and below 1, one a label, got [0.5]. ${damaged}`],
    ['thresholds that are none', () => read(withMetadata({ thresholds: '[0.5,1]' }, multiLabelParts), 'm'), `invalid-file: m, thresholds: expected 2 numbers above 0 and below 1, one a label, got [0.5, 1]. ${damaged}`],
    ['weights of another model', () => read({ m: packWeights(featureParts.network, featureParts.weights, metadata) }, 'm'), 'invalid-file: m: expected a tensor embedding/embeddings of shape [7, 4], got gru/kernel, gru/recurrentKernel, gru/bias, dense/kernel, dense/bias.'],
  ])('%s', async (_what, work, message) => {
    expect(await errorOf(work)).toContain(message);
  });
});
