import { describe, expect, it } from 'vitest';
import { activate, activationGradient, elementwiseFunction, softmax } from './activation-functions.js';

describe('activation functions', () => {
  it('have the values of Keras 3', () => {
    const x = Float64Array.of(-4, -3, -1.5, 0, 1.5, 3, 4);
    expect(Array.from(activate('relu', x, 7))).toEqual([0, 0, 0, 0, 1.5, 3, 4]);
    expect(Array.from(activate('linear', x, 7))).toEqual(Array.from(x));
    expect(Array.from(activate('hardSigmoid', x, 7))).toEqual([0, 0, 0.25, 0.5, 0.75, 1, 1]);
    expect(activate('sigmoid', x, 7)[4]).toBeCloseTo(0.8175744761936437, 15);
    expect(activate('tanh', x, 7)[4]).toBeCloseTo(0.9051482536448664, 15);
  });

  it('have the derivative 0 at their kinks', () => {
    expect(elementwiseFunction('relu').derivative(0, 0)).toBe(0);
    expect([-3, 3].map((x) => elementwiseFunction('hardSigmoid').derivative(x, 0))).toEqual([0, 0]);
  });

  it('stay finite for large numbers', () => {
    expect(Array.from(activate('sigmoid', Float64Array.of(-1000, 1000), 2))).toEqual([0, 1]);
    expect(Array.from(softmax(Float64Array.of(1000, 0)))).toEqual([1, 0]);
  });

  it('softmax normalises rows of the last axis, each for itself', () => {
    const y = activate('softmax', Float64Array.of(0, 0, Math.log(3), 0), 2);
    [0.5, 0.5, 0.75, 0.25].forEach((value, i) => expect(y[i]).toBeCloseTo(value, 15));
    const dx = activationGradient('softmax', Float64Array.of(0, 0, Math.log(3), 0), y, Float64Array.of(1, 0, 0, 1), 2);
    [0.25, -0.25, -0.1875, 0.1875].forEach((value, i) => expect(dx[i]).toBeCloseTo(value, 15));
  });

  it('NaN goes through', () => {
    for (const name of ['relu', 'hardSigmoid', 'sigmoid', 'tanh', 'linear', 'softmax'] as const) expect(activate(name, Float64Array.of(NaN), 1)[0]).toBeNaN();
  });
});
