import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { resolveLearningRate } from './resolve-learning-rate.js';

const exponential = { kind: 'exponentialDecay', initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.9 };
const cosine = { kind: 'cosineDecay', initialLearningRate: 0.1, decaySteps: 10 };
const pieces = { kind: 'piecewiseConstant', boundaries: [3, 5], values: [1, 0.5, 0] };

describe('resolveLearningRate', () => {
  it('takes numbers and schedules, and copies them', () => {
    expect(resolveLearningRate(0.5, 'lr')).toBe(0.5);
    for (const schedule of [exponential, { ...exponential, staircase: true }, cosine, { ...cosine, initialLearningRate: 0, warmupTarget: 1, warmupSteps: 3 }, pieces, { kind: 'oneCycle', maxLearningRate: 1, totalSteps: 9, pctStart: 0 }, { kind: 'polynomialDecay', initialLearningRate: 1, decaySteps: 3, power: 0.5, endLearningRate: 0 }]) {
      expect(resolveLearningRate(schedule, 'lr')).toEqual(schedule);
      expect(resolveLearningRate(schedule, 'lr')).not.toBe(schedule);
    }
    const mine = { ...pieces, boundaries: [3, 5] };
    const copy = resolveLearningRate(mine, 'lr');
    mine.boundaries[0] = 4;
    expect(copy).toEqual(pieces);
    expect(resolveLearningRate({ ...cosine, alpha: undefined }, 'lr')).toEqual(cosine);
  });

  const kinds = 'a positive finite number, or an object with one of exponentialDecay, polynomialDecay, cosineDecay, oneCycle, piecewiseConstant as kind';
  const refused: [string, unknown, string][] = [
    ['zero', 0, 'lr: expected a positive finite number, got 0.'],
    ['a function', () => 1, 'lr: expected a positive finite number, got a function.'],
    ['null', null, 'lr: expected a positive finite number, got null.'],
    ['no kind', {}, `lr: expected ${kinds}, got undefined.`],
    ['a misspelt kind', { kind: 'cosinedecay' }, `lr: expected ${kinds}, got "cosinedecay". Did you mean cosineDecay?`],
    ['an inherited kind', { kind: 'toString' }, `lr: expected ${kinds}, got "toString".`],
    ["another schedule's setting", { ...cosine, decayRate: 1 }, 'lr: expected options among kind, initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps, got "decayRate".'],
    ['a setting that is missing', { kind: 'oneCycle', totalSteps: 3 }, 'lr.maxLearningRate: expected a positive finite number, got undefined.'],
    ['steps that are no count', { ...cosine, decaySteps: 2.5 }, 'lr.decaySteps: expected a positive integer, got 2.5.'],
    ['no steps', { ...exponential, decaySteps: 0 }, 'lr.decaySteps: expected a positive integer, got 0.'],
    ['a negative decay', { ...exponential, decayRate: -1 }, 'lr.decayRate: expected a positive finite number, got -1.'],
    ['a staircase in words', { ...exponential, staircase: 'yes' }, 'lr.staircase: expected true or false, got "yes".'],
    ['a negative end', { kind: 'polynomialDecay', initialLearningRate: 1, decaySteps: 3, endLearningRate: -1 }, 'lr.endLearningRate: expected a finite number from 0 up, got -1.'],
    ['alpha above 1', { ...cosine, alpha: 2 }, 'lr.alpha: expected a number in [0, 1], got 2.'],
    ['a warm-up to nowhere', { ...cosine, warmupSteps: 2 }, 'lr.warmupTarget: expected a number with warmupSteps, got undefined.'],
    ['a warm-up of no length', { ...cosine, warmupTarget: 2 }, 'lr.warmupSteps: expected a number with warmupTarget, got undefined.'],
    ['a cosine from zero', { ...cosine, initialLearningRate: 0 }, 'lr.initialLearningRate: expected a positive finite number without a warm-up, got 0.'],
    ['boundaries out of order', { ...pieces, boundaries: [5, 5] }, 'lr.boundaries: expected step numbers in ascending order, got [5, 5].'],
    ['no boundaries', { ...pieces, boundaries: [] }, 'lr.boundaries: expected step numbers in ascending order, got [].'],
    ['too few values', { ...pieces, values: [1, 2] }, 'lr.values: expected 3 finite numbers from 0 up, one more than boundaries, got [1, 2].'],
    ['a negative value', { ...pieces, values: [1, -2, 3] }, 'lr.values: expected 3 finite numbers from 0 up, one more than boundaries, got [1, -2, 3].'],
  ];
  for (const [what, rate, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => resolveLearningRate(rate, 'lr'))).toBe(`invalid-option: ${message}`);
    });
  }
});
