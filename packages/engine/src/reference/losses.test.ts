import { readFileSync } from 'node:fs';
import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import type { LossName } from '../training-config.js';
import { activate } from './activation-functions.js';
import { computeLoss } from './losses.js';
import type { LossInput } from './losses.js';

const probabilities = { data: Float64Array.of(1.4, 0.4, 0.2, 0.1, 0.3, 0.6), shape: [2, 3] };
const logits = { data: Float64Array.of(1.5, -0.5, 0.25, 0.1, -2, 3), shape: [2, 3] };
const labels = Int32Array.of(0, 1);
const soft = Float64Array.of(0.8, 0.1, 0.1, 0, 0.25, 0.75);
const shares = { data: Float64Array.of(0.7, 0.2, 1, 0.1, 0, 0.6), shape: [2, 3] };
const bits = Float64Array.of(1, 0, 0, 0, 1, 1);
const sampleWeights = Float64Array.of(2, 0.5);
/** [2, 2, 3] */
const steps = { data: Float64Array.of(0.7, 0.2, 0.1, 0.1, 0.3, 0.6, 0.1, 0.3, 0.6, 0.7, 0.2, 0.1), shape: [2, 2, 3] };
const mask = Uint8Array.of(1, 0, 1, 1);

describe('computeLoss gives what Keras 3.15 gives in float64', () => {
  const cases: [string, LossName, LossInput, number][] = [
    ['sparse, probabilities that do not add up to 1', 'sparseCategoricalCrossentropy', { output: probabilities, targets: labels }, 0.78032386302948],
    ['sparse, weights', 'sparseCategoricalCrossentropy', { output: probabilities, targets: labels, sampleWeights }, 0.6576681733131409],
    ['sparse, logits', 'sparseCategoricalCrossentropy', { output: logits, targets: labels, fromLogits: true }, 2.7059404850006104],
    ['soft targets', 'categoricalCrossentropy', { output: probabilities, targets: soft }, 0.6803273558616638],
    ['soft targets, logits', 'categoricalCrossentropy', { output: logits, targets: soft, fromLogits: true }, 0.9934404492378235],
    ['binary, probabilities 0 and 1 clipped', 'binaryCrossentropy', { output: shares, targets: bits }, 5.572032928466797],
    ['binary, logits, weights', 'binaryCrossentropy', { output: logits, targets: bits, fromLogits: true, sampleWeights }, 0.743802547454834],
    ['squares, weights', 'meanSquaredError', { output: shares, targets: bits, sampleWeights }, 0.4741666615009308],
    ['sequences, masked', 'sparseCategoricalCrossentropy', { output: steps, targets: Int32Array.of(0, 2, 1, 1), mask }, 1.0566952228546143],
    ['sequences, masked, weights', 'sparseCategoricalCrossentropy', { output: steps, targets: Int32Array.of(0, 2, 1, 1), mask, sampleWeights }, 0.7066851258277893],
  ];
  // Keras rounds losses to float32 on their way out.
  for (const [title, name, input, expected] of cases) it(title, () => expect(computeLoss(name, input).value).toBeCloseTo(expected, 5));
});

interface LossCase {
  source: 'keras' | 'torch';
  loss: LossName;
  labelSmoothing: number;
  fromLogits: boolean;
  shape: number[];
  output: number[];
  targets: number[];
  sampleWeights: number[] | null;
  mask: number[] | null;
  value: number;
  gradient: number[];
}

describe('computeLoss gives the losses and gradients of Keras and PyTorch in float64, error < 1e-7', () => {
  const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/losses/losses.json', import.meta.url), 'utf8')) as { cases: LossCase[] };
  it('are there', () => expect(cases.length).toBeGreaterThan(60));
  cases.forEach(({ source, loss, labelSmoothing, fromLogits, shape, output, targets, sampleWeights, mask, value, gradient }, i) => {
    const what = `${fromLogits ? 'logits' : 'outputs'} [${shape.join(', ')}], smoothing ${labelSmoothing}${sampleWeights ? ', weights' : ''}${mask ? ', masked' : ''}`;
    it(`${i}: ${source}, ${loss}, ${what}`, () => {
      const result = computeLoss(loss, {
        output: { data: Float64Array.from(output), shape }, targets: loss === 'sparseCategoricalCrossentropy' ? Int32Array.from(targets) : Float64Array.from(targets),
        sampleWeights: sampleWeights ? Float64Array.from(sampleWeights) : undefined, mask: mask ? Uint8Array.from(mask) : undefined, fromLogits, labelSmoothing,
      });
      expect(Math.abs(result.value - value)).toBeLessThan(1e-7);
      gradient.forEach((expected, j) => expect(Math.abs(result.gradient[j] - expected), `[${j}]`).toBeLessThan(1e-7));
    });
  });
});

