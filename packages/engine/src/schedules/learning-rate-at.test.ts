import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LearningRate } from './learning-rate.js';
import { learningRateAt } from './learning-rate-at.js';

const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/optimizers/schedules.json', import.meta.url), 'utf8')) as {
  cases: { schedule: Exclude<LearningRate, number>; rates: number[] }[];
};

describe('learningRateAt gives what Keras and PyTorch give, relative error < 1e-13', () => {
  cases.forEach(({ schedule, rates }, i) => {
    it(`${i}: ${JSON.stringify(schedule)}`, () => {
      const largest = Math.max(...rates);
      expect(rates.length).toBeGreaterThan(0);
      rates.forEach((rate, step) => expect(Math.abs(learningRateAt(schedule, step) - rate) / largest, `step ${step}`).toBeLessThan(1e-13));
    });
  });
});

describe('learningRateAt', () => {
  it('of a number is that number', () => expect(learningRateAt(0.01, 7)).toBe(0.01));

  it('stays at the end of oneCycle, cosineDecay and polynomialDecay', () => {
    expect([40, 41, 10 ** 9].map((step) => learningRateAt({ kind: 'oneCycle', maxLearningRate: 1, totalSteps: 40 }, step))).toEqual(new Array(3).fill(1 / 25 / 1e4));
    expect([10, 11, 10 ** 9].map((step) => learningRateAt({ kind: 'cosineDecay', initialLearningRate: 1, decaySteps: 10, alpha: 0.25 }, step))).toEqual([0.25, 0.25, 0.25]);
    expect([10, 11, 10 ** 9].map((step) => learningRateAt({ kind: 'polynomialDecay', initialLearningRate: 1, decaySteps: 10 }, step))).toEqual([1e-4, 1e-4, 1e-4]);
  });

  it('begins at the top of a oneCycle that rises over no steps', () => {
    expect(learningRateAt({ kind: 'oneCycle', maxLearningRate: 0.5, totalSteps: 10, pctStart: 0.1 }, 0)).toBe(0.5);
  });
});
