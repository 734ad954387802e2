import { Random, raggedFrom } from '@sekvens/core';
import { createReferenceExecutor, createWasmExecutor, Sequential } from '@sekvens/engine';
import * as layers from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeOnnx } from '../../src/onnx/write-onnx.js';
import { networkCases, randomWeights } from './network-cases.js';
import type { NetworkCase } from './network-cases.js';
import { runOnnx } from './run-onnx.js';

const tolerance = 1e-5;

/** What recurrent layers and poolings make of masks, each seen at every step, in the last state, and through another layer. */
const readers: Readonly<Record<string, readonly LayerDefinition[]>> = {
  'simpleRNN, all steps': [layers.simpleRNN({ units: 3, returnSequences: true })],
  'lstm, zeros at masked steps': [layers.lstm({ units: 3, returnSequences: true, zeroOutputForMask: true })],
  'lstm, last state': [layers.lstm({ units: 3 })],
  'lstm, last state, zeros if masked': [layers.lstm({ units: 3, zeroOutputForMask: true })],
  'gru backwards, all steps': [layers.gru({ units: 3, returnSequences: true, goBackwards: true })],
  'gru backwards, zeros at masked steps': [layers.gru({ units: 3, returnSequences: true, goBackwards: true, zeroOutputForMask: true })],
  'gru backwards, last state, zeros if masked': [layers.gru({ units: 3, goBackwards: true, zeroOutputForMask: true })],
  'two bidirectional layers': [layers.bidirectional({ layer: layers.lstm({ units: 3, returnSequences: true }) }), layers.bidirectional({ layer: layers.gru({ units: 2 }), mergeMode: 'mul' })],
  'poolings': [layers.bidirectional({ layer: layers.gru({ units: 3, returnSequences: true }), mergeMode: 'sum' }), layers.globalMaxAveragePooling1D()],
  'poolings over masked steps, too': [layers.gru({ units: 3, returnSequences: true }), layers.globalMaxAveragePooling1D({ useMask: false })],
  'attention': [layers.lstm({ units: 3, returnSequences: true }), layers.attentionPooling1D({ units: 4 })],
  'attention over masked steps, too': [layers.lstm({ units: 3, returnSequences: true }), layers.attentionPooling1D({ useMask: false })],
};

const batches: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'rows of every kind': [[1, 2, 3, 4, 5], [1, 2], [0, 0, 3, 4], [5, 0, 4, 0, 3], [0, 1, 0], [0, 0, 0], [], [2]],
  'one row': [[3, 0, 1]],
  'one masked row': [[0, 0]],
  'one step': [[1], [0], [4]],
  'one row of one step': [[2]],
  'left padding only': [[0, 0, 1], [0, 2, 3], [4, 5, 1]],
  'nothing but masked rows': [[0, 0, 0], [], [0]],
};

describe('an ONNX file', () => {
  describe.each(Object.keys(readers))('of %s', (reader) => {
    it.each([true, false])('gives what the engine gives for every mask, maskZero %s', async (maskZero) => {
      const network = layers.network([layers.embedding({ inputDim: 6, outputDim: 4, maskZero }), ...readers[reader]]);
      const weights = randomWeights(network, new Random(3));
      const model = new Sequential(network, weights);
      const { run, session } = await runOnnx(writeOnnx({ network, weights }));
      for (const [name, rows] of Object.entries(batches)) {
        const expected = model.predict(rows, { batchSize: rows.length });
        const actual = await run(network, { ids: raggedFrom(rows) });
        expect(actual.shape, name).toEqual(expected.shape);
        expect(largestError(actual.data, expected.data), name).toBeLessThan(tolerance);
      }
      await session.release();
    });
  });

  it('takes vectors where the network does', async () => {
    const network = layers.network([layers.dense({ units: 5, activation: 'hardSigmoid' }), layers.dropout({ rate: 0.5 }), layers.dense({ units: 3, activation: 'softmax' })], { inputShape: [4] });
    const weights = randomWeights(network, new Random(4), 2);
    const vectors = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const { run } = await runOnnx(writeOnnx({ network, weights }));
    const expected = new Sequential(network, weights).predict(vectors);
    const actual = await run(network, { vectors });
    expect(actual.shape).toEqual([3, 3]);
    expect(largestError(actual.data, expected.data)).toBeLessThan(tolerance);
  });

  it('gives what the engine gives within 1e-5, for random networks and batches', async () => {
    await fc.assert(fc.asyncProperty(networkCases, verify), { seed: 1, numRuns: 1000 });
  });
});

async function verify({ network, weights, input }: NetworkCase): Promise<void> {
  const expected = createReferenceExecutor(network, weights).forward(input);
  // unbounded gates let roundings of float32 grow; such cases say nothing
  const nearby = createReferenceExecutor(network, roundingAway(weights)).forward(input);
  fc.pre(largestError(nearby.data, expected.data) < tolerance / 40);
  const { run, session } = await runOnnx(writeOnnx({ network, weights }));
  const actual = await run(network, input);
  await session.release();
  expect(actual.shape).toEqual(expected.shape);
  expect(largestError(actual.data, expected.data)).toBeLessThan(tolerance);
  // which has a masking layer at the front only
  if (network.layers.slice(1).some(({ definition }) => definition.kind === 'masking')) return;
  expect(largestError(actual.data, createWasmExecutor(network, weights).forward(input).data)).toBeLessThan(tolerance);
}

/** The largest difference, as a share of the largest number where that is above 1. */
function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const size = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return Array.from(expected).reduce((most, value, i) => Math.max(most, Number.isNaN(actual[i] - value) ? Infinity : Math.abs(actual[i] - value)), 0) / size;
}

/** Every weight moved by up to two roundings of a 32-bit float. */
function roundingAway(weights: NetworkCase['weights']): Record<string, Float64Array> {
  const random = new Random(77);
  return Object.fromEntries(Object.entries(weights).map(([path, values]) => [path, Float64Array.from(values, (value) => value * (1 + random.uniform(-1.2e-7, 1.2e-7)))]));
}
