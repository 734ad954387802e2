/** What must hold between the results of whole networks: padding, rows, masks, pooling. */
import { Random, raggedFrom } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import type { ExecutorInput } from '../../src/executor.js';
import { expectTensors, largestError } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor, Tolerances, Weights } from './executor-under-test.js';
import { fullRows, oneRow } from './inputs.js';
import {
  activation,
  bidirectional,
  buildNetwork,
  cells,
  dense,
  dropout,
  embedding,
  globalAveragePooling1D,
  globalMaxPooling1D,
  lstm,
  masking,
  randomNumbers,
  randomWeights,
  sequenceInput,
  simpleRNN,
  spatialDropout1D,
  vectorInput,
} from './networks.js';

const lossWeights = (length: number) => randomNumbers(new Random(98), length);
/** Rows of unequal length, with id 0 within, at the start and alone, one row empty. */
const ids = raggedFrom([[3, 0, 5, 1, 7], [0, 2], [], [0], [6, 6, 6, 4], [1]]);
const longest = 5;

export function describeNetworkLaws(createExecutor: CreateExecutor, { laws: tolerance }: Tolerances): void {
  for (const [name, cell] of Object.entries(cells)) {
    describe(`laws of networks with ${name}, relative error < ${tolerance}`, () => {
      const stack = (maskZero: boolean) =>
        buildNetwork([
          embedding(8, 4, maskZero),
          spatialDropout1D(0.3),
          bidirectional(cell({ units: 3, returnSequences: true, dropout: 0.2, recurrentDropout: 0.2 })),
          dropout(0.3),
          dense(4, 'tanh'),
          activation('sigmoid'),
          cell({ units: 5, returnSequences: true }),
          globalMaxPooling1D(true),
          dense(4, 'softmax'),
        ]);
      const weights = randomWeights(stack(true), new Random(6));

      for (const training of [false, true]) {
        it(`padding does not change a masked result${training ? ', nor its dropout' : ''}`, async () => {
          const executor = await createExecutor(stack(true), weights);
          const options = { training, seed: 5, step: 2 };
          const short = tensorsOf(runBothWays(executor, { ids, timeSteps: longest }, lossWeights, options));
          const long = tensorsOf(runBothWays(executor, { ids, timeSteps: longest + 4 }, lossWeights, options));
          expectTensors(long, short, tolerance);
        });
      }

      it('padding takes part where there is no mask', async () => {
        const network = buildNetwork([embedding(8, 4), cell({ units: 3 })]);
        const executor = await createExecutor(network, randomWeights(network, new Random(17)));
        const short = Float64Array.from(executor.forward({ ids, timeSteps: longest }).data);
        expect(largestError({ output: executor.forward({ ids, timeSteps: longest + 4 }).data }, { output: short })).toBeGreaterThan(1e-3);
      });

      for (const maskZero of [true, false]) {
        it(`a batch is its rows one by one, ${maskZero ? 'masked' : 'unmasked'}`, async () => {
          const network = stack(maskZero);
          const executor = await createExecutor(network, weights);
          const whole = runBothWays(executor, { ids }, lossWeights);
          const classes = 4;
          const rows = Array.from({ length: 6 }, (_, row) => {
            const part = (length: number) => lossWeights(6 * length).slice(row * length, (row + 1) * length);
            return runBothWays(executor, oneRow({ ids }, row, longest), part);
          });
          const expected: Record<string, ArrayLike<number>> = { output: rows.flatMap((run) => Array.from(run.output.data)) };
          expect(expected.output).toHaveLength(6 * classes);
          for (const { path } of network.weights) {
            expected[`gradient of ${path}`] = rows.map((run) => Float64Array.from(run.gradients.weights[path])).reduce((sum, part) => sum.map((value, i) => value + part[i]));
          }
          expectTensors(tensorsOf({ ...whole, finalStates: [] }), expected, tolerance);
        });
      }

      it('padding without a mask is zeros like any other, and has a gradient', async () => {
        const random = new Random(14);
        const network = buildNetwork([bidirectional(cell({ units: 3, returnSequences: true })), cell({ units: 2, goBackwards: true })], sequenceInput(2));
        const own = randomWeights(network, random);
        const [lengths, timeSteps] = [[3, 1, 0], 5];
        const values = randomNumbers(random, 8);
        const filled = new Float64Array(3 * timeSteps * 2);
        filled.set(values.subarray(0, 6), 0);
        filled.set(values.subarray(6), timeSteps * 2);
        const offsets = Int32Array.of(0, lengths[0], lengths[0] + lengths[1], lengths[0] + lengths[1]);
        const ragged = runBothWays(await createExecutor(network, own), { features: { values, offsets }, timeSteps }, lossWeights);
        const full = runBothWays(await createExecutor(network, own), { features: fullRows(filled, 3, timeSteps) }, lossWeights);
        expectTensors(tensorsOf({ ...ragged, finalStates: [] }), tensorsOf({ ...full, finalStates: [] }), tolerance);
      });

      it('initial states are those of the first recurrent layer', async () => {
        const random = new Random(15);
        const [first, second] = [cell({ units: 3, returnSequences: true }), cell({ units: 3 })];
        const network = buildNetwork([first, second], sequenceInput(2));
        const own = randomWeights(network, random);
        const x = fullRows(randomNumbers(random, 2 * 4 * 2), 2, 4);
        const initialStates = (name === 'lstm' ? [0, 1] : [0]).map(() => randomNumbers(random, 2 * 3));
        await expectStepByStep(createExecutor, network, own, { features: x, initialStates }, undefined, tolerance);
      });

      it('the mask that goes on after goBackwards is the one that came, unreversed', async () => {
        const random = new Random(16);
        const network = buildNetwork([cell({ units: 3, returnSequences: true, goBackwards: true }), cell({ units: 3 })], sequenceInput(2));
        const x = fullRows(randomNumbers(random, 2 * 4 * 2), 2, 4);
        const mask = Uint8Array.of(1, 1, 0, 1, 1, 0, 0, 0);
        await expectStepByStep(createExecutor, network, randomWeights(network, random), { features: x, mask }, mask, tolerance);
      });

      it('id 0 without maskZero is a token like any other', async () => {
        const network = buildNetwork([embedding(8, 4, false), cell({ units: 3 })]);
        const table = weights['embedding/embeddings'];
        const own: Weights = { ...randomWeights(network, new Random(7)), 'embedding/embeddings': table };
        const { output, gradients } = runBothWays(await createExecutor(network, own), { ids }, lossWeights);
        const padded = Array.from({ length: 6 }, (_, r) => Array.from({ length: longest }, (_, t) => (ids.offsets[r] + t < ids.offsets[r + 1] ? ids.values[ids.offsets[r] + t] : 0)));
        const x = Float64Array.from(padded.flat().flatMap((id) => Array.from(table.slice(id * 4, id * 4 + 4))));
        const cellOnly = buildNetwork([cell({ units: 3 })], sequenceInput(4));
        const cellWeights = Object.fromEntries(cellOnly.weights.map(({ path }) => [path, own[path]]));
        const byVectors = runBothWays(await createExecutor(cellOnly, cellWeights), { features: fullRows(x, 6, longest) }, lossWeights);
        expectTensors({ output: output.data }, { output: byVectors.output.data }, tolerance);
        const rowZero = Array.from(gradients.weights['embedding/embeddings']).slice(0, 4);
        expect(Math.max(...rowZero.map(Math.abs))).toBeGreaterThan(1e-3);
      });

      it('nothing is left over from the batch before', async () => {
        const executor = await createExecutor(stack(true), weights);
        const first = tensorsOf(runBothWays(executor, oneRow({ ids }, 4, 4), lossWeights));
        runBothWays(executor, { ids, timeSteps: 9 }, lossWeights, { training: true });
        expectTensors(tensorsOf(runBothWays(executor, oneRow({ ids }, 4, 4), lossWeights)), first, 0);
      });

      it('rows without a token give what an all-masked row gives', async () => {
        const executor = await createExecutor(stack(true), weights);
        const all = executor.forward({ ids });
        const none = executor.forward({ ids: raggedFrom([[], []]) });
        expect(none.shape).toEqual([2, 4]);
        const empty = Array.from(all.data).slice(8, 12);
        expectTensors({ output: none.data }, { output: [...empty, ...empty] }, tolerance);
      });
    });
  }

  describe(`laws of masks and pooling, relative error < ${tolerance}`, () => {
    const [batch, timeSteps, features] = [3, 4, 2];
    const mask = Uint8Array.from([0, 1, 0, 1, ...[0, 0, 0, 0], ...[1, 1, 0, 0]]);
    const present = (row: number) => [0, 1, 2, 3].filter((t) => mask[row * timeSteps + t]);
    const random = new Random(8);
    const x = randomNumbers(random, batch * timeSteps * features);

    it('a masking layer masks the steps that equal its value, and no others', async () => {
      // 0.1 is not a 32-bit float, and features are
      for (const value of [0, -1.5, 0.1]) {
        const marked = x.map((v, i) => (mask[Math.floor(i / features)] ? v : Math.fround(value)));
        const layer = lstm({ units: 3, returnSequences: true });
        const network = buildNetwork([masking(value), layer], sequenceInput(features));
        const plain = buildNetwork([layer], sequenceInput(features));
        const weights = randomWeights(plain, new Random(9));
        const actual = tensorsOf(runBothWays(await createExecutor(network, weights), { features: fullRows(marked, batch, timeSteps) }, lossWeights));
        const expected = tensorsOf(runBothWays(await createExecutor(plain, weights), { features: fullRows(x, batch, timeSteps), mask }, lossWeights));
        expectTensors(actual, expected, tolerance);
      }
    });

    it('a masking layer outputs zeros at masked steps, and gives them no gradient', async () => {
      const executor = await createExecutor(buildNetwork([masking(-1.5)], sequenceInput(2)), {});
      const output = executor.forward({ features: fullRows(Float64Array.of(-1.5, 0.5, -1.5, -1.5, 2, 3), 1, 3) });
      expect(Array.from(output.data)).toEqual([-1.5, 0.5, 0, 0, 2, 3]);
      expect(Array.from(executor.backward(Float64Array.of(1, 2, 3, 4, 5, 6)).input!.data)).toEqual([1, 2, 0, 0, 5, 6]);
    });

    it('a time step of which one feature alone equals the mask value is present', async () => {
      const network = buildNetwork([masking(0), simpleRNN({ units: 2 })], sequenceInput(2));
      const weights = randomWeights(network, new Random(10));
      const plain = buildNetwork([simpleRNN({ units: 2 })], sequenceInput(2));
      const input = { features: fullRows(Float64Array.of(0.5, 0, 0, 0.25), 1, 2) };
      expectTensors({ output: (await createExecutor(network, weights)).forward(input).data }, { output: (await createExecutor(plain, weights)).forward(input).data }, tolerance);
    });

    for (const useMask of [true, false]) {
      const stepsOf = (row: number) => (useMask ? present(row) : [0, 1, 2, 3]);
      const pool = (of: (values: number[]) => number) =>
        Array.from({ length: batch * features }, (_, i) => {
          const row = Math.floor(i / features);
          return of(stepsOf(row).map((t) => x[(row * timeSteps + t) * features + (i % features)]));
        });
      const poisoned = x.map((v, i) => (useMask && !mask[Math.floor(i / features)] ? NaN : v));
      const input = { features: fullRows(poisoned, batch, timeSteps), mask };

      it(`average pooling over ${useMask ? 'present' : 'all'} steps; zeros where there is none`, async () => {
        const { output, gradients } = runBothWays(await createExecutor(buildNetwork([globalAveragePooling1D(useMask)], sequenceInput(features)), {}), input, lossWeights);
        const w = lossWeights(batch * features);
        const gradient = Array.from(x, (_, i) => {
          const [row, t] = [Math.floor(i / (timeSteps * features)), Math.floor(i / features) % timeSteps];
          return stepsOf(row).includes(t) ? w[row * features + (i % features)] / stepsOf(row).length : 0;
        });
        const expected = { output: pool((values) => values.reduce((a, b) => a + b, 0) / Math.max(values.length, 1)), gradient };
        expectTensors({ output: output.data, gradient: gradients.input!.data }, expected, tolerance);
      });

      it(`max pooling over ${useMask ? 'present' : 'all'} steps; zeros where there is none`, async () => {
        const { output, gradients } = runBothWays(await createExecutor(buildNetwork([globalMaxPooling1D(useMask)], sequenceInput(features)), {}), input, lossWeights);
        const w = lossWeights(batch * features);
        const largest = pool((values) => Math.max(...values));
        const gradient = Array.from(x, (value, i) => {
          const to = Math.floor(i / (timeSteps * features)) * features + (i % features);
          return value === largest[to] ? w[to] : 0;
        });
        expectTensors({ output: output.data, gradient: gradients.input!.data }, { output: largest.map((v) => (v === -Infinity ? 0 : v)), gradient }, tolerance);
      });
    }

    it('the first of equal maxima takes the gradient', async () => {
      const executor = await createExecutor(buildNetwork([globalMaxPooling1D()], sequenceInput(1)), {});
      executor.forward({ features: fullRows(Float64Array.of(-1, 2, 2, 0), 1, 4) });
      expect(Array.from(executor.backward(Float64Array.of(3)).input!.data)).toEqual([0, 3, 0, 0]);
    });

    it('a dense layer over time is the dense layer at each step, carried values at masked steps included', async () => {
      const recurrent = lstm({ units: 3, returnSequences: true });
      const network = buildNetwork([recurrent, dense(4, 'softmax')], sequenceInput(features));
      const weights = randomWeights(network, new Random(11));
      const before = buildNetwork([recurrent], sequenceInput(features));
      const after = buildNetwork([dense(4, 'softmax')], vectorInput(3));
      const pick = (net: typeof network) => Object.fromEntries(net.weights.map(({ path }) => [path, weights[path]]));
      const input = { features: fullRows(x, batch, timeSteps), mask };
      const steps = (await createExecutor(before, pick(before))).forward(input);
      const expected = (await createExecutor(after, pick(after))).forward({ vectors: steps.data });
      const output = (await createExecutor(network, weights)).forward(input);
      expect(output.shape).toEqual([batch, timeSteps, 4]);
      expectTensors({ output: output.data }, { output: expected.data }, tolerance);
    });

    it("activations have Keras' values", async () => {
      const z = Float64Array.of(-4, -1.5, 0.75, 2);
      const exponentials = z.map(Math.exp);
      const values = {
        linear: z,
        relu: [0, 0, 0.75, 2],
        tanh: z.map(Math.tanh),
        sigmoid: z.map((v) => 1 / (1 + Math.exp(-v))),
        hardSigmoid: [0, 0.25, 0.625, 2 / 6 + 0.5],
        softmax: exponentials.map((e) => e / exponentials.reduce((a, b) => a + b)),
      } as const;
      for (const [name, expected] of Object.entries(values)) {
        const layer = await createExecutor(buildNetwork([activation(name as keyof typeof values)], vectorInput(4)), {});
        expectTensors({ [name]: layer.forward({ vectors: z }).data }, { [name]: expected }, tolerance);
        const kernel = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));
        const identity = await createExecutor(buildNetwork([dense(4, name as keyof typeof values)], vectorInput(4)), { 'dense/kernel': kernel, 'dense/bias': new Float64Array(4) });
        expectTensors({ [name]: identity.forward({ vectors: z }).data }, { [name]: expected }, tolerance);
      }
    });

    it('weights that are set are the weights that are used and given back', async () => {
      const network = buildNetwork([simpleRNN({ units: 2 }), dense(3)], sequenceInput(features));
      const [a, b] = [randomWeights(network, new Random(12)), randomWeights(network, new Random(13))];
      const input = { features: fullRows(x, batch, timeSteps) };
      const executor = await createExecutor(network, a);
      executor.setWeights(b);
      expectTensors(executor.getWeights(), b, 0);
      const output = executor.forward(input).data;
      expectTensors({ output }, { output: (await createExecutor(network, b)).forward(input).data }, tolerance);
    });
  });
}

/** A network of two layers is its first layer, and its second one on what comes out of that, under `mask`. */
async function expectStepByStep(
  createExecutor: CreateExecutor,
  network: Network,
  weights: Weights,
  input: ExecutorInput,
  mask: Uint8Array | undefined,
  tolerance: number,
): Promise<void> {
  const [first, second] = network.layers.map(({ name, definition, inputShape }) => {
    const single = buildNetwork([definition], sequenceInput(Number(inputShape[2])));
    return { single, weights: Object.fromEntries(single.weights.map((spec) => [spec.path, weights[`${name}/${spec.name}`]])) };
  });
  const between = (await createExecutor(first.single, first.weights)).forward(input);
  const [batch, timeSteps] = between.shape;
  const features = fullRows(Float64Array.from(between.data), batch, timeSteps);
  const expected = (await createExecutor(second.single, second.weights)).forward({ features, ...(mask && { mask }) });
  const output = (await createExecutor(network, weights)).forward(input);
  expectTensors({ output: output.data }, { output: expected.data }, tolerance);
}
