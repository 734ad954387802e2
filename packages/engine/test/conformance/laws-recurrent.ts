/** What must hold between the results of recurrent layers, whatever the numbers are. */
import { Random } from '@sekvens/core';
import type { MergeMode, Network } from '@sekvens/layers';
import { describe, it } from 'vitest';
import { expectTensors } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor, Tolerances, Weights } from './executor-under-test.js';
import { fullRows } from './inputs.js';
import { bidirectional, buildNetwork, cells, lstm, randomNumbers, randomWeights, sequenceInput, simpleRNN } from './networks.js';

const [batch, timeSteps, features, units] = [3, 7, 4, 5];
const lossWeights = (length: number) => randomNumbers(new Random(99), length);

/** One row with holes, one that is masked throughout, one padded on the right. */
const holes = Uint8Array.from([0, 1, 0, 1, 1, 0, 1, ...[0, 0, 0, 0, 0, 0, 0], ...[1, 1, 1, 1, 0, 0, 0]]);

export function describeRecurrentLaws(createExecutor: CreateExecutor, { laws: tolerance }: Tolerances): void {
  for (const [name, cell] of Object.entries(cells)) {
    describe(`laws of ${name}, relative error < ${tolerance}`, () => {
      const random = new Random(3);
      const x = randomNumbers(random, batch * timeSteps * features);
      const sequences = buildNetwork([cell({ units, returnSequences: true })], sequenceInput(features));
      const backwards = buildNetwork([cell({ units, returnSequences: true, goBackwards: true })], sequenceInput(features));
      const weights = randomWeights(sequences, random);
      const stateCount = name === 'lstm' ? 2 : 1;
      const states = Array.from({ length: stateCount }, () => randomNumbers(random, batch * units));

      it('goBackwards on x is forward on x reversed in time', async () => {
        const there = runBothWays(await createExecutor(backwards, weights), { features: fullRows(x, batch, timeSteps) }, lossWeights);
        const back = runBothWays(await createExecutor(sequences, weights), { features: fullRows(reverseTime(x, features), batch, timeSteps) }, lossWeights);
        const turned = { ...tensorsOf(back), 'gradient of the input': reverseTime(Float64Array.from(back.gradients.input!.data), features) };
        expectTensors(tensorsOf(there), turned, tolerance);
      });

      it('a sequence in two pieces, the state handed on, is the whole sequence', async () => {
        const executor = await createExecutor(sequences, weights);
        const whole = executor.forward({ features: fullRows(x, batch, timeSteps) });
        const wholeStates = executor.finalStates();
        const cut = 4;
        const first = executor.forward({ features: fullRows(piece(x, features, 0, cut), batch, cut) });
        const handedOn = executor.finalStates().map((state) => Float64Array.from(state));
        const second = executor.forward({ features: fullRows(piece(x, features, cut, timeSteps), batch, timeSteps - cut), initialStates: handedOn });
        expectTensors(
          { first: first.data, second: second.data, ...namedStates(executor.finalStates()) },
          { first: piece(whole.data, units, 0, cut), second: piece(whole.data, units, cut, timeSteps), ...namedStates(wholeStates) },
          tolerance,
        );
      });

      for (const options of [{}, { zeroOutputForMask: true }, { goBackwards: true }, { goBackwards: true, zeroOutputForMask: true }]) {
        it(`the last output is the last of the sequence of outputs${Object.keys(options).map((option) => `, ${option}`).join('')}`, async () => {
          const all = await createExecutor(buildNetwork([cell({ units, returnSequences: true, ...options })], sequenceInput(features)), weights);
          const one = await createExecutor(buildNetwork([cell({ units, ...options })], sequenceInput(features)), weights);
          const input = { features: fullRows(x, batch, timeSteps), mask: holes };
          const atTheEnd = (data: ArrayLike<number>) => Float64Array.from({ length: batch * timeSteps * units }, (_, i) => {
            const position = Math.floor(i / units);
            return position % timeSteps === timeSteps - 1 ? data[Math.floor(position / timeSteps) * units + (i % units)] : 0;
          });
          const single = runBothWays(one, input, lossWeights);
          const whole = runBothWays(all, input, () => atTheEnd(lossWeights(batch * units)));
          const last = piece(whole.output.data, units, timeSteps - 1, timeSteps);
          expectTensors(tensorsOf(single), { ...tensorsOf(whole), output: last }, tolerance);
        });
      }

      it('a row that is masked throughout outputs zeros, keeps its state and gives no gradient', async () => {
        const run = runBothWays(await createExecutor(sequences, weights), { features: fullRows(x, batch, timeSteps), mask: holes, initialStates: states }, lossWeights);
        const row = (data: ArrayLike<number>, width: number) => Array.from(data).slice(width, 2 * width);
        const initial = run.gradients.initialStates!.map((state) => row(state, units));
        expectTensors(
          {
            output: row(run.output.data, timeSteps * units),
            input: row(run.gradients.input!.data, timeSteps * features),
            ...namedStates(run.finalStates.map((state) => row(state, units))),
            gradients: initial.flat(),
          },
          {
            output: new Float64Array(timeSteps * units),
            input: new Float64Array(timeSteps * features),
            ...namedStates(states.map((state) => row(state, units))),
            gradients: new Float64Array(stateCount * units),
          },
          tolerance,
        );
      });

      for (const returnSequences of [true, false]) {
        const network = buildNetwork([bidirectional(cell({ units, returnSequences }))], sequenceInput(features));
        const both = inBothDirections(weights);

        it(`NaN at masked steps changes nothing, ${returnSequences ? 'sequences' : 'last output'}`, async () => {
          const poisoned = x.map((value, i) => (holes[Math.floor(i / features)] ? value : NaN));
          for (const [net, w] of [
            [network, both],
            [sequences, weights],
          ] as const) {
            const executor = await createExecutor(net, w);
            const expected = tensorsOf(runBothWays(executor, { features: fullRows(x, batch, timeSteps), mask: holes }, lossWeights));
            expectTensors(tensorsOf(runBothWays(executor, { features: fullRows(poisoned, batch, timeSteps), mask: holes }, lossWeights)), expected, tolerance);
          }
        });

        for (const mergeMode of ['concat', 'sum', 'mul', 'ave'] as const) {
          it(`bidirectional ${mergeMode} is two passes merged, ${returnSequences ? 'sequences' : 'last output'}`, async () => {
            const pass = async (goBackwards: boolean, prefix: 'forward' | 'backward') => {
              const single = buildNetwork([cell({ units, returnSequences, goBackwards, zeroOutputForMask: returnSequences })], sequenceInput(features));
              const own = Object.fromEntries(single.weights.map(({ path }) => [path, both[path.replace(/^\w+/, `bidirectional/${prefix}`)]]));
              return (await createExecutor(single, own)).forward({ features: fullRows(x, batch, timeSteps), mask: holes }).data;
            };
            const f = await pass(false, 'forward');
            const b = await pass(true, 'backward');
            const merged = mergeOf(mergeMode, f, returnSequences ? reverseTime(b, units) : b);
            const merging = buildNetwork([bidirectional(cell({ units, returnSequences }), mergeMode)], sequenceInput(features));
            const output = (await createExecutor(merging, both)).forward({ features: fullRows(x, batch, timeSteps), mask: holes });
            expectTensors({ output: output.data }, { output: merged }, tolerance);
          });
        }
      }
    });
  }

  describe(`laws of bidirectional layers, relative error < ${tolerance}`, () => {
    it('the backward layer may be of another kind', async () => {
      const random = new Random(4);
      const x = randomNumbers(random, batch * timeSteps * features);
      const network = buildNetwork([bidirectional(simpleRNN({ units }), 'concat', lstm({ units }))], sequenceInput(features));
      const weights = randomWeights(network, random);
      const forward = buildNetwork([simpleRNN({ units })], sequenceInput(features));
      const backward = buildNetwork([lstm({ units, goBackwards: true })], sequenceInput(features));
      const own = (single: Network, prefix: string) => Object.fromEntries(single.weights.map(({ path, name }) => [path, weights[`bidirectional/${prefix}/${name}`]]));
      const input = { features: fullRows(x, batch, timeSteps), mask: holes };
      const output = (await createExecutor(network, weights)).forward(input).data;
      const f = (await createExecutor(forward, own(forward, 'forward'))).forward(input).data;
      const b = (await createExecutor(backward, own(backward, 'backward'))).forward(input).data;
      expectTensors({ output }, { output: mergeOf('concat', f, b) }, tolerance);
    });
  });
}

