/** Poolings that follow from others, and attention: what it weighs, and that nobody else sees masked steps. */
import { Random } from '@sekvens/core';
import type { LayerDefinition } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { expectTensors } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor, Tolerances } from './executor-under-test.js';
import { fullRows, oneRow } from './inputs.js';
import {
  attentionPooling1D, buildNetwork, dense, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, lstm, randomNumbers, randomWeights, sequenceInput,
} from './networks.js';

const [batch, timeSteps, features] = [4, 5, 6];
const lossWeights = (length: number) => randomNumbers(new Random(93), length);
const mask = Uint8Array.from([0, 1, 0, 1, 1, ...[0, 0, 0, 0, 0], ...[1, 1, 0, 0, 0], ...[0, 0, 1, 0, 0]]);
const hiddenUnits = { 'without a hidden layer': null, 'over a hidden layer': 3 } as const;

export function describePoolingLaws(createExecutor: CreateExecutor, { laws: tolerance }: Tolerances): void {
  const x = randomNumbers(new Random(26), batch * timeSteps * features);
  const input = { features: fullRows(x, batch, timeSteps), mask };
  const build = (...layers: LayerDefinition[]) => buildNetwork(layers, sequenceInput(features));

  describe('laws of concatenated pooling', () => {
    it.each([true, false])('it is maximum and mean side by side, bit for bit, and its gradient the sum of theirs; useMask %s', async (useMask) => {
      const upper = lossWeights(batch * 2 * features);
      const half = (of: number, values: ArrayLike<number>) => Float64Array.from({ length: batch * features }, (_, i) => values[(2 * Math.floor(i / features) + of) * features + (i % features)]);
      const both = runBothWays(await createExecutor(build(globalMaxAveragePooling1D(useMask)), {}), input, () => upper);
      const [max, mean] = await Promise.all(
        [globalMaxPooling1D(useMask), globalAveragePooling1D(useMask)].map(async (layer, i) => runBothWays(await createExecutor(build(layer), {}), input, () => half(i, upper))),
      );
      expect(both.output.shape).toEqual([batch, 2 * features]);
      expect(half(0, both.output.data)).toEqual(Float64Array.from(max.output.data));
      expect(half(1, both.output.data)).toEqual(Float64Array.from(mean.output.data));
      // in the precision of the executor
      expect(both.gradients.input!.data).toEqual(max.gradients.input!.data.map((value, i) => value + mean.gradients.input!.data[i]));
    });
  });

  describe.each(Object.entries(hiddenUnits))(`laws of attention %s, relative error < ${tolerance}`, (_, units) => {
    const weightsOf = (layer: LayerDefinition) => randomWeights(build(layer), new Random(27));
    const presentOf = (row: number, useMask: boolean) => Array.from({ length: timeSteps }, (_, t) => t).filter((t) => !useMask || mask[row * timeSteps + t]);

    it.each([true, false])('it is a mean weighted by the softmax of scores, which dense layers give; useMask %s', async (useMask) => {
      const layer = attentionPooling1D(units, useMask);
      const weights = weightsOf(layer);
      const scoring = units === null ? build(dense(1, 'linear', false)) : build(dense(units, 'tanh'), dense(1, 'linear', false));
      const [kernel, bias, context] = ['kernel', 'bias', 'context'].map((name) => weights[`attention_pooling1d/${name}`]);
      const scores = await createExecutor(scoring, units === null ? { 'dense/kernel': context } : { 'dense/kernel': kernel, 'dense/bias': bias, 'dense_1/kernel': context });
      const { data } = scores.forward({ features: fullRows(x, batch, timeSteps) });
      const expected = new Float64Array(batch * features);
      for (let row = 0; row < batch; row++) {
        const steps = presentOf(row, useMask);
        const sum = steps.reduce((total, t) => total + Math.exp(data[row * timeSteps + t]), 0);
        for (const t of steps) for (let j = 0; j < features; j++) expected[row * features + j] += (Math.exp(data[row * timeSteps + t]) / sum) * x[(row * timeSteps + t) * features + j];
      }
      expectTensors({ output: (await createExecutor(build(layer), weights)).forward(input).data }, { output: expected }, tolerance);
    });

    it('without a preference it is the mean', async () => {
      const layer = attentionPooling1D(units, true);
      const weights = { ...weightsOf(layer), 'attention_pooling1d/context': new Float64Array(units ?? features) };
      const run = runBothWays(await createExecutor(build(layer), weights), input, lossWeights);
      const mean = runBothWays(await createExecutor(build(globalAveragePooling1D(true)), {}), input, lossWeights);
      // where scores do not depend on the step, gradients through them do not reach it either
      expectTensors({ output: run.output.data, input: run.gradients.input!.data }, { output: mean.output.data, input: mean.gradients.input!.data }, tolerance);
    });

    it('a single step has all of the weight, a row without one gives zeros; masked steps are not read, and have no gradient', async () => {
      const layer = attentionPooling1D(units, true);
      const poisoned = x.map((value, i) => (mask[Math.floor(i / features)] ? value : NaN));
      const { output, gradients } = runBothWays(await createExecutor(build(layer), weightsOf(layer)), { features: fullRows(poisoned, batch, timeSteps), mask }, lossWeights);
      const rowOf = (row: number) => Array.from(output.data).slice(row * features, (row + 1) * features);
      expect(rowOf(1)).toEqual(new Array(features).fill(0));
      expectTensors({ output: rowOf(3) }, { output: x.slice((3 * timeSteps + 2) * features, (3 * timeSteps + 3) * features) }, tolerance);
      for (const gradient of Object.values(gradients.weights)) expect(Array.from(gradient).every(Number.isFinite)).toBe(true);
      mask.forEach((present, step) => {
        if (!present) expect(Array.from(gradients.input!.data).slice(step * features, (step + 1) * features)).toEqual(new Array(features).fill(0));
      });
    });

    it('a batch is its rows one by one, in any order of their lengths', async () => {
      const network = build(lstm({ units: 4, returnSequences: true }), attentionPooling1D(units, true));
      const executor = await createExecutor(network, randomWeights(network, new Random(28)));
      const whole = runBothWays(executor, input, lossWeights);
      const rows = Array.from({ length: batch }, (_, row) => runBothWays(executor, oneRow(input, row, timeSteps), (length) => lossWeights(batch * length).slice(row * length, (row + 1) * length)));
      const expected: Record<string, ArrayLike<number>> = {
        'output': rows.flatMap((run) => Array.from(run.output.data)),
        'gradient of the input': rows.flatMap((run) => Array.from(run.gradients.input!.data)),
      };
      for (const { path } of network.weights) {
        expected[`gradient of ${path}`] = rows.map((run) => Float64Array.from(run.gradients.weights[path])).reduce((sum, part) => sum.map((value, i) => value + part[i]));
      }
      expectTensors(tensorsOf({ ...whole, finalStates: [] }), expected, tolerance);
    });

    it('no rows, and rows without steps', async () => {
      const layer = attentionPooling1D(units, true);
      const executor = await createExecutor(build(layer), weightsOf(layer));
      for (const lengths of [[], [0, 0]]) {
        const { output, gradients } = runBothWays(executor, { features: { values: new Float64Array(0), offsets: new Int32Array(lengths.length + 1) } }, lossWeights);
        expect(Array.from(output.data)).toEqual(new Array(lengths.length * features).fill(0));
        for (const gradient of Object.values(gradients.weights)) expect(new Set(gradient)).toEqual(new Set([0]));
      }
    });
  });
}
