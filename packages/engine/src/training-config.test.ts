import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/helpers/error-of.js';
import { optimizerDefaults, resolveOptimizer } from './training-config.js';

describe('resolveOptimizer', () => {
  it('fills in the defaults of Keras', () => {
    expect(resolveOptimizer('sgd')).toEqual({ kind: 'sgd', learningRate: 0.01 });
    expect(resolveOptimizer('adam')).toEqual({ kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epsilonHat: true });
    expect(resolveOptimizer({ kind: 'adam', learningRate: 0.5, beta1: undefined })).toEqual({ ...optimizerDefaults.adam, learningRate: 0.5 });
    expect(resolveOptimizer({ kind: 'adam', beta1: 0 })).toEqual({ ...optimizerDefaults.adam, beta1: 0 });
  });

  const refused: [string, unknown, string][] = [
    ['an unknown name', 'adamw', 'invalid-option: compile({ optimizer }): expected one of sgd, adam, or an object with one of them as kind, got "adamw". Did you mean adam?'],
    ['an inherited name', '__proto__', 'invalid-option: compile({ optimizer }): expected one of sgd, adam, or an object with one of them as kind, got "__proto__".'],
    ['no optimizer', null, 'invalid-option: compile({ optimizer }): expected one of sgd, adam, or an object with one of them as kind, got null.'],
    ['a number', 3, 'invalid-option: compile({ optimizer }): expected one of sgd, adam, or an object with one of them as kind, got 3.'],
    ['an object without kind', { learningRate: 1 }, 'invalid-option: compile({ optimizer }): expected one of sgd, adam, or an object with one of them as kind, got undefined.'],
    ['an unknown kind', { kind: ['adam'] }, 'invalid-option: compile({ optimizer }): expected one of sgd, adam, or an object with one of them as kind, got ["adam"].'],
    ["another optimizer's setting", { kind: 'sgd', beta1: 0.9 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, got "beta1".'],
    ['a misspelt setting', { kind: 'adam', learningrate: 1 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, beta1, beta2, epsilon, epsilonHat, got "learningrate". Did you mean learningRate?'],
    ['an inherited setting', { kind: 'adam', toString: 1 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, beta1, beta2, epsilon, epsilonHat, got "toString".'],
    ['a learning rate of zero', { kind: 'sgd', learningRate: 0 }, 'invalid-option: compile({ optimizer }).learningRate: expected a positive finite number, got 0.'],
    ['an infinite learning rate', { kind: 'sgd', learningRate: Infinity }, 'invalid-option: compile({ optimizer }).learningRate: expected a positive finite number, got Infinity.'],
    ['a learning rate in words', { kind: 'adam', learningRate: '0.1' }, 'invalid-option: compile({ optimizer }).learningRate: expected a positive finite number, got "0.1".'],
    ['beta1 of 1', { kind: 'adam', beta1: 1 }, 'invalid-option: compile({ optimizer }).beta1: expected a number in [0, 1), got 1.'],
    ['beta1 in words', { kind: 'adam', beta1: '0.5' }, 'invalid-option: compile({ optimizer }).beta1: expected a number in [0, 1), got "0.5".'],
    ['beta2 of 0', { kind: 'adam', beta2: 0 }, 'invalid-option: compile({ optimizer }).beta2: expected a number in (0, 1), got 0.'],
    ['beta2 that is no number', { kind: 'adam', beta2: NaN }, 'invalid-option: compile({ optimizer }).beta2: expected a number in (0, 1), got NaN.'],
    ['an epsilonHat that is not a boolean', { kind: 'adam', epsilonHat: 1 }, 'invalid-option: compile({ optimizer }).epsilonHat: expected true or false, got 1.'],
    ['a negative epsilon', { kind: 'adam', epsilon: -1 }, 'invalid-option: compile({ optimizer }).epsilon: expected a positive finite number, got -1.'],
  ];
  for (const [what, option, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => resolveOptimizer(option as never))).toBe(message);
    });
  }

  it('names the place it is asked to', async () => {
    expect(await errorOf(() => resolveOptimizer('rmsprop' as never, 'train({ optimizer })'))).toMatch(/^invalid-option: train\(\{ optimizer \}\):/);
  });
});