describe('computeLoss', () => {
  it('gradients equal central differences, error < 1e-8', () => {
    const inner = { data: Float64Array.of(0.7, 0.2, 0.55, 0.1, 0.35, 0.6), shape: [2, 3] };
    const all: [LossName, LossInput][] = [
      ['sparseCategoricalCrossentropy', { output: probabilities, targets: labels, sampleWeights }],
      ['sparseCategoricalCrossentropy', { output: steps, targets: Int32Array.of(0, 2, 1, 1), mask }],
      ['sparseCategoricalCrossentropy', { output: logits, targets: labels, fromLogits: true }],
      ['categoricalCrossentropy', { output: probabilities, targets: soft }],
      ['categoricalCrossentropy', { output: logits, targets: soft, fromLogits: true, sampleWeights }],
      ['binaryCrossentropy', { output: inner, targets: bits, sampleWeights }],
      ['binaryCrossentropy', { output: logits, targets: soft, fromLogits: true }],
      ['meanSquaredError', { output: shares, targets: bits, sampleWeights }],
    ];
    for (const [name, input] of all) {
      const { gradient } = computeLoss(name, input);
      const differences = input.output.data.map((value, i) => {
        const [above, below] = [1e-6, -1e-6].map((d) => computeLoss(name, { ...input, output: { ...input.output, data: input.output.data.with(i, value + d) } }).value);
        return (above - below) / 2e-6;
      });
      gradient.forEach((value, i) => expect(Math.abs(value - differences[i]), `${name}[${i}]`).toBeLessThan(1e-8));
    }
  });

  it('is the same from logits as from their softmax or sigmoid', () => {
    const random = new Random(1);
    const z = { data: Float64Array.from({ length: 12 }, () => random.uniform(-4, 4)), shape: [4, 3] };
    for (const [name, activation, targets] of [
      ['sparseCategoricalCrossentropy', 'softmax', Int32Array.of(0, 2, 1, 1)],
      ['categoricalCrossentropy', 'softmax', Float64Array.from([soft, soft].flatMap((row) => Array.from(row)))],
      ['binaryCrossentropy', 'sigmoid', Float64Array.from([bits, bits].flatMap((row) => Array.from(row)))],
    ] as const) {
      const p = { data: activate(activation, z.data, 3), shape: z.shape };
      expect(computeLoss(name, { output: p, targets }).value).toBeCloseTo(computeLoss(name, { output: z, targets, fromLogits: true }).value, 12);
    }
  });

  it('stays finite for large logits', () => {
    const output = { data: Float64Array.of(1000, -1000), shape: [1, 2] };
    expect(computeLoss('sparseCategoricalCrossentropy', { output, targets: Int32Array.of(1), fromLogits: true }).value).toBe(2000);
    expect(computeLoss('binaryCrossentropy', { output, targets: Float64Array.of(0, 1), fromLogits: true }).value).toBe(1000);
  });

  it('selects unmasked steps: NaN under the mask does not count', () => {
    const poisoned = { ...steps, data: steps.data.map((value, i) => (i >= 3 && i < 6 ? NaN : value)) };
    const targets = Int32Array.of(0, 2, 1, 1);
    expect(computeLoss('sparseCategoricalCrossentropy', { output: poisoned, targets, mask })).toEqual(computeLoss('sparseCategoricalCrossentropy', { output: steps, targets, mask }));
  });

  it('is 0 where everything is masked', () => {
    const { value, gradient } = computeLoss('sparseCategoricalCrossentropy', { output: steps, targets: Int32Array.of(0, 2, 1, 1), mask: new Uint8Array(4) });
    expect(value).toBe(0);
    expect(gradient.every((g) => g === 0)).toBe(true);
  });

  it('refuses what it cannot use', () => {
    expect(() => computeLoss('hinge' as LossName, { output: logits, targets: labels })).toThrow(
      'computeLoss(name): expected one of sparseCategoricalCrossentropy, categoricalCrossentropy, binaryCrossentropy, meanSquaredError, got "hinge".',
    );
    expect(() => computeLoss('meanSquaredError', { output: logits, targets: soft, fromLogits: true })).toThrow('computeLoss({ fromLogits }): expected a cross-entropy, got "meanSquaredError".');
    expect(() => computeLoss('sparseCategoricalCrossentropy', { output: logits, targets: Int32Array.of(0, 3) })).toThrow('computeLoss({ targets })[1]: expected a class from 0 to 2, got 3.');
    expect(() => computeLoss('sparseCategoricalCrossentropy', { output: logits, targets: Int32Array.of(0) })).toThrow('computeLoss({ targets }): expected 2 values, got 1.');
    expect(() => computeLoss('meanSquaredError', { output: logits, targets: soft, sampleWeights: Float64Array.of(1) })).toThrow('computeLoss({ sampleWeights }): expected 2 values, got 1.');
    expect(() => computeLoss('meanSquaredError', { output: logits, targets: soft, mask: Uint8Array.of(1) })).toThrow('computeLoss({ mask }): expected 2 values, got 1.');
  });
});
