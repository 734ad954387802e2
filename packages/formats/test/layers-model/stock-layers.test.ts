import { Random } from '@sekvens/core';
import {
  activation, bidirectional, dense, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, gru, lstm, network, simpleRNN, spatialDropout1D, attentionPooling1D,
} from '@sekvens/layers';
import type { LayerDefinition, LayerKind } from '@sekvens/layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelTopology, topologyOf } from '../../src/layers-model/model-topology.js';
import { stockProblems } from '../../src/layers-model/stock-problems.js';
import { stockLayers, writeLayersModel } from '../../src/index.js';
import { predictHere, randomBatch, randomWeights } from './random-networks.js';
import { loadStock, predictStock, useStock } from './stock-model.js';

beforeAll(useStock);

const words = embedding({ inputDim: 12, outputDim: 3, maskZero: true });
const hard = { activation: 'hardSigmoid' } as const;

/** For each difference in the table, a network that has it and nothing else that differs. */
const examples: Partial<Record<LayerKind, Readonly<Record<string, readonly LayerDefinition[]>>>> = {
  simpleRNN: { hardSigmoid: [words, simpleRNN({ units: 3, ...hard })], zeroOutputForMask: [words, simpleRNN({ units: 3, returnSequences: true, zeroOutputForMask: true }), dense({ units: 2 })] },
  lstm: { hardSigmoid: [words, lstm({ units: 3, recurrentActivation: 'hardSigmoid' })], zeroOutputForMask: [words, lstm({ units: 3, returnSequences: true, zeroOutputForMask: true }), globalMaxPooling1D({ useMask: false })] },
  gru: {
    resetAfter: [words, gru({ units: 3 })],
    hardSigmoid: [words, gru({ units: 3, ...hard, resetAfter: false })],
    zeroOutputForMask: [words, gru({ units: 3, resetAfter: false, returnSequences: true, zeroOutputForMask: true }), activation({ activation: 'relu' })],
  },
  bidirectional: {
    'a direction is a GRU': [words, bidirectional({ layer: gru({ units: 2 }) })],
    hardSigmoid: [words, bidirectional({ layer: lstm({ units: 2, recurrentActivation: 'hardSigmoid' }) })],
    returnSequences: [words, bidirectional({ layer: lstm({ units: 2, returnSequences: true }) }), dense({ units: 2 })],
    backwardLayer: [words, bidirectional({ layer: lstm({ units: 2 }), backwardLayer: lstm({ units: 2, goBackwards: true, activation: 'relu' }) })],
  },
  dense: { hardSigmoid: [words, lstm({ units: 3 }), dense({ units: 2, ...hard })] },
  activation: { hardSigmoid: [words, lstm({ units: 3 }), activation(hard)] },
  globalMaxPooling1D: { useMask: [words, globalMaxPooling1D()] },
  globalAveragePooling1D: { useMask: [words, globalAveragePooling1D()] },
  globalMaxAveragePooling1D: { always: [words, globalMaxAveragePooling1D()] },
  attentionPooling1D: { always: [words, attentionPooling1D()] },
};

const cases = stockLayers.flatMap(({ kind, className, differences }) => differences.map(({ when }) => ({ kind, className, when })));

describe('the table of stock layers', () => {
  it('has every kind of layer once', () => {
    const everything: Record<LayerKind, true> = {
      embedding: true, masking: true, simpleRNN: true, lstm: true, gru: true, bidirectional: true, dense: true, dropout: true, spatialDropout1D: true, activation: true, globalMaxPooling1D: true,
      globalAveragePooling1D: true, globalMaxAveragePooling1D: true, attentionPooling1D: true,
    };
    expect(stockLayers.map(({ kind }) => kind).sort()).toEqual(Object.keys(everything).sort());
  });

  it('has an example here of every difference', () => {
    for (const { kind, when } of cases) expect(Object.keys(examples[kind] ?? {}).filter((key) => when.includes(key)), `${kind}, ${when}`).toHaveLength(1);
  });

  it.each(cases)('$kind, $when: TensorFlow.js predicts something else, or nothing', async ({ kind, className, when }) => {
    const [layers] = Object.entries(examples[kind]!).filter(([key]) => when.includes(key)).map(([, found]) => found);
    const net = network(layers);
    const problems = stockProblems(net);
    expect(problems).toHaveLength(1);
    const { name } = net.layers[problems[0].index];
    const random = new Random(8);
    const weights = randomWeights(net, random, 2);
    expect(() => writeLayersModel({ network: net, weights })).toThrow(`got ${name} (${kind}${when === 'always' ? '' : `, ${when}`}): `);
    if (className === undefined) return;
    const batch = randomBatch(net, random, [5, 1, 3, 4]);
    const { topology, weightNames } = topologyOf(net, () => false);
    const model = {
      modelTopology: topology, weightsManifest: [{ paths: ['weights.bin'], weights: net.weights.map(({ shape }, i) => ({ name: weightNames[i], shape, dtype: 'float32' })) }],
    };
    const numbers = net.weights.flatMap(({ path }) => [...weights[path]]);
    const loading = loadStock({ 'model.json': new TextEncoder().encode(JSON.stringify(model)), 'weights.bin': new Uint8Array(Float32Array.from(numbers).buffer) });
    if (when.includes('resetAfter')) return expect(loading).rejects.toThrow('reset_after');
    const [there, here] = [predictStock(await loading, { network: net, batch }), predictHere({ network: net, weights, batch })];
    expect(here.some((value, i) => Math.abs(value - there[i]) > 1e-3)).toBe(true);
  });

  it('names every layer in one error', () => {
    const net = network([words, bidirectional({ layer: gru({ units: 2, returnSequences: true }) }), spatialDropout1D({ rate: 0.1 }), gru({ units: 2, returnSequences: true }), attentionPooling1D(), dense({ units: 2, ...hard })]);
    expect(() => writeLayersModel({ network: net, weights: {} })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: writeLayersModel(parts): expected layers that TensorFlow.js computes as they are computed here, got bidirectional (bidirectional, a direction is a GRU with resetAfter): TensorFlow.js only has GRUs that apply the reset gate before the recurrent product; gru (gru, resetAfter, which is the default): TensorFlow.js only has GRUs that apply the reset gate before the recurrent product; attention_pooling1d (attentionPooling1D): TensorFlow.js has no such layer; dense (dense, an activation is hardSigmoid): TensorFlow.js computes clip(0.2 x + 0.5, 0, 1), Keras 3 clip(x / 6 + 0.5, 0, 1). With { custom: true } they are written as layers of @sekvens/layers/tfjs, which have to be registered where the model is loaded.]`);
  });

  it('lets masked steps differ where nobody sees them', () => {
    const stacked = network([words, bidirectional({ layer: lstm({ units: 2, returnSequences: true }) }), dense({ units: 2 }), lstm({ units: 2, returnSequences: true, zeroOutputForMask: true }), simpleRNN({ units: 2 })]);
    expect(stockProblems(stacked)).toEqual([]);
    expect(modelTopology(stacked, false).topology.config.layers[3]).toMatchObject({ class_name: 'LSTM' });
  });
});
