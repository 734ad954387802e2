/**
 * The lazy Adam of embedding tables against dense Adam in float64, which moves every row at every step.
 *
 * The network is an embedding alone under mean squared error, so the gradient of a row is its distance to its targets; both sides are
 * driven by the same targets, which stay far from the table: a gradient that is almost zero would leave its sign to rounding, and Adam
 * makes a whole step of a sign. Errors are shares of the largest movement of a weight.
 */
import { Random, raggedFrom } from '@sekvens/core';
import { embedding, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { zipfIds } from '../../test/helpers/examples.js';
import { resolveOptimizer } from '../training-config.js';
import type { AdamConfig } from '../training-config.js';
import { createWasmExecutor } from './wasm-executor.js';
import { WasmTrainer } from './wasm-trainer.js';

const rows = 300;
const width = 4;
const chain = network([embedding({ inputDim: rows, outputDim: width })]);

/** Dense Adam over the whole table, written plainly. */
class DenseAdam {
  private readonly m: Float64Array;
  private readonly v: Float64Array;
  private t = 0;

  constructor(readonly table: Float64Array, private readonly config: AdamConfig) {
    this.m = new Float64Array(table.length);
    this.v = new Float64Array(table.length);
  }

  step(gradient: Float64Array, learningRate: number): void {
    const { beta1, beta2, epsilon, epsilonHat } = this.config;
    const { table, m, v } = this;
    this.t++;
    const [correction1, correction2] = [1 - beta1 ** this.t, 1 - beta2 ** this.t];
    for (let i = 0; i < table.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * gradient[i];
      v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] ** 2;
      table[i] -= (learningRate * (m[i] / correction1)) / (Math.sqrt(v[i] / correction2) + (epsilonHat ? epsilon / Math.sqrt(correction2) : epsilon));
    }
  }
}

interface Run {
  readonly steps: number;
  readonly settings?: Partial<AdamConfig>;
  /** Ids a step. */
  readonly tokens?: number;
  readonly rateAt?: (step: number) => number;
  /** Reads all weights after such steps. */
  readonly readAt?: (step: number) => boolean;
  readonly ids?: (random: Random, step: number) => ArrayLike<number>;
}

/** Trains both; gives the tables and the error relative to the largest movement. */
function train({ steps, settings = {}, tokens = 6, rateAt, readAt, ids }: Run) {
  const config = resolveOptimizer({ kind: 'adam', ...settings }) as AdamConfig;
  const random = new Random(17);
  const initial = Float32Array.from({ length: rows * width }, () => random.uniform(-0.5, 0.5));
  const executor = createWasmExecutor(chain, { 'embedding/embeddings': initial });
  const trainer = new WasmTrainer(executor, { optimizer: config, loss: 'meanSquaredError' });
  const dense = new DenseAdam(Float64Array.from(initial), config);
  const read = () => executor.getWeights()['embedding/embeddings'];
  for (let step = 0; step < steps; step++) {
    const batch = ids ? ids(random, step) : zipfIds(random, tokens, rows);
    const targets = Float32Array.from({ length: batch.length * width }, () => (random.next() < 0.5 ? -1 : 1) * random.uniform(2, 3));
    const rate = rateAt?.(step) ?? config.learningRate;
    trainer.learningRate = rate;
    const gradient = new Float64Array(rows * width);
    for (let i = 0; i < batch.length; i++) {
      for (let j = 0; j < width; j++) gradient[batch[i] * width + j] += (2 * (dense.table[batch[i] * width + j] - targets[i * width + j])) / (batch.length * width);
    }
    trainer.step({ ids: raggedFrom([batch]) }, targets);
    dense.step(gradient, rate);
    if (readAt?.(step)) read();
  }
  const table = read();
  let [moved, off] = [0, 0];
  table.forEach((value, i) => {
    moved = Math.max(moved, Math.abs(dense.table[i] - initial[i]));
    off = Math.max(off, Math.abs(value - dense.table[i]));
  });
  return { table, error: off / moved, moved, bytes: executor.heap.byteLength };
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

describe('reading weights', () => {
  it('on the way changes what follows by less than 1e-6, at every one of 1,500 steps by less than 2e-6', () => {
    const plain = train({ steps: 1500 }).table;
    for (const [every, limit] of [[500, 1e-6], [50, 1e-6], [1, 2e-6]]) {
      const read = train({ steps: 1500, readAt: (step) => step % every === 0 }).table;
      expect(Math.max(...read.map((value, i) => Math.abs(value - plain[i])))).toBeLessThan(limit);
    }
  });

  it('twice gives the same', () => {
    const executor = createWasmExecutor(chain, { 'embedding/embeddings': new Float32Array(rows * width).fill(0.1) });
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
