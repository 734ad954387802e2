import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resolveOptimizer } from '../training-config.js';
import type { OptimizerOption } from '../training-config.js';
import { createOptimizer } from './optimizers.js';

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/optimizers/optimizers.json', import.meta.url), 'utf8')) as {
  weights: number[][];
  gradients: number[][][];
  cases: { settings: OptimizerOption; trajectory: number[][][]; averages?: number[][][] }[];
};

function after(option: OptimizerOption, gradients: readonly (readonly number[])[]): number[] {
  const optimizer = createOptimizer(resolveOptimizer(option));
  let weights: Record<string, Float64Array> = { w: Float64Array.of(1, -2) };
  for (const g of gradients) weights = optimizer.update(weights, { w: Float64Array.from(g) });
  return Array.from(weights.w);
}

describe("createOptimizer takes Keras' steps, error < 1e-13 of the largest weight", () => {
  const named = (arrays: readonly number[][]) => Object.fromEntries(arrays.map((values, i) => [`w${i}`, Float64Array.from(values)]));
  fixture.cases.forEach(({ settings, trajectory, averages }, i) => {
    it(`${i}: ${JSON.stringify(settings)}`, () => {
      const config = resolveOptimizer(settings);
      const optimizer = createOptimizer(config, (path) => !config.excludeFromWeightDecay?.includes(path));
      let weights: Record<string, Float64Array> = named(fixture.weights);
      expect(averages !== undefined).toBe(config.useEma === true);
      const largest = Math.max(...trajectory.flat(2).map(Math.abs));
      expect(trajectory).toHaveLength(12);
      trajectory.forEach((expected, step) => {
        weights = optimizer.update(weights, named(fixture.gradients[step]));
        const compare = (actual: Readonly<Record<string, Float64Array>>, wanted: readonly number[][]) =>
          wanted.forEach((values, w) => values.forEach((value, j) => expect(Math.abs(actual[`w${w}`][j] - value) / largest, `step ${step}, w${w}[${j}]`).toBeLessThan(1e-13)));
        compare(weights, expected);
        if (averages) compare(optimizer.averages(), averages[step]);
      });
    });
  });
});

describe('createOptimizer', () => {
  it('sgd steps against the gradient', () => {
    const [a, b] = after({ kind: 'sgd', learningRate: 0.1 }, [[0.5, 1], [-0.25, 2], [1, 0]]);
    expect(a).toBeCloseTo(0.875, 14);
    expect(b).toBeCloseTo(-2.3, 14);
  });

  it('adam gives what torch.optim.Adam gives, also where epsilon matters and where a gradient is zero', () => {
    const [a, b] = after({ kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epsilonHat: false }, [[0.5, 1e-6], [-0.25, 2e-6], [1, 0]]);
    expect(a).toBeCloseTo(0.9807555172694242, 14);
    expect(b).toBeCloseTo(-2.0250931510211876, 14);
  });

  it('leaves weights without a gradient, and the arrays given, as they are', () => {
    const weights = { w: Float64Array.of(1), frozen: Float64Array.of(2) };
    const next = createOptimizer(resolveOptimizer({ kind: 'sgd', learningRate: 1 })).update(weights, { w: Float64Array.of(0.5) });
    expect(next).toEqual({ w: Float64Array.of(0.5), frozen: Float64Array.of(2) });
    expect(weights.w[0]).toBe(1);
  });

  it('refuses an unknown kind', () => {
    expect(() => createOptimizer({ kind: 'lion' } as never)).toThrow('createOptimizer({ kind }): expected sgd, rmsprop, adam or adamw, got "lion".');
  });
});

it('with squareOccurrences, the first step of Adam moves an id that occurs four times twice as far, as Keras does on TensorFlow', () => {
  const weights = { embeddings: new Float64Array(4) };
  const update = (squareOccurrences: boolean) =>
    createOptimizer(resolveOptimizer({ kind: 'adam', epsilon: 1e-12, squareOccurrences }) ).update(
      weights, { embeddings: Float64Array.of(0, 4, 1, 0) }, { occurrenceSquares: { embeddings: Float64Array.of(0, 4, 1, 0) } },
    ).embeddings;
  expect([...update(true)].map((value) => value.toFixed(8))).toEqual(['0.00000000', '-0.00200000', '-0.00100000', '0.00000000']);
  expect([...update(false)].map((value) => value.toFixed(8))).toEqual(['0.00000000', '-0.00100000', '-0.00100000', '0.00000000']);
});
