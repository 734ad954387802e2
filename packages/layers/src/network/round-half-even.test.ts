import { expect, it } from 'vitest';
import { roundHalfEven } from './round-half-even.js';

it('rounds halves to the even integer, and everything else to the nearest', () => {
  expect([0, 0.5, 1.5, 2.5, 2.49, 2.51, 3, -0.5, -1.5].map(roundHalfEven)).toEqual([0, 0, 2, 2, 2, 3, 3, 0, -2]);
});
