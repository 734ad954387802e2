/**
 * Gradients against central differences of the loss L = Σ output · w:
 *
 *   ∂L/∂p ≈ (L(p + δ) - L(p - δ)) / 2δ,  δ = 1e-5
 *
 * For executors in float64 only: in float32 the difference of two losses has hardly a digit left.
 */
import { Random, raggedFrom } from '@sekvens/core';
import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import type { ExecutorInput } from '../../src/executor.js';
import { expectTensors } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor } from './executor-under-test.js';
import { fullRows } from './inputs.js';
import {
  activation,
  attentionPooling1D,
  bidirectional,
  buildNetwork,
  cells,
  dense,
  dropout,
  embedding,
  globalAveragePooling1D,
  globalMaxAveragePooling1D,
  globalMaxPooling1D,
  gru,
  lstm,
  masking,
  randomNumbers,
  randomWeights,
  sequenceInput,
  simpleRNN,
  spatialDropout1D,
  vectorInput,
} from './networks.js';
import { networkCases } from './random-networks.js';
import type { NetworkCase } from './random-networks.js';

const delta = 1e-5;
const tolerance = 1e-7;
const lossWeights = (length: number) => randomNumbers(new Random(96), length);

export function describeFiniteDifferences(createExecutor: CreateExecutor): void {
  describe(`gradients equal central differences, relative error < ${tolerance}`, () => {
    const random = new Random(30);
    const ids: ExecutorInput = { ids: raggedFrom([[1, 0, 2, 4], [3, 3], []]) };
    const mask = Uint8Array.from([1, 0, 1, 0, 0, 0, 0, 1, 1]);
    const sequences = (features: number): ExecutorInput => ({ features: fullRows(randomNumbers(random, 9 * features), 3, 3) });
    const masked = (features: number): ExecutorInput => ({ ...sequences(features), mask });
    const vectors = (features: number): ExecutorInput => ({ vectors: randomNumbers(random, 3 * features) });
    const check = (name: string, layers: Parameters<typeof buildNetwork>[0], input: ExecutorInput, kind?: Parameters<typeof buildNetwork>[1]) =>
      it(name, async () => {
        const network = buildNetwork(layers, kind);
        await checkGradients(createExecutor, { network, weights: randomWeights(network, new Random(31)), input, options: { training: true, seed: 3, step: 4 } });
      });

    check('embedding', [embedding(5, 3)], ids);
    check('embedding with maskZero', [embedding(5, 3, true), simpleRNN({ units: 2 })], ids);
    const dropouts = { wordDropout: 0.4, embeddingDropout: 0.3 };
    check('embedding with words and rows dropped', [embedding(5, 3, false, dropouts)], ids);
    check('embedding with words and rows dropped, maskZero', [embedding(5, 3, true, dropouts), simpleRNN({ units: 2 })], ids);
    check('masking', [masking(0), lstm({ units: 2 })], { features: fullRows(Float64Array.of(0.3, -0.2, 0, 0, 0.1, 0.2, 0.4, 0.5), 2, 2) }, sequenceInput(2));
    for (const name of ['linear', 'tanh', 'sigmoid', 'relu', 'hardSigmoid', 'softmax'] as const) {
      check(`dense ${name}`, [dense(4, name)], vectors(3), vectorInput(3));
      check(`dense ${name} without bias, over time`, [dense(4, name, false)], sequences(3), sequenceInput(3));
      check(`activation ${name}`, [activation(name)], sequences(3), sequenceInput(3));
    }
    for (const [name, cell] of Object.entries(cells)) {
      const options = { units: 2, returnSequences: true, dropout: 0.3, recurrentDropout: 0.3 };
      check(`${name}`, [cell({ units: 2 })], sequences(3), sequenceInput(3));
      check(`${name} without bias`, [cell({ units: 2, useBias: false })], sequences(3), sequenceInput(3));
      check(`${name}, masked, dropout, sequences`, [cell(options)], masked(3), sequenceInput(3));
      check(`${name}, masked, zero output, backwards`, [cell({ ...options, goBackwards: true, zeroOutputForMask: true })], masked(3), sequenceInput(3));
      check(`${name}, hard activations`, [cell({ ...options, activation: 'hardSigmoid' })], masked(3), sequenceInput(3));
      check(`${name}, initial states`, [cell(options)], { ...masked(3), initialStates: (name === 'lstm' ? [0, 1] : [0]).map(() => randomNumbers(random, 6)) }, sequenceInput(3));
      for (const mergeMode of ['concat', 'sum', 'mul', 'ave'] as const) check(`bidirectional ${name}, ${mergeMode}`, [bidirectional(cell(options), mergeMode)], masked(3), sequenceInput(3));
    }
    check('words and rows dropped, and attention over what recurrent layers make of the rest', [embedding(5, 3, true, dropouts), gru({ units: 3, returnSequences: true, recurrentDropout: 0.3 }), spatialDropout1D(0.3), attentionPooling1D(2, true)], ids);
    check('bidirectional of two kinds', [bidirectional(lstm({ units: 2 }), 'mul', gru({ units: 2 }))], masked(3), sequenceInput(3));
    check('dropout of sequences', [dropout(0.4)], sequences(3), sequenceInput(3));
    check('dropout of vectors', [dropout(0.4)], vectors(5), vectorInput(5));
    check('spatialDropout1D', [spatialDropout1D(0.4)], sequences(5), sequenceInput(5));
    for (const useMask of [true, false]) {
      check(`globalMaxPooling1D${useMask ? ', masked' : ''}`, [globalMaxPooling1D(useMask)], masked(3), sequenceInput(3));
      check(`globalAveragePooling1D${useMask ? ', masked' : ''}`, [globalAveragePooling1D(useMask)], masked(3), sequenceInput(3));
      check(`globalMaxAveragePooling1D${useMask ? ', masked' : ''}`, [globalMaxAveragePooling1D(useMask)], masked(3), sequenceInput(3));
      check(`attentionPooling1D${useMask ? ', masked' : ''}`, [attentionPooling1D(null, useMask)], masked(3), sequenceInput(3));
      check(`attentionPooling1D with a hidden layer${useMask ? ', masked' : ''}`, [attentionPooling1D(4, useMask)], masked(3), sequenceInput(3));
    }

    it('50 random networks', { timeout: 0 }, async () => {
      const cases = networkCases({ maxUnits: 3, maxTime: 4, activations: ['linear', 'sigmoid'] });
      await fc.assert(fc.asyncProperty(cases, (networkCase) => checkGradients(createExecutor, networkCase)), { seed: 5, numRuns: 50 });
    });
  });
}

