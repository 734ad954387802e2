import { raggedFrom, Random } from '@sekvens/core';
import { dense, embedding, globalAveragePooling1D, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { expectTensors } from '../../../test/conformance/compare.js';
import { randomNumbers, randomWeights } from '../../../test/conformance/networks.js';
import { clipGradients } from '../../reference/clip-gradients.js';
import type { ClippingConfig } from '../../training-config.js';
import { StateRegister } from '../state-register.js';
import { createWasmExecutor } from '../wasm-executor.js';
import { GradientClipping } from './gradient-clipping.js';

// the table's gradient is longer than a piece of the sums
const chain = network([embedding({ inputDim: 900, outputDim: 5 }), globalAveragePooling1D(), dense({ units: 3, trainable: false }), dense({ units: 7 })]);
const ids = raggedFrom([Array.from({ length: 880 }, (_, i) => i + 3), [7]]);

/** The gradients of one batch before and after. */
function clip(config: ClippingConfig, damage?: (gradient: Float32Array) => void) {
  const random = new Random(4);
  const executor = createWasmExecutor(chain, randomWeights(chain, random));
  const clipping = new GradientClipping({ heap: executor.heap, kernels: executor.kernels, parameters: executor.parameters, team: () => executor.threads, states: new StateRegister() }, config);
  executor.forward({ ids }, { training: true });
  executor.backward(randomNumbers(random, 2 * 7, 30));
  const { parameters, heap } = executor;
  const bias = parameters.dense('dense_1/bias');
  damage?.(heap.f32(bias.gradient, bias.count));
  const read = () => Object.fromEntries(parameters.parameters.filter(({ spec }) => spec.trainable).map((parameter) => [parameter.spec.path, Float64Array.from(parameters.readGradient(parameter))]));
  const before = read();
  const frozen = parameters.readGradient(parameters.get('dense/kernel'));
  clipping.apply();
  expect(parameters.readGradient(parameters.get('dense/kernel'))).toEqual(frozen);
  return { before, after: read() };
}

describe('GradientClipping does what the reference does, relative error < 1e-6', () => {
  for (const config of [{}, { clipvalue: 3 }, { clipnorm: 5 }, { clipnorm: 1e9 }, { globalClipnorm: 10 }, { globalClipnorm: 1e9 }]) {
    it(JSON.stringify(config), () => {
      const { before, after } = clip(config);
      expect(Object.keys(after)).toEqual(['embedding/embeddings', 'dense_1/kernel', 'dense_1/bias']);
      expectTensors(after, clipGradients(before, config), 1e-6);
      if (Object.values(config).every((limit) => limit === 1e9)) expect(after).toEqual(before);
      else expect(after).not.toEqual(before);
    });
  }

  it('a global norm that is not finite makes all gradients NaN, and a clipped NaN stays one', () => {
    for (const bad of [NaN, Infinity]) {
      const { before, after } = clip({ globalClipnorm: 1 }, (gradient) => void (gradient[2] = bad));
      for (const gradients of [after, clipGradients(before, { globalClipnorm: 1 })]) {
        // rows of the table that the batch did not touch have no gradient
        const touched = gradients['embedding/embeddings'].subarray(7 * 5, 8 * 5);
        for (const values of [gradients['dense_1/kernel'], gradients['dense_1/bias'], touched]) expect(values.every(Number.isNaN)).toBe(true);
      }
    }
    const { before, after } = clip({ clipvalue: 1 }, (gradient) => void (gradient[2] = NaN));
    expect(after['dense_1/bias']).toEqual(clipGradients(before, { clipvalue: 1 })['dense_1/bias']);
  });
});
