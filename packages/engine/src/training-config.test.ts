import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/helpers/error-of.js';
import { optimizerDefaults, resolveOptimizer } from './training-config.js';

describe('resolveOptimizer', () => {
  it('fills in the defaults of Keras', () => {
    expect(resolveOptimizer('sgd')).toEqual({ kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false });
    expect(resolveOptimizer('rmsprop')).toEqual({ kind: 'rmsprop', learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false });
    expect(resolveOptimizer('adamw')).toEqual({ kind: 'adamw', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epsilonHat: true, squareOccurrences: false, weightDecay: 0.004 });
    expect(resolveOptimizer('adam')).toEqual({ kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epsilonHat: true, squareOccurrences: false });
    expect(resolveOptimizer({ kind: 'adam', learningRate: 0.5, beta1: undefined })).toEqual({ ...optimizerDefaults.adam, learningRate: 0.5 });
    expect(resolveOptimizer({ kind: 'adam', beta1: 0 })).toEqual({ ...optimizerDefaults.adam, beta1: 0 });
  });

  it('takes one way of clipping, and a learning rate that is a schedule', () => {
    const learningRate = { kind: 'exponentialDecay', initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 } as const;
    const config = resolveOptimizer({ kind: 'sgd', learningRate, momentum: 1, globalClipnorm: 2, clipvalue: undefined });
    expect(config).toEqual({ kind: 'sgd', learningRate, momentum: 1, nesterov: false, globalClipnorm: 2 });
    expect(config.learningRate).not.toBe(learningRate);
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });

  const refused: [string, unknown, string][] = [
    ['an unknown name', 'adamx', 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got "adamx". Did you mean adam?'],
    ['an inherited name', '__proto__', 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got "__proto__".'],
    ['no optimizer', null, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got null.'],
    ['a number', 3, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got 3.'],
    ['an object without kind', { learningRate: 1 }, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got undefined.'],
    ['an unknown kind', { kind: ['adam'] }, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got ["adam"].'],
    ["another optimizer's setting", { kind: 'sgd', beta1: 0.9 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, momentum, nesterov, clipnorm, clipvalue, globalClipnorm, got "beta1".'],
    ['a misspelt setting', { kind: 'adam', learningrate: 1 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, beta1, beta2, epsilon, epsilonHat, squareOccurrences, clipnorm, clipvalue, globalClipnorm, got "learningrate". Did you mean learningRate?'],
    ['an inherited setting', { kind: 'adam', toString: 1 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, beta1, beta2, epsilon, epsilonHat, squareOccurrences, clipnorm, clipvalue, globalClipnorm, got "toString".'],
    ['a learning rate of zero', { kind: 'sgd', learningRate: 0 }, 'invalid-option: compile({ optimizer }).learningRate: expected a positive finite number, got 0.'],
    ['an infinite learning rate', { kind: 'sgd', learningRate: Infinity }, 'invalid-option: compile({ optimizer }).learningRate: expected a positive finite number, got Infinity.'],
    ['a learning rate in words', { kind: 'adam', learningRate: '0.1' }, 'invalid-option: compile({ optimizer }).learningRate: expected a positive finite number, got "0.1".'],
    ['beta1 of 1', { kind: 'adam', beta1: 1 }, 'invalid-option: compile({ optimizer }).beta1: expected a number in [0, 1), got 1.'],
    ['beta1 in words', { kind: 'adam', beta1: '0.5' }, 'invalid-option: compile({ optimizer }).beta1: expected a number in [0, 1), got "0.5".'],
    ['beta2 of 0', { kind: 'adam', beta2: 0 }, 'invalid-option: compile({ optimizer }).beta2: expected a number in (0, 1), got 0.'],
    ['beta2 that is no number', { kind: 'adam', beta2: NaN }, 'invalid-option: compile({ optimizer }).beta2: expected a number in (0, 1), got NaN.'],
    ['an epsilonHat that is not a boolean', { kind: 'adam', epsilonHat: 1 }, 'invalid-option: compile({ optimizer }).epsilonHat: expected true or false, got 1.'],
    ['a negative epsilon', { kind: 'adam', epsilon: -1 }, 'invalid-option: compile({ optimizer }).epsilon: expected a positive finite number, got -1.'],
    ['a momentum above 1', { kind: 'sgd', momentum: 1.1 }, 'invalid-option: compile({ optimizer }).momentum: expected a number in [0, 1], got 1.1.'],
    ['nesterov without momentum', { kind: 'sgd', nesterov: true }, 'invalid-option: compile({ optimizer }).nesterov: expected false without momentum, got true. Set momentum, for example to 0.9.'],
    ['rho of 1', { kind: 'rmsprop', rho: 1 }, 'invalid-option: compile({ optimizer }).rho: expected a number in [0, 1), got 1.'],
    ['an epsilon of zero', { kind: 'rmsprop', epsilon: 0 }, 'invalid-option: compile({ optimizer }).epsilon: expected a positive finite number, got 0.'],
    ['centered in words', { kind: 'rmsprop', centered: 'no' }, 'invalid-option: compile({ optimizer }).centered: expected true or false, got "no".'],
    ['a negative weight decay', { kind: 'adamw', weightDecay: -0.1 }, 'invalid-option: compile({ optimizer }).weightDecay: expected a finite number from 0 up, got -0.1.'],
    ['weight decay of adam', { kind: 'adam', weightDecay: 0.1 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, beta1, beta2, epsilon, epsilonHat, squareOccurrences, clipnorm, clipvalue, globalClipnorm, got "weightDecay".'],
    ['a limit of zero', { kind: 'adam', clipnorm: 0 }, 'invalid-option: compile({ optimizer }).clipnorm: expected a positive finite number, got 0.'],
    ['a limit in words', { kind: 'sgd', clipvalue: '1' }, 'invalid-option: compile({ optimizer }).clipvalue: expected a positive finite number, got "1".'],
    ['two limits', { kind: 'adam', clipnorm: 1, globalClipnorm: 1 }, 'invalid-option: compile({ optimizer }): expected at most one of clipnorm, clipvalue, globalClipnorm, got ["clipnorm", "globalClipnorm"].'],
    ['squares of occurrences with a limit', { kind: 'adam', squareOccurrences: true, clipvalue: 1 }, 'invalid-option: compile({ optimizer }).squareOccurrences: expected false together with clipvalue, got true.'],
    ['a schedule with a bad setting', { kind: 'adam', learningRate: { kind: 'oneCycle', maxLearningRate: 1, totalSteps: 0 } }, 'invalid-option: compile({ optimizer }).learningRate.totalSteps: expected a positive integer, got 0.'],
  ];
  for (const [what, option, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => resolveOptimizer(option as never))).toBe(message);
    });
  }

  it('names the place it is asked to', async () => {
    expect(await errorOf(() => resolveOptimizer('lion' as never, 'train({ optimizer })'))).toMatch(/^invalid-option: train\(\{ optimizer \}\):/);
  });
});
