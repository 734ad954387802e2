import { Random, raggedFrom } from '@sekvens/core';
import { dense, embedding, globalAveragePooling1D, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { randomWeights } from '../../../test/conformance/networks.js';
import { trainLazyAndDense } from '../../../test/helpers/lazy-against-dense.js';
import { resolveOptimizer } from '../../training-config.js';
import type { OptimizerOption } from '../../training-config.js';
import { createWasmExecutor } from '../wasm-executor.js';
import { WasmTrainer } from '../wasm-trainer.js';

const chain = network([embedding({ inputDim: 50, outputDim: 5 }), globalAveragePooling1D(), dense({ units: 3, activation: 'softmax' })]);
const trainer = (optimizer: OptimizerOption) => {
  const executor = createWasmExecutor(chain, randomWeights(chain, new Random(3)));
  return { executor, trainer: new WasmTrainer(executor, { optimizer: resolveOptimizer(optimizer), loss: 'sparseCategoricalCrossentropy' }) };
};
const batches = [[[1, 2], [3]], [[2, 4], [5]], [[1], [1, 6]]].map((rows) => raggedFrom(rows));

describe('gradients summed over batches', () => {
  it('change weights with the last batch only, and then as one batch of all rows does, relative error < 1e-6', () => {
    const { executor, trainer: slow } = trainer({ kind: 'sgd', learningRate: 1, gradientAccumulationSteps: 3 });
    const before = executor.getWeights();
    for (const [i, ids] of batches.entries()) {
      expect(executor.getWeights()).toEqual(before);
      expect(slow.step({ ids }, Int32Array.of(i, 0)).items).toBe(2);
    }
    const { executor: other, trainer: whole } = trainer({ kind: 'sgd', learningRate: 1 });
    whole.step({ ids: raggedFrom([[1, 2], [3], [2, 4], [5], [1], [1, 6]]) }, Int32Array.of(0, 0, 1, 0, 2, 0));
    const expected = other.getWeights();
    for (const [path, values] of Object.entries(executor.getWeights())) values.forEach((value, i) => expect(Math.abs(value - expected[path][i]), `${path}[${i}]`).toBeLessThan(1e-6));
    expect(executor.getWeights()).not.toEqual(before);
  });

  it('of rows that no batch touched are not passed on', () => {
    const { executor, trainer: slow } = trainer({ kind: 'sgd', gradientAccumulationSteps: 3 });
    for (let cycle = 0; cycle < 2; cycle++) {
      for (const ids of batches) slow.step({ ids }, Int32Array.of(1, 0));
      const { unique, distinct } = executor.parameters.table('embedding/embeddings').touched;
      // 0 is padding, which takes part without a mask
      expect([...executor.heap.i32(unique, distinct)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    }
  });

  it('are not those of a batch whose loss is not finite', () => {
    const { executor, trainer: slow } = trainer({ kind: 'sgd', gradientAccumulationSteps: 2 });
    slow.step({ ids: batches[0] }, Int32Array.of(1, 0));
    const before = executor.getWeights();
    expect(slow.step({ ids: batches[1] }, Int32Array.of(1, 0), Float32Array.of(NaN, 1)).loss).toBeNaN();
    expect(executor.getWeights()).toEqual(before);
    slow.step({ ids: batches[2] }, Int32Array.of(1, 0));
    expect(executor.getWeights()).not.toEqual(before);
    for (const values of Object.values(executor.getWeights())) expect(values.every(Number.isFinite)).toBe(true);
  });

  it('are read by schedules as one step', () => {
    const { trainer: slow } = trainer({ kind: 'sgd', gradientAccumulationSteps: 3, learningRate: { kind: 'piecewiseConstant', boundaries: [0], values: [0.5, 0.25] } });
    const rates = batches.concat(batches).map((ids) => {
      const rate = slow.learningRate;
      slow.step({ ids }, Int32Array.of(1, 0));
      return rate;
    });
    expect(rates).toEqual([0.5, 0.5, 0.5, 0.25, 0.25, 0.25]);
  });

  const optimizers: readonly OptimizerOption[] = [
    { kind: 'sgd', momentum: 0.9 },
    { kind: 'rmsprop', momentum: 0.8, globalClipnorm: 0.1 },
    { kind: 'adam', learningRate: { kind: 'oneCycle', maxLearningRate: 5e-3, totalSteps: 800 } },
    { kind: 'adamw', weightDecay: 0.1, useEma: true },
  ];
  for (const optimizer of optimizers) {
    it(`of a table of 100 x 5 whose rows follow later, against all rows moved at every step, error < 1e-5: ${JSON.stringify(optimizer)}`, () => {
      const { error, averageError, moved } = trainLazyAndDense({ optimizer: { ...(optimizer as { kind: 'sgd' }), gradientAccumulationSteps: 5 }, steps: 3000 });
      expect(moved).toBeGreaterThan(0.1);
      expect(error).toBeLessThan(1e-5);
      expect(averageError).toBeLessThan(1e-5);
    });
  }
});
