import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/helpers/error-of.js';
import { assertLabelSmoothing, optimizerDefaults, resolveOptimizer } from './training-config.js';

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

  it('takes averages, accumulation and weight decay with every optimizer, and fills in the momentum of averages', () => {
    for (const kind of ['sgd', 'rmsprop', 'adam', 'adamw'] as const) {
      const excluded = ['bias'];
      const config = resolveOptimizer({ kind, useEma: true, emaOverwriteFrequency: 9, gradientAccumulationSteps: 1, weightDecay: 0, excludeFromWeightDecay: excluded });
      expect(config).toEqual({ ...optimizerDefaults[kind], useEma: true, emaMomentum: 0.99, emaOverwriteFrequency: 9, gradientAccumulationSteps: 1, weightDecay: 0, excludeFromWeightDecay: ['bias'] });
      expect(config.excludeFromWeightDecay).not.toBe(excluded);
    }
    expect(resolveOptimizer({ kind: 'adam', useEma: true, emaMomentum: 0.5 })).toMatchObject({ emaMomentum: 0.5 });
  });

  const refused: [string, unknown, string][] = [
    ['an unknown name', 'adamx', 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got "adamx". Did you mean adam?'],
    ['an inherited name', '__proto__', 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got "__proto__".'],
    ['no optimizer', null, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got null.'],
    ['a number', 3, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got 3.'],
    ['an object without kind', { learningRate: 1 }, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got undefined.'],
    ['an unknown kind', { kind: ['adam'] }, 'invalid-option: compile({ optimizer }): expected one of sgd, rmsprop, adam, adamw, or an object with one of them as kind, got ["adam"].'],
    ["another optimizer's setting", { kind: 'sgd', beta1: 0.9 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, momentum, nesterov, clipnorm, clipvalue, globalClipnorm, weightDecay, useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps, excludeFromWeightDecay, got "beta1".'],
    ['a misspelt setting', { kind: 'adam', learningrate: 1 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, beta1, beta2, epsilon, epsilonHat, squareOccurrences, clipnorm, clipvalue, globalClipnorm, weightDecay, useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps, excludeFromWeightDecay, got "learningrate". Did you mean learningRate?'],
    ['an inherited setting', { kind: 'adam', toString: 1 }, 'invalid-option: compile({ optimizer }): expected options among kind, learningRate, beta1, beta2, epsilon, epsilonHat, squareOccurrences, clipnorm, clipvalue, globalClipnorm, weightDecay, useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps, excludeFromWeightDecay, got "toString".'],
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
    ['a negative weight decay of sgd', { kind: 'sgd', weightDecay: -1 }, 'invalid-option: compile({ optimizer }).weightDecay: expected a finite number from 0 up, got -1.'],
    ['exclusions in words', { kind: 'adamw', excludeFromWeightDecay: 'bias' }, 'invalid-option: compile({ optimizer }).excludeFromWeightDecay: expected a list of parts of weights\' paths, such as [\'bias\'], got "bias".'],
    ['an empty exclusion', { kind: 'adamw', excludeFromWeightDecay: [''] }, 'invalid-option: compile({ optimizer }).excludeFromWeightDecay: expected a list of parts of weights\' paths, such as [\'bias\'], got [""].'],
    ['exclusions without weight decay', { kind: 'sgd', excludeFromWeightDecay: ['bias'] }, 'invalid-option: compile({ optimizer }).excludeFromWeightDecay: expected nothing without weightDecay, got ["bias"]. Set weightDecay, for example to 0.01.'],
    ['averages in words', { kind: 'adam', useEma: 'yes' }, 'invalid-option: compile({ optimizer }).useEma: expected true or false, got "yes".'],
    ['a momentum of averages above 1', { kind: 'adam', useEma: true, emaMomentum: 1.5 }, 'invalid-option: compile({ optimizer }).emaMomentum: expected a number in [0, 1], got 1.5.'],
    ['a momentum without averages', { kind: 'adam', emaMomentum: 0.9 }, 'invalid-option: compile({ optimizer }).emaMomentum: expected nothing without useEma: true, got 0.9.'],
    ['an overwriting frequency of 0', { kind: 'adam', useEma: true, emaOverwriteFrequency: 0 }, 'invalid-option: compile({ optimizer }).emaOverwriteFrequency: expected a positive integer, got 0.'],
    ['an overwriting frequency without averages', { kind: 'adam', useEma: false, emaOverwriteFrequency: 5 }, 'invalid-option: compile({ optimizer }).emaOverwriteFrequency: expected nothing without useEma: true, got 5.'],
    ['half an accumulation step', { kind: 'adam', gradientAccumulationSteps: 1.5 }, 'invalid-option: compile({ optimizer }).gradientAccumulationSteps: expected a positive integer, got 1.5.'],
    ['squares of occurrences with accumulation', { kind: 'adam', squareOccurrences: true, gradientAccumulationSteps: 2 }, 'invalid-option: compile({ optimizer }).squareOccurrences: expected false together with gradientAccumulationSteps, got true.'],
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

describe('assertLabelSmoothing', () => {
  it('takes shares', () => {
    for (const share of [0, 0.1, 1]) assertLabelSmoothing(share, 'binaryCrossentropy', 'here');
    assertLabelSmoothing(0, 'meanSquaredError', 'here');
  });

  it('refuses other numbers, and smoothing where there are no classes', async () => {
    for (const [value, text] of [[-0.1, '-0.1'], [1.1, '1.1'], [NaN, 'NaN'], ['0.1', '"0.1"']] as const) {
      expect(await errorOf(() => assertLabelSmoothing(value, 'categoricalCrossentropy', 'compile({ labelSmoothing })'))).toBe(`invalid-option: compile({ labelSmoothing }): expected a number in [0, 1], got ${text}.`);
    }
    expect(await errorOf(() => assertLabelSmoothing(0.1, 'meanSquaredError', 'compile({ labelSmoothing })'))).toBe('invalid-option: compile({ labelSmoothing }): expected 0 with meanSquaredError, which has no classes, got 0.1.');
  });
});
