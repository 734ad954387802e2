import { describe, expect, it } from 'vitest';
import { largestError } from './compare.js';
import type { CreateExecutor, Tolerances } from './executor-under-test.js';
import { expectedTensors, runRecurrentGolden, titleOf } from './golden-recurrent.js';
import { goldenSeeds, readGoldens } from './goldens.js';
import type { Matrix, RecurrentGolden, Vector } from './goldens.js';

/** Share of the output by which swapped gates must miss the golden at least: fifty times the coarsest tolerance used. */
const clearlyWrong = 1e-3;

/** Swapping any two gates in any of the weights must miss the goldens: they can tell all gate orders apart. */
export function describeGatePermutation(createExecutor: CreateExecutor, { goldens: tolerance }: Tolerances): void {
  describe(`swapped gates miss the goldens by more than ${clearlyWrong}, right ones by less than ${tolerance}`, () => {
    for (const seed of goldenSeeds) {
      const goldens = readGoldens('recurrent', seed).filter((golden) => golden.layer !== 'SimpleRNN' && golden.mask === 'none' && golden.x[0].length > 1);
      for (const golden of goldens) {
        it(`seed ${seed}, ${titleOf(golden)}`, async () => {
          const { output } = expectedTensors(golden);
          expect(largestError({ output: (await runRecurrentGolden(createExecutor, golden)).output }, { output })).toBeLessThan(tolerance);
          for (const [a, b] of pairsOf(golden.layer === 'LSTM' ? 4 : 3)) {
            for (const name of ['kernel', 'recurrentKernel', 'bias'] as const) {
              const swapped = { ...weightsOf(golden), [name]: swapGates(golden[name], golden.recurrentKernel.length, a, b) };
              const error = largestError({ output: (await runRecurrentGolden(createExecutor, golden, swapped)).output }, { output });
              expect(error, `gates ${a} and ${b} swapped in ${name}`).toBeGreaterThan(clearlyWrong);
            }
          }
        });
      }
    }
  });
}

function weightsOf({ kernel, recurrentKernel, bias }: RecurrentGolden) {
  return { kernel, recurrentKernel, bias };
}

function pairsOf(gates: number): [number, number][] {
  const numbers = Array.from({ length: gates }, (_, gate) => gate);
  return numbers.flatMap((a) => numbers.filter((b) => b > a).map((b): [number, number] => [a, b]));
}

/** The weight with the columns of two gates exchanged. */
function swapGates(weight: Vector | Matrix, units: number, a: number, b: number): Vector | Matrix {
  if (typeof weight[0] !== 'number') return (weight as Matrix).map((row) => swapGates(row, units, a, b) as Vector);
  const gates = Array.from({ length: weight.length / units }, (_, gate) => (weight as Vector).slice(gate * units, (gate + 1) * units));
  [gates[a], gates[b]] = [gates[b], gates[a]];
  return gates.flat();
}
