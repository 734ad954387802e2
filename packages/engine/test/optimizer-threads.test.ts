/** Every optimizer gives the same bytes with any number of threads, also where the sums of clipping and the update are shared out. */
import { Random, raggedFrom } from '@sekvens/core';
import { dense, embedding, initializeWeights, lstm, network } from '@sekvens/layers';
import { expect, test } from 'vitest';
import { resolveOptimizer } from '../src/training-config.js';
import type { OptimizerOption } from '../src/training-config.js';
import { createWasmExecutor } from '../src/wasm/wasm-executor.js';
import { WasmTrainer } from '../src/wasm/wasm-trainer.js';

const vocabulary = 500;
// the recurrent kernel is large enough to be shared out, and so is the table where all of it is
const net = network([embedding({ inputDim: vocabulary, outputDim: 63, maskZero: true }), lstm({ units: 128 }), dense({ units: 4, activation: 'softmax' })]);
const optimizers: readonly OptimizerOption[] = [
  'sgd',
  { kind: 'sgd', momentum: 0.9, nesterov: true, clipvalue: 0.001 },
  { kind: 'rmsprop', globalClipnorm: 0.1 },
  { kind: 'rmsprop', momentum: 0.9, centered: true },
  { kind: 'adam', squareOccurrences: true },
  { kind: 'adam', clipnorm: 0.05 },
  { kind: 'adam', beta1: 0.99 },
  { kind: 'adamw', globalClipnorm: 0.1, learningRate: { kind: 'oneCycle', maxLearningRate: 0.01, totalSteps: 8 } },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.1, excludeFromWeightDecay: ['bias'], useEma: true },
  { kind: 'rmsprop', weightDecay: 0.1, useEma: true, emaMomentum: 0.5, emaOverwriteFrequency: 3 },
  { kind: 'adam', gradientAccumulationSteps: 3, clipnorm: 0.05, useEma: true },
  { kind: 'adamw', gradientAccumulationSteps: 2, excludeFromWeightDecay: ['embeddings', 'recurrent'], useEma: true },
];

async function train(optimizer: OptimizerOption, threads: number): Promise<Record<string, Float32Array>> {
  const executor = createWasmExecutor(net, initializeWeights(net, 5));
  const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer(optimizer), loss: 'sparseCategoricalCrossentropy', seed: 9 });
  await executor.joinTeam(threads);
  const random = new Random(1);
  for (let step = 0; step < 8; step++) {
    const rows = Array.from({ length: 6 }, () => Array.from({ length: random.integer(20) }, () => random.integer(vocabulary)));
    trainer.step({ ids: raggedFrom(rows) }, Int32Array.from(rows, () => random.integer(4)));
  }
  // with the team still there, so that all rows are brought along by several threads
  const weights = executor.getWeights();
  trainer.showAverages(true);
  const averages = Object.entries(executor.getWeights()).map(([path, values]) => [`average of ${path}`, values]);
  await executor.leaveTeam();
  return { ...weights, ...(Object.fromEntries(averages) as Record<string, Float32Array>) };
}

test.each(optimizers.map((optimizer) => [JSON.stringify(optimizer), optimizer] as const))('%s', async (_, optimizer) => {
  const alone = await train(optimizer, 1);
  for (const threads of [2, 4]) {
    const together = await train(optimizer, threads);
    for (const [path, values] of Object.entries(alone)) expect(Buffer.from(together[path].buffer).equals(Buffer.from(values.buffer)), `${path}, ${threads} threads`).toBe(true);
  }
});
