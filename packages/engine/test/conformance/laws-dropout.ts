/** Dropout: which elements, what they are multiplied by, and where recurrent layers apply it. */
import { Random } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { fillDropoutMask, rowElement, timeStepElement } from '../../src/dropout-mask.js';
import { expectTensors, largestError } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor, Tolerances, Weights } from './executor-under-test.js';
import { fullRows } from './inputs.js';
import { activation, bidirectional, buildNetwork, cells, dropout, randomNumbers, randomWeights, sequenceInput, spatialDropout1D, vectorInput } from './networks.js';

const [batch, timeSteps, features, units] = [3, 4, 5, 6];
const rate = 0.4;
const options = { training: true, seed: 2 ** 40 + 17, step: 9 };
const lossWeights = (length: number) => randomNumbers(new Random(97), length);

/** `count` factors from element `first` on. */
function factors(layer: number, stream: 0 | 1 | 2 | 3, first: number, count: number): Float64Array {
  const out = new Float64Array(count);
  fillDropoutMask({ seed: options.seed, step: options.step, layer, stream, rate }, first, out, 0, count);
  return out;
}

export function describeDropoutLaws(createExecutor: CreateExecutor, { laws: tolerance }: Tolerances): void {
  describe(`laws of dropout, relative error < ${tolerance}`, () => {
    const x = randomNumbers(new Random(20), batch * timeSteps * features);
    const rows = [0, 1, 2];
    const cases: [string, Network, Float64Array][] = [
      ['dropout of vectors', buildNetwork([dropout(rate)], vectorInput(timeSteps * features)), join(rows.map((r) => factors(0, 0, rowElement(r, timeSteps * features), timeSteps * features)))],
      [
        'dropout of sequences',
        buildNetwork([activation('linear'), dropout(rate)], sequenceInput(features)),
        join(rows.flatMap((r) => [0, 1, 2, 3].map((t) => factors(1, 0, timeStepElement(r, t, features), features)))),
      ],
      [
        'spatialDropout1D',
        buildNetwork([spatialDropout1D(rate)], sequenceInput(features)),
        join(rows.flatMap((r) => [0, 1, 2, 3].map(() => factors(0, 0, rowElement(r, features), features)))),
      ],
    ];
    for (const [name, network, expected] of cases) {
      const input = network.input.shape.length === 2 ? { vectors: x } : { features: fullRows(x, batch, timeSteps) };

      it(`${name} multiplies by the shared mask, forward and backward`, async () => {
        const { output, gradients } = runBothWays(await createExecutor(network, {}), input, lossWeights, options);
        const byMask = (values: Float64Array) => values.map((value, i) => value * expected[i]);
        expectTensors({ output: output.data, gradient: gradients.input!.data }, { output: byMask(x), gradient: byMask(lossWeights(x.length)) }, tolerance);
        expect(expected.filter((factor) => factor === 0).length).toBeGreaterThan(0);
      });

      it(`${name} leaves values alone outside training`, async () => {
        const { output, gradients } = runBothWays(await createExecutor(network, {}), input, lossWeights, { ...options, training: false });
        expectTensors({ output: output.data, gradient: gradients.input!.data }, { output: x, gradient: lossWeights(x.length) }, tolerance);
      });

      it(`${name} differs from step to step and from seed to seed, and is the same for the same`, async () => {
        const executor = await createExecutor(network, {});
        const at = (changes: object) => ({ output: Float64Array.from(executor.forward(input, { ...options, ...changes }).data) });
        expectTensors(at({}), at({}), 0);
        for (const changes of [{ step: 10 }, { seed: 18 }]) expect(largestError(at(changes), at({}))).toBeGreaterThan(0.1);
      });
    }

    for (const [name, cell] of Object.entries(cells)) {
      for (const direction of ['one direction', 'both directions']) {
        it(`dropout of ${name} in ${direction} is the same layer with the rows of its kernels multiplied`, async () => {
          const wrap = (layer: ReturnType<typeof cell>) => (direction === 'both directions' ? bidirectional(layer) : layer);
          const dropping = buildNetwork([activation('linear'), wrap(cell({ units, dropout: rate, recurrentDropout: rate }))], sequenceInput(features));
          const plain = buildNetwork([activation('linear'), wrap(cell({ units }))], sequenceInput(features));
          const weights = randomWeights(plain, new Random(21));
          const executor = await createExecutor(dropping, weights);
          const whole = executor.forward({ features: fullRows(x, batch, timeSteps) }, options).data;
          const width = whole.length / batch;
          for (const r of rows) {
            const multiplied = await createExecutor(plain, multiplyKernelRows(weights, r));
            const row = multiplied.forward({ features: fullRows(x.slice(r * timeSteps * features, (r + 1) * timeSteps * features), 1, timeSteps) }, options).data;
            expectTensors({ output: whole.slice(r * width, (r + 1) * width) }, { output: row }, tolerance);
          }
        });
      }

      it(`dropout of ${name} outside training does nothing`, async () => {
        const [dropping, plain] = [rate, 0].map((share) => buildNetwork([cell({ units, dropout: share, recurrentDropout: share })], sequenceInput(features)));
        const weights = randomWeights(plain, new Random(22));
        const input = { features: fullRows(x, batch, timeSteps) };
        const expected = tensorsOf(runBothWays(await createExecutor(plain, weights), input, lossWeights));
        expectTensors(tensorsOf(runBothWays(await createExecutor(dropping, weights), input, lossWeights)), expected, tolerance);
      });
    }
  });
}

/** What dropping input and state features of row `row` amounts to: rows of the kernels multiplied by the factors. */
function multiplyKernelRows(weights: Weights, row: number): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([path, values]) => {
      const backward = path.includes('/backward/');
      if (path.endsWith('/bias')) return [path, values];
      const isInput = path.endsWith('/kernel');
      const count = isInput ? features : units;
      const kept = factors(1, isInput ? (backward ? 2 : 0) : backward ? 3 : 1, rowElement(row, count), count);
      const width = values.length / count;
      return [path, values.map((value, i) => value * kept[Math.floor(i / width)])];
    }),
  );
}

function join(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => Array.from(part)));
}