/** Compares every gradient of the case, of weights, feature input and initial states, element by element. */
async function checkGradients(createExecutor: CreateExecutor, { network, weights, input, options }: NetworkCase): Promise<void> {
  const executor = await createExecutor(network, weights);
  const { output, gradients } = runBothWays(executor, input, lossWeights, options);
  const actual = tensorsOf({ output, finalStates: [], gradients });
  delete actual.output;

  const lossWeightsOf = lossWeights(output.data.length);
  const lossAt = (changed: ExecutorInput) => Float64Array.from(executor.forward(changed, options).data).reduce((sum, value, i) => sum + value * lossWeightsOf[i], 0);
  const difference = (values: Float64Array, loss: (values: Float64Array) => number) =>
    values.map((value, i) => {
      const [above, below] = [value + delta, value - delta].map((moved) => loss(values.with(i, moved)));
      return (above - below) / (2 * delta);
    });

  const expected: Record<string, Float64Array> = {};
  for (const [path, values] of Object.entries(weights)) {
    expected[`gradient of ${path}`] = difference(values, (moved) => {
      executor.setWeights({ ...weights, [path]: moved });
      return lossAt(input);
    });
    executor.setWeights(weights);
  }
  input.initialStates?.forEach((state, s) => {
    expected[`gradient of initial state ${s}`] = difference(Float64Array.from(state), (moved) => lossAt({ ...input, initialStates: input.initialStates!.with(s, moved) }));
  });
  if (input.vectors) expected['gradient of the input'] = difference(Float64Array.from(input.vectors), (moved) => lossAt({ ...input, vectors: moved }));
  if (input.features) {
    const { offsets, values } = input.features;
    const moved = difference(Float64Array.from(values), (next) => lossAt({ ...input, features: { offsets, values: next } }));
    // A step that equals the mask value ceases to be masked when it is moved: the loss jumps there and has no derivative.
    const hasMasking = network.layers.some(({ definition }) => definition.kind === 'masking');
    expected['gradient of the input'] = moved.map((gradient, i) => (hasMasking && values[i] === 0 ? 0 : gradient));
    actual['gradient of the input'] = withoutPadding(actual['gradient of the input'], offsets, gradients.input!.shape);
  }
  expectTensors(actual, expected, tolerance, 1);
}

/** The steps that were given, out of [batch, T, features]. */
function withoutPadding(x: ArrayLike<number>, offsets: Int32Array, [, timeSteps, features]: readonly number[]): number[] {
  const rows = Array.from({ length: offsets.length - 1 }, (_, row) => row);
  return rows.flatMap((row) => Array.from(x).slice(row * timeSteps * features, (row * timeSteps + offsets[row + 1] - offsets[row]) * features));
}
