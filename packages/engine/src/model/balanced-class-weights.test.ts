import { expect, it } from 'vitest';
import { balancedClassWeights } from './balanced-class-weights.js';

it("balancedClassWeights are rows / (classes with rows · rows of the class), and 1 for a class without rows", () => {
  const [a, b, c, d] = balancedClassWeights([0, 0, 0, 0, 1, 3, 3], 4);
  expect(a).toBeCloseTo(7 / 12, 14);
  expect(b).toBeCloseTo(7 / 3, 14);
  expect(c).toBe(1);
  expect(d).toBeCloseTo(7 / 6, 14);
});

it('balancedClassWeights give every class the same sum', () => {
  const classes = [2, 0, 2, 2, 1, 0, 2, 2];
  const weights = balancedClassWeights(classes, 3);
  for (const wanted of [0, 1, 2]) expect(classes.reduce((sum, c) => sum + (c === wanted ? weights[c] : 0), 0)).toBeCloseTo(8 / 3, 12);
});
