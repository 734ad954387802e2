import type { RecurrentDefinition } from '@sekvens/layers';
import { describe, it } from 'vitest';
import { expectTensors } from './compare.js';
import type { Tensors } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor, Tolerances, Weights } from './executor-under-test.js';
import { flat, goldenSeeds, readGoldens } from './goldens.js';
import type { CellWeights, GoldenLayer, RecurrentGolden } from './goldens.js';
import { featuresFrom } from './inputs.js';
import { buildNetwork, gru, lstm, sequenceInput, simpleRNN } from './networks.js';

/** Outputs, final states and every gradient of single recurrent layers: each cell, mask kind, direction and return mode. */
export function describeRecurrentGoldens(createExecutor: CreateExecutor, { goldens: tolerance }: Tolerances): void {
  for (const seed of goldenSeeds) {
    describe(`recurrent goldens, seed ${seed}, relative error < ${tolerance}`, () => {
      readGoldens('recurrent', seed).forEach((golden, i) => {
        it(`${i}: ${titleOf(golden)}`, async () => {
          expectTensors(await runRecurrentGolden(createExecutor, golden), expectedTensors(golden), tolerance);
        });
      });
    });
  }
}

/** All tensors of a golden's run, with these weights instead of the golden's own where given. */
export async function runRecurrentGolden(createExecutor: CreateExecutor, golden: RecurrentGolden, weights: CellWeights = golden): Promise<Tensors> {
  const { returnSequences, goBackwards, zeroOutputForMask, x, maskValues, initialState, lossWeights } = golden;
  const definition = definitionOf(golden.layer, golden.resetAfter, { units: golden.recurrentKernel.length, returnSequences, goBackwards, zeroOutputForMask });
  const network = buildNetwork([definition], sequenceInput(golden.kernel.length));
  const executor = await createExecutor(network, cellWeights(network.layers[0].name, weights));
  const input = {
    features: featuresFrom(x),
    ...(maskValues && { mask: Uint8Array.from(flat(maskValues)) }),
    ...(initialState && { initialStates: initialState.map(flat) }),
  };
  return tensorsOf(runBothWays(executor, input, () => flat(lossWeights)));
}

export function expectedTensors(golden: RecurrentGolden): Tensors {
  const prefix = { SimpleRNN: 'simple_rnn', LSTM: 'lstm', GRU: 'gru' }[golden.layer];
  const tensors: Record<string, Float64Array> = { output: flat(golden.y) };
  golden.finalState.forEach((state, i) => (tensors[`final state ${i}`] = flat(state)));
  tensors[`gradient of ${prefix}/kernel`] = flat(golden.gradKernel);
  tensors[`gradient of ${prefix}/recurrentKernel`] = flat(golden.gradRecurrentKernel);
  tensors[`gradient of ${prefix}/bias`] = flat(golden.gradBias);
  tensors['gradient of the input'] = flat(golden.gradX);
  golden.gradInitialState?.forEach((gradient, i) => (tensors[`gradient of initial state ${i}`] = flat(gradient)));
  return tensors;
}

export function titleOf({ layer, resetAfter, mask, returnSequences, goBackwards, zeroOutputForMask, initialState, x }: RecurrentGolden): string {
  const flags = Object.entries({ resetAfter, returnSequences, goBackwards, zeroOutputForMask, initialState }).filter(([, on]) => on);
  return [layer, `mask ${mask}`, ...flags.map(([name]) => name), `[${x.length}, ${x[0].length}, ${x[0][0].length}]`].join(', ');
}

/** A layer named as in the goldens. */
export function definitionOf(layer: GoldenLayer, resetAfter: boolean | null, options: Parameters<typeof simpleRNN>[0]): RecurrentDefinition {
  return layer === 'SimpleRNN' ? simpleRNN(options) : layer === 'LSTM' ? lstm(options) : gru({ ...options, resetAfter: resetAfter === true });
}

/** The three weights of a cell under the paths of a network. */
export function cellWeights(prefix: string, { kernel, recurrentKernel, bias }: CellWeights): Weights {
  return { [`${prefix}/kernel`]: flat(kernel), [`${prefix}/recurrentKernel`]: flat(recurrentKernel), [`${prefix}/bias`]: flat(bias) };
}
