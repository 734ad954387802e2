import type { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { trainLazyAndDense } from '../../../test/helpers/lazy-against-dense.js';
import type { LearningRate } from '../../schedules/learning-rate.js';
import type { OptimizerOption } from '../../training-config.js';

const decay: LearningRate = { kind: 'cosineDecay', initialLearningRate: 0.02, decaySteps: 4000, alpha: 0.01 };
const optimizers: readonly OptimizerOption[] = [
  'sgd',
  { kind: 'sgd', momentum: 0.9 },
  { kind: 'sgd', momentum: 0.9, nesterov: true },
  { kind: 'sgd', momentum: 0.999, learningRate: 0.001 },
  { kind: 'sgd', momentum: 0.9, learningRate: decay, globalClipnorm: 0.3 },
  'rmsprop',
  { kind: 'rmsprop', momentum: 0.9 },
  { kind: 'rmsprop', centered: true },
  { kind: 'rmsprop', centered: true, momentum: 0.8, rho: 0.99, epsilon: 1e-4 },
  { kind: 'rmsprop', momentum: 0.5, rho: 0, epsilon: 1e-3, learningRate: decay },
  { kind: 'rmsprop', momentum: 0.9, globalClipnorm: 0.3 },
];

describe('coasting rows, against all rows moved at every step', () => {
  for (const optimizer of optimizers) {
    it(`${JSON.stringify(optimizer)} over 5,000 steps of Zipf-distributed ids in a table of 100 x 5, largest error < 1e-5 of the largest movement`, () => {
      const { error, moved } = trainLazyAndDense({ optimizer, steps: 5000 });
      expect(moved).toBeGreaterThan(0.1);
      expect(error).toBeLessThan(1e-5);
    });
  }

  it('rows seen once, in the first step or near the last, and no more in 4,400 steps, relative error < 1e-5', () => {
    for (const optimizer of optimizers.filter((option) => typeof option === 'object' && 'momentum' in option && option.momentum === 0.9 && !option.globalClipnorm)) {
      for (const when of [0, 4398]) {
        const ids = (random: Random, step: number) => (step === when ? [7, 8] : [20 + random.integer(5), 30]);
        expect(trainLazyAndDense({ optimizer, steps: 4400, ids }).error, `${JSON.stringify(optimizer)}, step ${when}`).toBeLessThan(1e-5);
      }
    }
  });

  it('a velocity that never ends moves a row for ever, relative error < 1e-5', () => {
    // a row coasts through the 4,096 steps after which all rows are brought along
    const { error, moved } = trainLazyAndDense({ optimizer: { kind: 'sgd', momentum: 1, learningRate: 1e-5 }, steps: 4500, ids: (_, step) => (step < 3 ? [7, 8] : [20 + (step % 7)]) });
    expect(moved).toBeGreaterThan(0.1);
    expect(error).toBeLessThan(1e-5);
  });

  it('reading weights on the way changes what follows by less than 1e-6', () => {
    for (const optimizer of optimizers.slice(1)) {
      const plain = trainLazyAndDense({ optimizer, steps: 300 }).table;
      const read = trainLazyAndDense({ optimizer, steps: 300, readAt: (step) => step % 20 === 0 }).table;
      expect(Math.max(...read.map((value, i) => Math.abs(value - plain[i]))), JSON.stringify(optimizer)).toBeLessThan(1e-6);
    }
  });
});
