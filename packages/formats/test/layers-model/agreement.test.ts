import { networkToJSON } from '@sekvens/layers';
import { CLASS_NAMES, register } from '@sekvens/layers/tfjs';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { customClassNames } from '../../src/layers-model/custom-class-names.js';
import { stockProblems } from '../../src/layers-model/stock-problems.js';
import { readLayersModel, writeLayersModel } from '../../src/index.js';
import { networkCases, predictHere } from './random-networks.js';
import type { NetworkCase } from './random-networks.js';
import { loadStock, predictStock, saveStock, useStock } from './stock-model.js';

beforeAll(useStock);

function largestDistance(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

/** What neither TensorFlow.js nor the layers for it have. */
function hasDenseHardSigmoid({ network }: NetworkCase): boolean {
  return network.layers.some(({ definition }) => definition.kind === 'dense' && definition.config.activation === 'hardSigmoid');
}

it('the classes of files are those of @sekvens/layers/tfjs', () => {
  expect(customClassNames).toEqual(CLASS_NAMES);
});

describe('random networks', () => {
  it('come back as they were, weights to the last bit', () => {
    const comeBack = (networkCase: NetworkCase) => {
      const { network, weights } = networkCase;
      if (hasDenseHardSigmoid(networkCase)) return;
      const back = readLayersModel(writeLayersModel({ network, weights }, { custom: true }), 'model');
      expect(networkToJSON(back.network)).toEqual(networkToJSON(network));
      expect(back.weights).toEqual(weights);
    };
    fc.assert(fc.property(networkCases(), comeBack), { seed: 1, numRuns: 1000 });
  });

  it('that TensorFlow.js computes otherwise predict the same with the layers of @sekvens/layers/tfjs, and come back from what it saves of them', async () => {
    register();
    let agreed = 0;
    const agree = async (networkCase: NetworkCase) => {
      const { network, weights } = networkCase;
      if (stockProblems(network).length === 0 || hasDenseHardSigmoid(networkCase)) return;
      const model = await loadStock(writeLayersModel({ network, weights }, { custom: true }));
      const expected = predictHere(networkCase);
      const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expect(largestDistance(predictStock(model, networkCase), expected)).toBeLessThan(1e-5 * scale);
      const back = readLayersModel(await saveStock(model), 'saved');
      expect(networkToJSON(back.network)).toEqual(networkToJSON(network));
      expect(back.weights).toEqual(weights);
      model.dispose();
      agreed++;
    };
    await fc.assert(fc.asyncProperty(networkCases(), agree), { seed: 3, numRuns: 300 });
    expect(agreed).toBeGreaterThan(100);
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
