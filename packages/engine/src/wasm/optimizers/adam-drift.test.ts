import { raggedFrom } from '@sekvens/core';
import type { Random } from '@sekvens/core';
import { embedding, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { zipfIds } from '../../../test/helpers/examples.js';
import { trainLazyAndDense } from '../../../test/helpers/lazy-against-dense.js';
import type { LazyRun } from '../../../test/helpers/lazy-against-dense.js';
import type { LearningRateSchedule } from '../../schedules/learning-rate.js';
import { resolveOptimizer } from '../../training-config.js';
import type { AdamConfig } from '../../training-config.js';
import { createWasmExecutor } from '../wasm-executor.js';
import { WasmTrainer } from '../wasm-trainer.js';

const rows = 300;
const width = 4;

/** Adam with these settings on the larger table. */
function train({ settings = {}, ...run }: Omit<LazyRun, 'optimizer'> & { readonly settings?: Partial<AdamConfig> }) {
  return trainLazyAndDense({ optimizer: { ...settings, kind: 'adam' }, rows, width, ...run });
}

describe('lazy Adam is dense Adam', () => {
  it('over 5,000 steps of Zipf-distributed ids, relative error < 1e-5', () => {
    const { error, moved } = train({ steps: 5000 });
    expect(moved).toBeGreaterThan(0.1);
    expect(error).toBeLessThan(1e-5);
  });

  // gradients are near 0.2 here; a larger epsilon is to them what 1e-7 is to smaller ones, and is met by its mean over the steps
  for (const [epsilon, gradients, tolerance] of [[1e-5, '2e-3', 1e-5], [1e-3, '2e-5', 2e-5], [1e-2, '2e-6', 4e-4]] as const) {
    it(`with epsilon ${epsilon}, as for gradients of ${gradients}, relative error < ${tolerance}`, () => {
      expect(train({ steps: 2000, settings: { epsilon } }).error).toBeLessThan(tolerance);
    });
  }

  it('while the learning rate changes: decay, steps and a warm-up from almost nothing, relative error < 1e-5', () => {
    const schedules: ((step: number) => number)[] = [(step) => 1e-3 * 0.998 ** step, (step) => (step % 700 < 350 ? 2e-3 : 1e-5), (step) => Math.min(1e-3, 1e-12 + 1e-6 * step)];
    for (const rateAt of schedules) expect(train({ steps: 1500, rateAt }).error).toBeLessThan(1e-5);
  });

  const settings: [string, Partial<AdamConfig>][] = [
    ['beta1 = 0', { beta1: 0 }],
    ['beta1 = 0.5', { beta1: 0.5 }],
    ['beta2 = 0.95', { beta2: 0.95 }],
    ['beta2 = 0.93', { beta2: 0.93 }],
    ['beta2 = 0.9, as small as beta1', { beta2: 0.9 }],
    ['beta1 / beta2 just below 0.98', { beta1: 0.979, beta2: 0.9999 }],
    ['beta1 / beta2 above 0.98, all rows at every step', { beta1: 0.99, beta2: 0.999 }],
    ['beta1 / beta2 above 1', { beta1: 0.95, beta2: 0.5 }],
  ];
  for (const [name, changes] of settings) {
    it(`with ${name}, relative error < 2e-5`, () => {
      expect(train({ steps: 1200, settings: changes }).error).toBeLessThan(2e-5);
    });
  }

  it('for a row seen once at the start and never again, or first after 2,500 steps', () => {
    const rare = (when: number) => (random: Random, step: number) => (step === when ? [7, 8] : [20 + random.integer(5), 30]);
    for (const when of [0, 1, 2500, 2998, 2999]) {
      const { error, table } = train({ steps: 3000, ids: rare(when) });
      expect(error).toBeLessThan(1e-5);
      expect(table.every(Number.isFinite)).toBe(true);
    }
  });

  it('beyond 4,096 steps, where all rows are brought along together, and twice that', () => {
    for (const steps of [4095, 4096, 4097, 4400, 8600]) {
      const { error } = train({ steps, ids: (random, step) => (step % 4096 < 20 ? zipfIds(random, 6, rows) : [1, 2 + (step % 3)]) });
      expect(error).toBeLessThan(1e-5);
    }
  });

  it('takes no more memory after 9,000 steps than after 10', () => {
    const ids = (random: Random) => zipfIds(random, 4, rows);
    expect(train({ steps: 9000, ids }).bytes).toBe(train({ steps: 10, ids }).bytes);
  });
});

const schedules: readonly LearningRateSchedule[] = [
  { kind: 'exponentialDecay', initialLearningRate: 2e-3, decaySteps: 1000, decayRate: 0.5 },
  { kind: 'exponentialDecay', initialLearningRate: 2e-3, decaySteps: 700, decayRate: 0.3, staircase: true },
  { kind: 'polynomialDecay', initialLearningRate: 2e-3, decaySteps: 900, endLearningRate: 1e-5, power: 2, cycle: true },
  { kind: 'cosineDecay', initialLearningRate: 0, decaySteps: 4000, warmupTarget: 2e-3, warmupSteps: 500 },
  { kind: 'oneCycle', maxLearningRate: 5e-3, totalSteps: 5000 },
  { kind: 'piecewiseConstant', boundaries: [100, 1000, 3000], values: [2e-3, 1e-5, 1e-3, 0] },
];

describe('over 5,000 steps of Zipf-distributed ids in a table of 100 x 5, largest error < 1e-5 of the largest movement', () => {
  const check = (optimizer: LazyRun['optimizer']) => {
    const { error, moved } = trainLazyAndDense({ optimizer, steps: 5000 });
    expect(moved).toBeGreaterThan(0.1);
    expect(error).toBeLessThan(1e-5);
  };
  it('adam', () => check('adam'));
  for (const learningRate of schedules) it(`adam with ${JSON.stringify(learningRate)}`, () => check({ kind: 'adam', learningRate }));
  it('adamw', () => check('adamw'));
  it('adamw that shrinks by a thousandth a step', () => check({ kind: 'adamw', weightDecay: 1 }));
  it('adamw with epsilon beside the corrected root', () => check({ kind: 'adamw', weightDecay: 0.1, epsilonHat: false }));
  it('adamw without beta1', () => check({ kind: 'adamw', weightDecay: 0.1, beta1: 0 }));
  for (const learningRate of schedules) it(`adamw with ${JSON.stringify(learningRate)}`, () => check({ kind: 'adamw', learningRate, weightDecay: 0.1 }));
  it('adam with globalClipnorm', () => check({ kind: 'adam', globalClipnorm: 0.3 }));
  it('adam with clipnorm', () => check({ kind: 'adam', clipnorm: 0.3 }));
  it('adam with clipvalue', () => check({ kind: 'adam', clipvalue: 0.1 }));
  it('adamw with globalClipnorm and a schedule', () => check({ kind: 'adamw', globalClipnorm: 0.3, weightDecay: 0.1, learningRate: schedules[3] }));
});

describe('weight decay of rows that are seldom touched, largest error < 1e-5 of the largest movement', () => {
  const rare = (when: number) => (random: Random, step: number) => (step === when ? [7, 8] : [20 + random.integer(5), 30]);
  for (const when of [0, 2500]) {
    it(`seen once, in step ${when}, or never`, () => {
      const { error, table } = trainLazyAndDense({ optimizer: { kind: 'adamw', weightDecay: 0.5 }, steps: 3000, ids: rare(when) });
      expect(error).toBeLessThan(1e-5);
      // row 50 was never touched: the learning rate of 0.001 has taken 0.0005 of it 3,000 times
      expect(Math.abs(table[50 * 5])).toBeLessThan(0.5 * 0.2232);
    });
  }

  it('beyond 4,096 steps, where all rows are brought along together', () => {
    for (const steps of [4097, 4400, 8600]) {
      expect(trainLazyAndDense({ optimizer: { kind: 'adamw', weightDecay: 0.05 }, steps, ids: rare(4090) }).error).toBeLessThan(1e-5);
    }
  });

  it('that takes away a tenth, half, all or more of a weight at every step', () => {
    for (const weightDecay of [0.1, 0.5, 1, 1.5]) {
      expect(trainLazyAndDense({ optimizer: { kind: 'adamw', learningRate: 1, beta2: 0.99, weightDecay }, steps: 1600, ids: rare(1200) }).error).toBeLessThan(1e-5);
    }
  });

  it('that takes away all of a weight, or more, in a step now and then', () => {
    for (const weightDecay of [1, 1.5]) {
      const rateAt = (step: number) => (step % 40 === 39 ? 1 : 1e-3);
      expect(trainLazyAndDense({ optimizer: { kind: 'adamw', epsilon: 1e-3, weightDecay }, steps: 1000, rateAt }).error).toBeLessThan(1e-5);
    }
  });

  it('with rows brought along at every step, beta1 / beta2 above 0.98', () => {
    expect(trainLazyAndDense({ optimizer: { kind: 'adamw', beta1: 0.99, weightDecay: 0.1 }, steps: 1500 }).error).toBeLessThan(1e-5);
  });

  it('read at every step, or never, differs by less than 1e-6', () => {
    const plain = trainLazyAndDense({ optimizer: { kind: 'adamw', weightDecay: 0.1 }, steps: 1500 }).table;
    const read = trainLazyAndDense({ optimizer: { kind: 'adamw', weightDecay: 0.1 }, steps: 1500, readAt: (step) => step % 50 === 0 }).table;
    expect(Math.max(...read.map((value, i) => Math.abs(value - plain[i])))).toBeLessThan(1e-6);
  });
});

describe('reading weights', () => {
  it.each([500, 50, 1])('on the way, after every %d of 1,500 steps, changes no bit of what follows', (every) => {
    expect(train({ steps: 1500, readAt: (step) => step % every === 0 }).table).toEqual(train({ steps: 1500 }).table);
  });

  it('twice gives the same', () => {
    const executor = createWasmExecutor(network([embedding({ inputDim: rows, outputDim: width })]), { 'embedding/embeddings': new Float32Array(rows * width).fill(0.1) });
    const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer('adam'), loss: 'meanSquaredError' });
    for (const id of [1, 2, 3, 1]) trainer.step({ ids: raggedFrom([[id]]) }, new Float32Array(width));
    const once = executor.getWeights();
    expect(executor.getWeights()).toEqual(once);
    // id 2 was touched once and has moved on since; id 4 never was
    const row = (id: number) => Array.from(once['embedding/embeddings'].slice(id * width, id * width + width));
    expect(row(2)[0]).toBeLessThan(0.0985);
    expect(row(4)).toEqual(Array.from(new Float32Array(width).fill(0.1)));
  });
});
