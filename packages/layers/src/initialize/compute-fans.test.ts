import { expect, it } from 'vitest';
import { computeFans } from './compute-fans.js';

it('counts rows in and columns out, and a vector both ways', () => {
  expect(computeFans([5, 12])).toEqual([5, 12]);
  expect(computeFans([12])).toEqual([12, 12]);
});
