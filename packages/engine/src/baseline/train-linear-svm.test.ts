import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import type { SparseRows } from './ngram-features.js';
import { trainLinearSvm } from './train-linear-svm.js';

const size = 7;

/** Rows of one to five features, of a class that a hyperplane with noise decides. */
function problem(rows: number, seed: number): { x: SparseRows; y: boolean[] } {
  const random = new Random(seed);
  const truth = Array.from({ length: size }, () => random.normal());
  const features: number[] = [];
  const values: number[] = [];
  const offsets = [0];
  const y: boolean[] = [];
  for (let r = 0; r < rows; r++) {
    const chosen = [...random.permutation(size)].slice(0, 1 + random.integer(5));
    const numbers = chosen.map(() => random.uniform(0.1, 1));
    features.push(...chosen);
    values.push(...numbers);
    offsets.push(features.length);
    y.push(numbers.reduce((sum, value, i) => sum + value * truth[chosen[i]], 0.5 * random.normal()) > 0);
  }
  return { x: { features: Int32Array.from(features), values: Float32Array.from(values), offsets: Int32Array.from(offsets) }, y };
}

/** The primal objective at (w, b). */
function objective({ features, values, offsets }: SparseRows, y: readonly boolean[], cost: number, w: ArrayLike<number>, b: number): number {
  let sum = (Array.from(w).reduce((squares, value) => squares + value * value, 0) + b * b) / 2;
  for (let r = 0; r + 1 < offsets.length; r++) {
    let score = b;
    for (let i = offsets[r]; i < offsets[r + 1]; i++) score += w[features[i]] * values[i];
    sum += cost * Math.max(0, 1 - (y[r] ? score : -score)) ** 2;
  }
  return sum;
}

const common = { size, seed: 3, where: 'test' };
const exact = { ...common, tolerance: 1e-12, passes: 100_000 };

describe('trainLinearSvm', () => {
  it.each([0.1, 1, 10])('ends where every partial derivative of the objective is 0, with cost %f', async (cost) => {
    const { x, y } = problem(60, 1);
    const { weights, bias } = await trainLinearSvm(x, (r) => y[r], { ...exact, cost });
    const h = 1e-4;
    for (let j = 0; j <= size; j++) {
      const moved = (by: number): number => objective(x, y, cost, weights.map((w, i) => (i === j ? w + by : w)), j === size ? bias + by : bias);
      expect(Math.abs(moved(h) - moved(-h)) / (2 * h), `weight ${j}`).toBeLessThan(2e-7 * (1 + cost * 60));
      expect(moved(0.1)).toBeGreaterThan(moved(0));
      expect(moved(-0.1)).toBeGreaterThan(moved(0));
    }
  });

  it('is the solution of two opposite rows: w = 2x / (2 |x|² + 1 / (2 C)), b = 0', async () => {
    const x: SparseRows = { features: Int32Array.of(0, 0), values: Float32Array.of(0.5, -0.5), offsets: Int32Array.of(0, 1, 2) };
    const { weights, bias } = await trainLinearSvm(x, (r) => r === 0, { ...exact, size: 1, cost: 2 });
    expect(weights[0]).toBeCloseTo(1 / (0.5 + 0.25), 10);
    expect(bias).toBeCloseTo(0, 10);
  });

  it('comes within a per cent of the least objective with the tolerance and passes it has by default', async () => {
    const { x, y } = problem(500, 2);
    const rough = await trainLinearSvm(x, (r) => y[r], { ...common, cost: 1 });
    const best = await trainLinearSvm(x, (r) => y[r], { ...exact, cost: 1 });
    const least = objective(x, y, 1, best.weights, best.bias);
    expect(objective(x, y, 1, rough.weights, rough.bias) / least).toBeLessThan(1.01);
  });

  it('gives rows without features what the bias says, and survives a class without rows', async () => {
    const x: SparseRows = { features: new Int32Array(0), values: new Float32Array(0), offsets: new Int32Array(4) };
    const none = await trainLinearSvm(x, () => false, { ...exact, cost: 1 });
    expect([...none.weights]).toEqual(new Array(size).fill(0));
    // the b that minimises ½ b² + 3 (1 + b)²
    expect(none.bias).toBeCloseTo(-6 / 7, 10);
  });

  it('ends when it is aborted', async () => {
    const { x, y } = problem(3000, 4);
    const abort = new AbortController();
    const training = errorOf(() => trainLinearSvm(x, (r) => y[r], { ...exact, cost: 1, signal: abort.signal, where: 'here' }));
    abort.abort();
    expect(await training).toMatch(/^aborted: here/);
  });
});
