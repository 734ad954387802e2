import { Random, TextVectorization } from '@sekvens/core';
import type { Files } from '@sekvens/engine';
import { Sequential, TextClassifier } from '@sekvens/engine';
import { bidirectional, dense, embedding, gru, lstm, network, networkToJSON } from '@sekvens/layers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { QuantizationType } from '../../src/index.js';
import { layersModelFormat, modelParts, quantize, readLayersModel, writeLayersModel } from '../../src/index.js';
import { predictHere, randomBatch, randomWeights } from './random-networks.js';
import { loadStock, predictStock, saveStock, useStock } from './stock-model.js';

beforeAll(useStock);

const vectorizer = new TextVectorization({ vocabulary: ['oil', 'team', 'goal'] });
const net = network([embedding({ inputDim: 12, outputDim: 30, maskZero: true, wordDropout: 0.2 }), bidirectional({ layer: lstm({ units: 20 }) }), dense({ units: 2, activation: 'sigmoid', name: 'Kopf 1' })]);
const parts = { network: net, weights: randomWeights(net, new Random(4)), vectorizer, labels: ['a', 'b'], task: 'multiLabel', thresholds: [0.25, 0.75] } as const;
const batch = randomBatch(net, new Random(5), [4, 1, 6]);
const close = (a: Float32Array, b: Float32Array, tolerance: number) => a.forEach((value, i) => expect(Math.abs(value - b[i])).toBeLessThan(tolerance));
const json = (files: Files) => JSON.parse(new TextDecoder().decode(files['model.json'])) as Record<string, unknown>;

