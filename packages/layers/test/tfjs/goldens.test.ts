import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends.js';
import { errorOf, expectAll } from './compare.js';
import { expectedOf, expectedOfBidirectional, runBidirectionalGolden, runRecurrentGolden, titleOf } from './golden-runs.js';
import { goldenSeeds, readGoldens } from './goldens.js';
import type { Matrix, Vector } from './goldens.js';

/** Of outputs, states and gradients in 32-bit floats. */
const TOLERANCE = 2e-5;

describe.each(backends)('goldens on the backend %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(goldenSeeds)(`seed %i, relative error < ${TOLERANCE}`, (seed) => {
    it.each(readGoldens('recurrent', seed).map((golden, i) => [`${i}: ${titleOf(golden)}`, golden] as const))('%s', (_, golden) => {
      const before = tf.memory().numTensors;
      expectAll(runRecurrentGolden(golden), expectedOf(golden), TOLERANCE);
      expect(tf.memory().numTensors).toBe(before);
    });

    it.each(readGoldens('bidirectional', seed).map((golden, i) => [`${i}: ${golden.layer}, ${golden.mergeMode}, mask ${golden.mask}`, golden] as const))('bidirectional %s', (_, golden) => {
      const before = tf.memory().numTensors;
      expectAll(runBidirectionalGolden(golden), expectedOfBidirectional(golden), TOLERANCE);
      expect(tf.memory().numTensors).toBe(before);
    });

    it('misses them with any two gates exchanged in any weight', () => {
      const goldens = readGoldens('recurrent', seed).filter(({ layer, mask, x }) => layer !== 'SimpleRNN' && mask === 'none' && x[0].length > 1);
      expect(goldens.length).toBeGreaterThan(0);
      for (const golden of goldens) {
        for (const [a, b] of pairsOf(golden.layer === 'LSTM' ? 4 : 3)) {
          for (const name of ['kernel', 'recurrentKernel', 'bias'] as const) {
            const swapped = { kernel: golden.kernel, recurrentKernel: golden.recurrentKernel, bias: golden.bias, [name]: swapGates(golden[name], golden.recurrentKernel.length, a, b) };
            expect(errorOf(runRecurrentGolden(golden, swapped).output, expectedOf(golden).output), `${titleOf(golden)}: ${a} and ${b} in ${name}`).toBeGreaterThan(1e-3);
          }
        }
      }
    });
  });
});

function pairsOf(gates: number): [number, number][] {
  const numbers = Array.from({ length: gates }, (_, gate) => gate);
  return numbers.flatMap((a) => numbers.filter((b) => b > a).map((b): [number, number] => [a, b]));
}

function swapGates(weight: Vector | Matrix, units: number, a: number, b: number): Vector | Matrix {
  if (typeof weight[0] !== 'number') return (weight as Matrix).map((row) => swapGates(row, units, a, b) as Vector);
  const gates = Array.from({ length: weight.length / units }, (_, gate) => (weight as Vector).slice(gate * units, (gate + 1) * units));
  [gates[a], gates[b]] = [gates[b], gates[a]];
  return gates.flat();
}
