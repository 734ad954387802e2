import { describe, expect, it } from 'vitest';
import { learningRateAt } from './learning-rate-at.js';
import { resolveLearningRate } from './resolve-learning-rate.js';
import { scheduleOver } from './schedule-over.js';
import type { ScheduleShape } from './schedule-over.js';

const rates = (shape: ScheduleShape, steps: number): number[] => {
  const schedule = resolveLearningRate(scheduleOver(0.1, shape, steps), 'test');
  return Array.from({ length: steps + 1 }, (_, step) => learningRateAt(schedule, step));
};

describe('scheduleOver', () => {
  it('is the rate itself where nothing changes', () => {
    expect(scheduleOver(0.1, { kind: 'constant' }, 9)).toBe(0.1);
  });

  it('reaches the end of each decay with the last step', () => {
    expect(rates({ kind: 'exponentialDecay', decayRate: 0.01 }, 10)[10]).toBeCloseTo(0.001, 12);
    expect(rates({ kind: 'polynomialDecay', endLearningRate: 0.02 }, 10)[10]).toBeCloseTo(0.02, 12);
    expect(rates({ kind: 'cosineDecay', alpha: 0.5 }, 10)[10]).toBeCloseTo(0.05, 12);
    expect(rates({ kind: 'oneCycle' }, 10)[9]).toBeCloseTo(0.1 / 25 / 1e4, 12);
  });

  it('warms up over a share of the steps', () => {
    const warmed = rates({ kind: 'cosineDecay', warmup: 0.3 }, 10);
    expect(warmed.slice(0, 4)).toEqual([0, expect.closeTo(0.1 / 3, 12), expect.closeTo(0.2 / 3, 12), expect.closeTo(0.1, 12)]);
    expect(warmed[10]).toBeCloseTo(0, 12);
  });

  it('leaves a step for the decay, and does without a warm-up of no step', () => {
    expect(scheduleOver(0.1, { kind: 'cosineDecay', warmup: 0.99 }, 3)).toEqual({ kind: 'cosineDecay', initialLearningRate: 0, warmupTarget: 0.1, warmupSteps: 2, decaySteps: 1 });
    expect(scheduleOver(0.1, { kind: 'cosineDecay', warmup: 0.01 }, 3)).toEqual({ kind: 'cosineDecay', initialLearningRate: 0.1, decaySteps: 3 });
  });

  it('has a piece per boundary, at steps of its own', () => {
    expect(rates({ kind: 'piecewiseConstant', boundaries: [1], values: [1, 0.5] }, 3)).toEqual([1, 1, 0.5, 0.5]);
  });
});
