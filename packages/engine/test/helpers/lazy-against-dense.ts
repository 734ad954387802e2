/**
 * Embedding tables whose rows follow later, against the dense float64 optimizers, which move every row at every step.
 *
 * The network is an embedding alone under mean squared error, so the gradient of a row is its distance to its targets; both sides are
 * driven by the same targets, which stay far from the table: a gradient that is almost zero would leave its sign to rounding, and Adam
 * makes a whole step of a sign. Errors are shares of the largest movement of a weight.
 */
import { Random, raggedFrom } from '@sekvens/core';
import { embedding, network } from '@sekvens/layers';
import { decayingWeights } from '../../src/decaying-weights.js';
import { createOptimizer } from '../../src/reference/optimizers.js';
import { learningRateAt } from '../../src/schedules/learning-rate-at.js';
import { resolveOptimizer } from '../../src/training-config.js';
import type { OptimizerOption } from '../../src/training-config.js';
import { createWasmExecutor } from '../../src/wasm/wasm-executor.js';
import { WasmTrainer } from '../../src/wasm/wasm-trainer.js';
import { zipfIds } from './examples.js';

export interface LazyRun {
  readonly optimizer: OptimizerOption;
  readonly steps: number;
  /** Rows and columns of the table. Default 100 x 5: a row is more than one vector of the kernels, and no whole number of them. */
  readonly rows?: number;
  readonly width?: number;
  /** Ids a step, drawn by Zipf's law. Default 6. */
  readonly tokens?: number;
  /** Sets the learning rate before every step, as a callback does. */
  readonly rateAt?: (step: number) => number;
  /** Reads all weights after such steps. */
  readonly readAt?: (step: number) => boolean;
  readonly ids?: (random: Random, step: number) => ArrayLike<number>;
}

/** Trains both; gives the lazy table, the largest movement of a weight and the largest errors of weights and, where there are any, of averages as shares of it. */
export function trainLazyAndDense({ optimizer, steps, rows = 100, width = 5, tokens = 6, rateAt, readAt, ids }: LazyRun) {
  const config = resolveOptimizer(optimizer);
  const random = new Random(17);
  const initial = Float32Array.from({ length: rows * width }, () => random.uniform(-0.5, 0.5));
  const path = 'embedding/embeddings';
  const net = network([embedding({ inputDim: rows, outputDim: width })]);
  const executor = createWasmExecutor(net, { [path]: initial });
  const trainer = new WasmTrainer(executor, { optimizer: config, loss: 'meanSquaredError' });
  const decaying = decayingWeights(net.weights, config);
  const reference = createOptimizer(config, (weight) => decaying.has(weight));
  let dense: Float64Array = Float64Array.from(initial);
  const { gradientAccumulationSteps = 1 } = config;
  for (let step = 0; step < steps; step++) {
    const batch = ids ? ids(random, step) : zipfIds(random, tokens, rows);
    const targets = Float32Array.from({ length: batch.length * width }, () => (random.next() < 0.5 ? -1 : 1) * random.uniform(2, 3));
    if (rateAt) trainer.learningRate = rateAt(step);
    const gradient = new Float64Array(rows * width);
    for (let i = 0; i < batch.length; i++) {
      for (let j = 0; j < width; j++) gradient[batch[i] * width + j] += (2 * (dense[batch[i] * width + j] - targets[i * width + j])) / (batch.length * width);
    }
    trainer.step({ ids: raggedFrom([batch]) }, targets);
    dense = reference.update({ [path]: dense }, { [path]: gradient }, { learningRate: rateAt?.(step) ?? learningRateAt(config.learningRate, Math.floor(step / gradientAccumulationSteps)) })[path];
    if (readAt?.(step)) executor.getWeights();
  }
  const table = executor.getWeights()[path];
  const bytes = executor.heap.byteLength;
  trainer.showAverages(true);
  const shown = executor.getWeights()[path];
  const averages = config.useEma ? reference.averages()[path] : dense;
  let [moved, off, averageOff] = [0, 0, 0];
  table.forEach((value, i) => {
    moved = Math.max(moved, Math.abs(dense[i] - initial[i]));
    off = Math.max(off, Math.abs(value - dense[i]));
    averageOff = Math.max(averageOff, Math.abs(shown[i] - averages[i]));
  });
  return { table, error: off / moved, averageError: averageOff / moved, moved, bytes };
}