/** Weights of a cell for the forward layer, and other ones for the backward layer. */
function inBothDirections(weights: Weights): Weights {
  const random = new Random(5);
  return Object.fromEntries(
    Object.entries(weights).flatMap(([path, values]) => [
      [path.replace(/^\w+/, 'bidirectional/forward'), values],
      [path.replace(/^\w+/, 'bidirectional/backward'), randomNumbers(random, values.length, 0.6)],
    ]),
  );
}

function mergeOf(mode: MergeMode, f: ArrayLike<number>, b: ArrayLike<number>): number[] {
  if (mode !== 'concat') return Array.from(f, (value, i) => (mode === 'mul' ? value * b[i] : (value + b[i]) / (mode === 'ave' ? 2 : 1)));
  const rows = Array.from({ length: f.length / units }, (_, row) => row);
  return rows.flatMap((row) => [f, b].flatMap((part) => Array.from(part).slice(row * units, (row + 1) * units)));
}

function namedStates(states: readonly ArrayLike<number>[]): Record<string, ArrayLike<number>> {
  return Object.fromEntries(states.map((state, i) => [`final state ${i}`, state]));
}

/** Steps from … to of [batch, timeSteps, width]. */
function piece(x: Float32Array | Float64Array, width: number, from: number, to: number): Float64Array {
  return Float64Array.from(x.filter((_, i) => Math.floor(i / width) % timeSteps >= from && Math.floor(i / width) % timeSteps < to));
}

/** [batch, timeSteps, width] turned round in time. */
function reverseTime(x: Float32Array | Float64Array, width: number): Float64Array {
  return Float64Array.from(x, (_, i) => {
    const [position, feature] = [Math.floor(i / width), i % width];
    const [row, t] = [Math.floor(position / timeSteps), position % timeSteps];
    return x[(row * timeSteps + timeSteps - 1 - t) * width + feature];
  });
}
