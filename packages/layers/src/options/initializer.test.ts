import { describe, expect, it } from 'vitest';
import { dense } from '../layers/dense.js';
import { gru } from '../layers/gru.js';
import type { InitializerOption } from './initializer.js';

const kernel = (kernelInitializer: unknown) => dense({ units: 2, kernelInitializer: kernelInitializer as InitializerOption }).config.kernelInitializer;

describe('an initializer option', () => {
  it('is a name, with the parameters Keras has by default', () => {
    expect(kernel('heNormal')).toEqual({ kind: 'heNormal' });
    expect(kernel('uniform')).toEqual({ kind: 'uniform', min: -0.05, max: 0.05 });
    expect(kernel('normal')).toEqual({ kind: 'normal', mean: 0, stddev: 0.05 });
    expect(kernel('truncatedNormal')).toEqual({ kind: 'truncatedNormal', mean: 0, stddev: 0.05 });
    expect(kernel('constant')).toEqual({ kind: 'constant', value: 0 });
    expect(kernel('orthogonal')).toEqual({ kind: 'orthogonal', gain: 1 });
  });
  it("is one of TensorFlow.js' names", () => {
    expect(kernel('randomUniform')).toEqual(kernel('uniform'));
    expect(kernel('randomNormal')).toEqual(kernel('normal'));
  });
  it('is a kind with some of its parameters', () => {
    expect(kernel({ kind: 'uniform', max: 1 })).toEqual({ kind: 'uniform', min: -0.05, max: 1 });
    expect(kernel({ kind: 'orthogonal', gain: 0.5 })).toEqual({ kind: 'orthogonal', gain: 0.5 });
  });
  it('is refused otherwise', () => {
    expect(() => kernel('glorotunifrom')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer }): expected an initializer among zeros, ones, constant, uniform, normal, truncatedNormal, orthogonal, identity, glorotUniform, glorotNormal, heUniform, heNormal, leCunUniform, leCunNormal, got "glorotunifrom". Did you mean 'glorotUniform'?]`);
    expect(() => kernel('chaos theory')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer }): expected an initializer among zeros, ones, constant, uniform, normal, truncatedNormal, orthogonal, identity, glorotUniform, glorotNormal, heUniform, heNormal, leCunUniform, leCunNormal, got "chaos theory".]`);
    expect(() => kernel(3)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer }): expected an initializer's name or { kind, … }, got 3.]`);
    expect(() => kernel({ stddev: 1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer }): expected an initializer among zeros, ones, constant, uniform, normal, truncatedNormal, orthogonal, identity, glorotUniform, glorotNormal, heUniform, heNormal, leCunUniform, leCunNormal, got nothing.]`);
    expect(() => kernel({ kind: 'normal', stdev: 1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer }): expected 'normal' with mean, stddev, got "stdev". Did you mean stddev?]`);
    expect(() => kernel({ kind: 'zeros', value: 1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer }): expected 'zeros', which has no parameters, got "value".]`);
    expect(() => kernel({ kind: 'normal', stddev: -1 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer.stddev }): expected a standard deviation of at least 0, got -1.]`);
    expect(() => kernel({ kind: 'constant', value: Infinity })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer.value }): expected a finite number, got Infinity.]`);
    expect(() => kernel({ kind: 'uniform', min: 1, max: 0 })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ kernelInitializer }): expected min to be at most max, got {"min":1,"max":0}.]`);
    expect(() => kernel({ kind: '__proto__' })).toThrow(/got "__proto__"/);
  });
  it('has to suit a vector where it is for one', () => {
    expect(gru({ units: 2, biasInitializer: 'glorotUniform' }).config.biasInitializer).toEqual({ kind: 'glorotUniform' });
    expect(() => gru({ units: 2, biasInitializer: 'orthogonal' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: gru({ biasInitializer }): expected an initializer for vectors, got "orthogonal". 'orthogonal' fills matrices; a bias usually begins as 'zeros'.]`);
    expect(() => dense({ units: 2, biasInitializer: 'identity' })).toThrowErrorMatchingInlineSnapshot(`[SekvensError: dense({ biasInitializer }): expected an initializer for vectors, got "identity". 'identity' fills matrices; a bias usually begins as 'zeros'.]`);
  });
});
