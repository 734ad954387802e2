import { networkToJSON } from '@sekvens/layers';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { stockProblems } from '../../src/layers-model/stock-problems.js';
import { readLayersModel, writeLayersModel } from '../../src/index.js';
import { networkCases, predictHere } from './random-networks.js';
import type { NetworkCase } from './random-networks.js';
import { loadStock, predictStock, useStock } from './stock-model.js';

beforeAll(useStock);

function largestDistance(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

describe('random networks', () => {
  it('come back as they were, weights to the last bit', () => {
    const comeBack = ({ network, weights }: NetworkCase) => {
      const back = readLayersModel(writeLayersModel({ network, weights }, { custom: true }), 'model');
      expect(networkToJSON(back.network)).toEqual(networkToJSON(network));
      expect(back.weights).toEqual(weights);
    };
    fc.assert(fc.property(networkCases(), comeBack), { seed: 1, numRuns: 1000 });
  });

  it('that TensorFlow.js computes as they are computed here predict the same there, within 1e-5; others are refused', async () => {
    let agreed = 0;
    const agree = async (networkCase: NetworkCase) => {
      const { network, weights } = networkCase;
      if (stockProblems(network).length > 0) {
        expect(() => writeLayersModel({ network, weights })).toThrow(/expected layers that TensorFlow.js computes as they are computed here/);
        return;
      }
      const model = await loadStock(writeLayersModel({ network, weights }));
      const expected = predictHere(networkCase);
      const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expect(largestDistance(predictStock(model, networkCase), expected)).toBeLessThan(1e-5 * scale);
      model.dispose();
      agreed++;
    };
    await fc.assert(fc.asyncProperty(networkCases(), agree), { seed: 2, numRuns: 1500 });
    expect(agreed).toBeGreaterThan(400);
  });
});