describe('a written classifier', () => {
  it('is the same when read', async () => {
    const classifier = TextClassifier.fromParts(parts);
    const files = await layersModelFormat.write!(modelParts(classifier), 'news');
    expect(Object.keys(files)).toEqual(['model.json', 'group1-shard1of1.bin']);
    const back = await layersModelFormat.read!(files, 'news');
    expect(TextClassifier.fromParts(back as typeof parts).toFiles()).toEqual(classifier.toFiles());
  });

  it('comes in as many files as asked for', async () => {
    const files = writeLayersModel(parts, { shardBytes: 10_000 });
    const bytes = net.weights.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
    const count = Math.ceil(bytes / 10_000);
    expect(Object.keys(files)).toEqual(['model.json', ...Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`)]);
    expect(readLayersModel(files, 'x').weights).toEqual(parts.weights);
    close(predictStock(await loadStock(files), { network: net, batch }), predictHere({ ...parts, batch }), 1e-5);
  });

  it('gives for rows of different lengths what TensorFlow.js gives for the padded batch', async () => {
    const rows = [[2, 3], [4], [5, 6, 7, 8]];
    const padded = { values: Float32Array.from(rows.flatMap((row) => [...row, 0, 0, 0, 0].slice(0, 4))), rows: 3, steps: 4 };
    const here = new Sequential(net, parts.weights).predict(rows).data;
    close(predictStock(await loadStock(writeLayersModel(parts)), { network: net, batch: padded }), Float32Array.from(here), 1e-5);
  });

  it('of a fixed length takes rows of that length', async () => {
    const fixed = network(net.layers.map(({ definition }) => definition), { inputShape: [6] });
    const files = writeLayersModel({ network: fixed, weights: randomWeights(fixed, new Random(9)) });
    expect((await loadStock(files)).inputs[0].shape).toEqual([null, 6]);
    expect(readLayersModel(files, 'x').network.input.shape).toEqual([null, 6]);
  });

  it('stays the same when TensorFlow.js loads and saves it', async () => {
    const model = await loadStock(writeLayersModel(parts));
    const back = readLayersModel(await saveStock(model), 'saved');
    expect(networkToJSON(back.network)).toEqual(networkToJSON(net));
    expect(back).toMatchObject({ labels: parts.labels, task: 'multiLabel', thresholds: [0.25, 0.75] });
    expect(back.vectorizer!.toJSON()).toEqual(vectorizer.toJSON());
    for (const [path, values] of Object.entries(parts.weights)) expect(back.weights[path], path).toEqual(values);
  });

  it.each(['float16', 'uint16', 'uint8'] as const)('in %s is what quantize() shows, here and in TensorFlow.js', async (type) => {
    const { parts: seen, sizes } = quantize(parts, type);
    const files = writeLayersModel(parts, { quantize: type });
    expect(files['group1-shard1of1.bin'].length).toBe(sizes.after);
    const back = readLayersModel(files, 'x');
    expect(back.weights).toEqual(seen.weights);
    close(predictStock(await loadStock(files), { network: net, batch }), predictHere({ ...seen, batch }), 1e-5);
    // rounding is felt, and small
    const [rounded, exact] = [predictHere({ ...seen, batch }), predictHere({ ...parts, batch })];
    expect(rounded).not.toEqual(exact);
    close(rounded, exact, 0.05);
  });

  it('is refused when its topology is not the one that is told of in its metadata', () => {
    const files = writeLayersModel(parts);
    const other = writeLayersModel({ network: network([embedding({ inputDim: 12, outputDim: 30 }), ...net.layers.slice(1).map(({ definition }) => definition)]), weights: parts.weights });
    const mixed = new TextEncoder().encode(JSON.stringify({ ...json(files), modelTopology: json(other).modelTopology }));
    expect(() => readLayersModel({ ...files, 'model.json': mixed }, 'x')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: x/model.json: expected the same network in modelTopology and in userDefinedMetadata.sekvens, got two that differ. The files do not belong together, or one is damaged.]`);
  });
});

describe('writeLayersModel', () => {
  it('takes names TensorFlow.js does not, and gives them back', async () => {
    const named = network([embedding({ inputDim: 12, outputDim: 2, name: '_é' }), bidirectional({ layer: lstm({ units: 2, name: 'a b' }), name: 'layer_1' }), dense({ units: 2, name: 'layer_0' })]);
    const given = { network: named, weights: randomWeights(named, new Random(1)), batch };
    const files = writeLayersModel(given);
    expect(Object.keys(readLayersModel(files, 'x').weights)).toEqual(named.weights.map(({ path }) => path));
    close(predictStock(await loadStock(files), given), predictHere(given), 1e-5);
  });

  it('writes classes of @sekvens/layers/tfjs where it is told to, and where they are needed', () => {
    const custom = network([embedding({ inputDim: 12, outputDim: 2, maskZero: true }), bidirectional({ layer: gru({ units: 3 }) }), dense({ units: 2 })]);
    const { modelTopology: { config: { layers } } } = json(writeLayersModel({ network: custom, weights: randomWeights(custom, new Random(1)) }, { custom: true })) as { modelTopology: { config: { layers: { class_name: string; config: { layer?: object } }[] } } };
    expect(layers.map(({ class_name }) => class_name)).toEqual(['Embedding', 'SekvensBidirectional', 'Dense']);
    expect(layers[1].config.layer).toMatchObject({ class_name: 'SekvensGRU', config: { units: 3, reset_after: true, recurrent_activation: 'sigmoid' } });
  });

  it('refuses options that are none, and weights that cannot be loaded again', () => {
    const write = (options: object) => () => writeLayersModel(parts, options);
    expect(write({ shards: 3 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: writeLayersModel(parts, options): expected options among custom, quantize, shardBytes, got "shards".]`);
    expect(write({ custom: 1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: writeLayersModel(parts, { custom }): expected true or false, got 1.]`);
    expect(write({ quantize: 'int8' as QuantizationType })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: writeLayersModel(parts, { quantize }): expected one of float16, uint16, uint8, got "int8".]`);
    expect(write({ shardBytes: 0 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: writeLayersModel(parts, { shardBytes }): expected an integer from 1024, got 0.]`);
    const weights = { ...parts.weights, 'Kopf 1/bias': Float32Array.of(0, NaN) };
    expect(() => writeLayersModel({ ...parts, weights })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: writeLayersModel(parts): expected finite numbers in Kopf 1/bias, got NaN at 1. Train again with a smaller learning rate.]`);
    expect(() => writeLayersModel({ ...parts, weights: { ...parts.weights, 'Kopf 1/bias': Float32Array.of(1e6, 0) } }, { quantize: 'float16' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: writeLayersModel(parts, { quantize }), Kopf 1/bias[0]: expected a number below 65520 in magnitude, which is the most of a 16-bit float, got 1000000. 'uint16' and 'uint8' hold numbers of any size.]`);
  });
});
