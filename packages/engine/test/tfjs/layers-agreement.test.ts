/** Layers of TensorFlow.js against the float64 reference: random networks, as the conformance suite has them, without dropout and initial states. */
import { Random } from '@sekvens/core';
import { bidirectional, gru, lstm, useKernels } from '@sekvens/layers/tfjs';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReferenceExecutor } from '../../src/reference/create-reference-executor.js';
import { wasmKernels } from '../../src/tfjs/index.js';
import { expectTensors, largestError } from '../conformance/compare.js';
import { runBothWays, tensorsOf } from '../conformance/executor-under-test.js';
import type { CreateExecutor } from '../conformance/executor-under-test.js';
import { randomNumbers } from '../conformance/networks.js';
import { networkCases } from '../conformance/random-networks.js';
import type { NetworkCase } from '../conformance/random-networks.js';
import { createLayersExecutor } from './layers-executor.js';

const tolerance = 2e-5;
const lossWeights = (length: number) => randomNumbers(new Random(95), length);
const cases = networkCases({ maxUnits: 9, maxTime: 8, activations: ['sigmoid', 'relu', 'linear', 'hardSigmoid'] });

async function tensors(create: CreateExecutor, { network, weights, input }: NetworkCase) {
  return tensorsOf({ ...runBothWays(await create(network, weights), input, lossWeights), finalStates: [] });
}

describe.each([false, true])('on cpu, kernels %s', (kernels) => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
    useKernels(kernels ? wasmKernels() : undefined);
  });
  afterAll(() => useKernels(undefined));

  it(`200 random networks, relative error < ${tolerance}`, { timeout: 0 }, async () => {
    const verify = async (networkCase: NetworkCase) => {
      // a stock dense layer takes no batch without a time step
      fc.pre(!networkCase.input.initialStates && networkCase.input.timeSteps !== 0);
      const expected = await tensors(createReferenceExecutor, networkCase);
      const moved = Object.fromEntries(Object.entries(networkCase.weights).map(([path, values]) => [path, values.map((value, i) => value * (1 + (i % 2 === 0 ? 1e-7 : -1e-7)))]));
      // cases in which the roundings of float32 add up are passed over
      fc.pre(largestError(await tensors(createReferenceExecutor, { ...networkCase, weights: moved }), expected) < tolerance / 40);
      expectTensors(await tensors(createLayersExecutor, networkCase), expected, tolerance);
    };
    await fc.assert(fc.asyncProperty(cases, verify), { seed: 1, numRuns: 200 });
  });

  it('second derivatives, the same with kernels as without', () => {
    const mask = tf.tensor2d([1, 0, 1], [1, 3], 'bool');
    const x = tf.tensor3d([0.5, -0.25, 1, 0.75, -1, 0.125], [1, 3, 2]);
    for (const layer of [gru({ units: 3, name: 'g' }), bidirectional({ layer: lstm({ units: 2, returnSequences: true }), name: 'b' })]) {
      const loss = (a: tf.Tensor) => tf.sum(tf.square(layer.apply(a, { mask }) as tf.Tensor));
      const second = () => Array.from(tf.grad((a) => tf.sum(tf.square(tf.grad(loss)(a))))(x).dataSync());
      const actual = second();
      useKernels(undefined);
      const expected = second();
      useKernels(kernels ? wasmKernels() : undefined);
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1e-4);
      actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    }
  });
});
