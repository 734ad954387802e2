import { raggedFrom } from '@sekvens/core';
import type { Random } from '@sekvens/core';
import { embedding, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { trainLazyAndDense } from '../../../test/helpers/lazy-against-dense.js';
import type { LazyRun } from '../../../test/helpers/lazy-against-dense.js';
import type { LearningRate } from '../../schedules/learning-rate.js';
import { resolveOptimizer } from '../../training-config.js';
import type { OptimizerOption } from '../../training-config.js';
import { createWasmExecutor } from '../wasm-executor.js';
import { WasmTrainer } from '../wasm-trainer.js';

const decay: LearningRate = { kind: 'cosineDecay', initialLearningRate: 0.02, decaySteps: 4000, alpha: 0.01 };
const optimizers: readonly OptimizerOption[] = [
  { kind: 'sgd' },
  { kind: 'sgd', momentum: 0.9 },
  { kind: 'sgd', momentum: 0.9, nesterov: true, learningRate: decay },
  { kind: 'sgd', momentum: 0.999, learningRate: 0.001 },
  { kind: 'sgd', weightDecay: 0.1, learningRate: decay },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.1 },
  { kind: 'sgd', momentum: 0.99, weightDecay: 0.01 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.1, excludeFromWeightDecay: ['embeddings'] },
  { kind: 'rmsprop' },
  { kind: 'rmsprop', centered: true, momentum: 0.8, rho: 0.99, epsilon: 1e-4 },
  { kind: 'rmsprop', weightDecay: 0.2 },
  { kind: 'rmsprop', centered: true, momentum: 0.8, rho: 0.99, epsilon: 1e-4, weightDecay: 0.2 },
  { kind: 'adam' },
  { kind: 'adam', beta1: 0 },
  { kind: 'adam', beta1: 0.99 },
  { kind: 'adam', beta2: 0.95, learningRate: decay },
  { kind: 'adamw' },
  { kind: 'adamw', weightDecay: 1, learningRate: decay },
  { kind: 'adamw', weightDecay: 0.1, beta1: 0.99 },
];

describe('weights and their averages in a table of 100 x 5 whose rows follow later, against all rows moved at every step, errors < 2e-5 of the largest movement', () => {
  for (const optimizer of optimizers) {
    for (const emaMomentum of [0.9, 0.999]) {
      it(`${JSON.stringify(optimizer)}, averages of ${emaMomentum}, 5,000 steps of Zipf-distributed ids`, () => {
        const { error, averageError, moved } = trainLazyAndDense({ optimizer: { ...(optimizer as { kind: 'sgd' }), useEma: true, emaMomentum }, steps: 5000 });
        expect(moved).toBeGreaterThan(0.1);
        expect(error).toBeLessThan(2e-5);
        expect(averageError).toBeLessThan(2e-5);
      });
    }
  }
});

describe('averages of rows that are seldom touched, errors < 1e-5 of the largest movement', () => {
  const rare = (when: number) => (random: Random, step: number) => (step === when ? [7, 8] : [20 + random.integer(5), 30]);
  const check = (run: LazyRun) => {
    const { error, averageError } = trainLazyAndDense(run);
    expect(error).toBeLessThan(1e-5);
    expect(averageError).toBeLessThan(1e-5);
  };
  const averaged: readonly OptimizerOption[] = [
    { kind: 'sgd', useEma: true, emaMomentum: 0.9995 },
    { kind: 'sgd', momentum: 0.9, weightDecay: 0.2, useEma: true, emaMomentum: 0.9995 },
    { kind: 'rmsprop', momentum: 0.9, useEma: true, emaMomentum: 0.9995 },
    { kind: 'adam', useEma: true, emaMomentum: 0.9995 },
    { kind: 'adamw', weightDecay: 0.5, useEma: true, emaMomentum: 0.9995 },
  ];
  for (const optimizer of averaged) {
    for (const when of [0, 1, 2500, 2998, 2999]) {
      it(`${JSON.stringify(optimizer)}, seen once, in step ${when} of 3,000, or never`, () => check({ optimizer, steps: 3000, ids: rare(when) }));
    }
    it(`${JSON.stringify(optimizer)}, beyond 4,096 steps, where all rows are brought along together`, () => {
      for (const steps of [4097, 4400, 8600]) check({ optimizer, steps, ids: rare(4090) });
    });
  }

  it('weight decay that takes away a tenth, half, all or more of a weight at every step', () => {
    for (const weightDecay of [0.1, 0.5, 1, 1.5]) {
      check({ optimizer: { kind: 'adamw', learningRate: 1, beta2: 0.99, weightDecay, useEma: true }, steps: 1600, ids: rare(1200) });
      check({ optimizer: { kind: 'sgd', learningRate: 1, momentum: 0.5, weightDecay, useEma: true }, steps: 1600, ids: rare(1200) });
    }
  });

  it('cost nothing until somebody reads the row', () => {
    const executor = createWasmExecutor(network([embedding({ inputDim: 40, outputDim: 4 })]), { 'embedding/embeddings': new Float32Array(160).fill(0.5) });
    const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer({ kind: 'adamw', weightDecay: 0.5, useEma: true }), loss: 'meanSquaredError' });
    const { pointer } = executor.parameters.table('embedding/embeddings');
    const step = (id: number) => trainer.step({ ids: raggedFrom([[id]]) }, new Float32Array(4));
    step(7);
    const after = executor.heap.f32(pointer + 7 * 16, 4).slice();
    for (let i = 0; i < 20; i++) step(8 + (i % 3));
    expect(executor.heap.f32(pointer + 7 * 16, 4)).toEqual(after);
    expect(executor.getWeights()['embedding/embeddings'].subarray(28, 32)).not.toEqual(after);
  });

  it('averages that are only the last weights, or only the first', () => {
    for (const emaMomentum of [0, 1]) check({ optimizer: { kind: 'adamw', weightDecay: 0.1, useEma: true, emaMomentum }, steps: 500 });
  });

  it('weights that become their averages every 50 updates', () => {
    for (const kind of ['sgd', 'adamw'] as const) check({ optimizer: { kind, weightDecay: 0.1, useEma: true, emaMomentum: 0.95, emaOverwriteFrequency: 50 }, steps: 1000, ids: rare(120) });
  });

  it('reading weights on the way changes what follows by less than 1e-6', () => {
    const run = { optimizer: { kind: 'adamw', weightDecay: 0.1, useEma: true }, steps: 1000 } as const;
    const [plain, read] = [trainLazyAndDense(run), trainLazyAndDense({ ...run, readAt: (step) => step % 20 === 0 })];
    expect(Math.max(...read.table.map((value, i) => Math.abs(value - plain.table[i])))).toBeLessThan(1e-6);
    expect(read.averageError).toBeLessThan(1e-5);
  });
});
