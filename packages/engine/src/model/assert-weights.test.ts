import { dense, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { assertWeights } from './assert-weights.js';

const chain = network([dense({ units: 2 })], { inputShape: [3] });
const kernel = new Float32Array(6);
const bias = new Float32Array(2);

describe('assertWeights', () => {
  it('takes exactly the weights of the network', () => {
    assertWeights(chain, { 'dense/bias': bias, 'dense/kernel': kernel }, 'w');
  });

  const refused: [string, unknown, string][] = [
    ['no object', 3, 'w: expected weights by path, got 3.'],
    ['a missing weight', { 'dense/kernel': kernel }, 'w, dense/bias: expected a Float32Array of shape [2], got nothing.'],
    ['an inherited weight', Object.assign(Object.create({ 'dense/bias': bias }) as object, { 'dense/kernel': kernel }), 'w, dense/bias: expected a Float32Array of shape [2], got nothing.'],
    ['another size', { 'dense/kernel': new Float32Array(5), 'dense/bias': bias }, 'w, dense/kernel: expected 6 numbers, shape [3, 2], got 5 numbers.'],
    ['another type', { 'dense/kernel': kernel, 'dense/bias': [0, 1] }, 'w, dense/bias: expected a Float32Array of shape [2], got [0, 1].'],
    ['an unknown weight', { 'dense/kernel': kernel, 'dense/bias': bias, 'dense/gamma': bias }, 'w: expected weights among dense/kernel, dense/bias, got "dense/gamma".'],
  ];
  for (const [what, weights, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => assertWeights(chain, weights as never, 'w'))).toBe(`invalid-data: ${message}`);
    });
  }
});
