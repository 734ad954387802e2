import { Random } from '@sekvens/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectTensors, largestError } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor } from './executor-under-test.js';
import { randomNumbers } from './networks.js';
import { networkCases } from './random-networks.js';
import type { NetworkCase } from './random-networks.js';

export interface AgreementOptions {
  /** The executor that is right, in float64. */
  readonly oracle: CreateExecutor;
  /** Allowed error of outputs, states and gradients, as a share of a tensor's largest magnitude. */
  readonly tolerance: number;
  /** Default 1000. */
  readonly runs?: number;
}

const lossWeights = (length: number) => randomNumbers(new Random(95), length);

/** An executor in float32 rounds at every operation, the check of a case's conditioning only once a weight. */
const roundings = 40;

/**
 * Runs random networks on both executors and compares everything that comes out. Case n is the same in every run.
 *
 * Cases in which the roundings of float32 may add up to more than the tolerance are passed over, as the oracle alone tells from
 * weights moved by a rounding each: unbounded gates let states grow, and large terms cancel in the gradients.
 */
export function describeAgreement(createExecutor: CreateExecutor, { oracle, tolerance, runs = 1000 }: AgreementOptions): void {
  const cases = networkCases({ maxUnits: 9, maxTime: 8, activations: ['sigmoid', 'relu', 'linear', 'hardSigmoid'] });
  // Final states are those of a single recurrent layer; what a bidirectional layer gives there is left open.
  const run = async (create: CreateExecutor, { network, weights, input, options }: NetworkCase) => {
    const result = runBothWays(await create(network, weights), input, lossWeights, options);
    const first = network.layers.find(({ definition }) => ['simpleRNN', 'lstm', 'gru', 'bidirectional'].includes(definition.kind));
    return first?.definition.kind === 'bidirectional' ? { ...result, finalStates: [] } : result;
  };

  const verify = async (networkCase: NetworkCase) => {
    const expected = await run(oracle, networkCase);
    const nearby = await run(oracle, { ...networkCase, weights: roundingAway(networkCase.weights) });
    fc.pre(largestError(tensorsOf(nearby), tensorsOf(expected)) < tolerance / roundings);
    const actual = await run(createExecutor, networkCase);
    expect(actual.output.shape).toEqual(expected.output.shape);
    expectTensors(tensorsOf(actual), tensorsOf(expected), tolerance);
  };

  describe(`agreement with the reference, relative error < ${tolerance}`, () => {
    it(`${runs} random networks`, { timeout: 0 }, async () => {
      await fc.assert(fc.asyncProperty(cases, verify), { seed: 1, numRuns: runs });
    });
  });
}

/** Every weight moved by up to two roundings of a 32-bit float. */
function roundingAway(weights: NetworkCase['weights']): NetworkCase['weights'] {
  const random = new Random(77);
  return Object.fromEntries(Object.entries(weights).map(([path, values]) => [path, values.map((value) => value * (1 + random.uniform(-1.2e-7, 1.2e-7)))]));
}
