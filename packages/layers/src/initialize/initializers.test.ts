import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import type { InitializerKind } from './initializers.js';
import { initializerSpecs } from './initializers.js';

const SHAPE = [150, 400] as const;

function draw(kind: InitializerKind, parameters: Record<string, number> = {}, shape: readonly number[] = SHAPE, seed = 5): Float32Array {
  const spec = initializerSpecs[kind];
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(9);
  spec.fill(values, shape, { ...spec.parameters, ...parameters }, new Random(seed));
  return values;
}

function moments(values: Float32Array) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const stddev = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const largest = values.reduce((a, b) => Math.max(a, Math.abs(b - mean)), 0);
  return { mean, stddev, largest };
}

/** Kolmogorov and Smirnov's distance between numbers and a distribution; above 1.95 / √n it is another one (p < 0.001). */
function distance(values: Float32Array, cumulative: (x: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.reduce((worst, x, i) => Math.max(worst, Math.abs(cumulative(x) - i / sorted.length), Math.abs(cumulative(x) - (i + 1) / sorted.length)), 0);
}

/** Φ(x) from Abramowitz and Stegun 26.2.17, within 7.5e-8. */
function normalCumulative(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}

const limit = 1.95 / Math.sqrt(SHAPE[0] * SHAPE[1]);
const fanAverage = (SHAPE[0] + SHAPE[1]) / 2;

describe('constants', () => {
  it('are exact', () => {
    expect(new Set(draw('zeros'))).toEqual(new Set([0]));
    expect(new Set(draw('ones'))).toEqual(new Set([1]));
    expect(new Set(draw('constant', { value: 0.25 }))).toEqual(new Set([0.25]));
    expect([...draw('identity', {}, [2, 3])]).toEqual([1, 0, 0, 0, 1, 0]);
    expect([...draw('identity', {}, [3, 2])]).toEqual([1, 0, 0, 1, 0, 0]);
  });
});

describe.each([
  ['uniform', 0.05],
  ['glorotUniform', Math.sqrt(3 / fanAverage)],
  ['heUniform', Math.sqrt(6 / SHAPE[0])],
  ['leCunUniform', Math.sqrt(3 / SHAPE[0])],
] as const)('%s', (kind, bound) => {
  it(`is uniform within ±${bound.toFixed(4)}`, () => {
    const values = draw(kind);
    expect(values.every((value) => Math.abs(value) <= Math.fround(bound))).toBe(true);
    expect(distance(values, (x) => (x + bound) / (2 * bound))).toBeLessThan(limit);
  });
});

describe.each([
  ['truncatedNormal', 0.05 * 0.8796256610342398],
  ['glorotNormal', Math.sqrt(1 / fanAverage)],
  ['heNormal', Math.sqrt(2 / SHAPE[0])],
  ['leCunNormal', Math.sqrt(1 / SHAPE[0])],
] as const)('%s', (kind, stddev) => {
  it(`is normal, cut off at two deviations, with standard deviation ${stddev.toFixed(4)} after that`, () => {
    const values = draw(kind);
    const wide = stddev / 0.8796256610342398;
    const [low, high] = [normalCumulative(-2), normalCumulative(2)];
    expect(values.every((value) => Math.abs(value) <= Math.fround(2 * wide))).toBe(true);
    expect(moments(values).largest).toBeGreaterThan(1.9 * wide);
    expect(Math.abs(moments(values).stddev / stddev - 1)).toBeLessThan(0.01);
    expect(distance(values, (x) => (normalCumulative(x / wide) - low) / (high - low))).toBeLessThan(limit);
  });
});

describe('normal', () => {
  it('has the mean and standard deviation asked for, and tails', () => {
    const values = draw('normal', { mean: 3, stddev: 0.5 });
    expect(distance(values, (x) => normalCumulative((x - 3) / 0.5))).toBeLessThan(limit);
    expect(moments(values).largest).toBeGreaterThan(3.5 * 0.5);
  });
});

it('moves and widens uniform and truncated numbers', () => {
  const uniform = draw('uniform', { min: 2, max: 3 });
  expect(uniform.every((value) => value >= 2 && value <= 3)).toBe(true);
  expect(moments(draw('truncatedNormal', { mean: -1, stddev: 2 })).mean).toBeCloseTo(-1, 1);
});

it('counts a vector as both inputs and outputs', () => {
  expect(moments(draw('glorotUniform', {}, [60_000])).stddev).toBeCloseTo(Math.sqrt(1 / 60_000), 4);
});
