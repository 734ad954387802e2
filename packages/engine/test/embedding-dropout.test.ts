/** Training an embedding with dropout: which rows get gradients is found out after tokens have been replaced. */
import { Random, raggedFrom } from '@sekvens/core';
import { attentionPooling1D, dense, embedding, gru, initializeWeights, network } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { describe, expect, test } from 'vitest';
import { createReferenceTrainer } from '../src/reference/trainer.js';
import { resolveOptimizer } from '../src/training-config.js';
import type { OptimizerOption } from '../src/training-config.js';
import { createWasmExecutor } from '../src/wasm/wasm-executor.js';
import { WasmTrainer } from '../src/wasm/wasm-trainer.js';

const head = dense({ units: 3, activation: 'softmax' });
const behind: Readonly<Record<string, readonly LayerDefinition[]>> = { 'a layer that reads distinct ids': [gru({ units: 4 })], 'one that reads tokens': [attentionPooling1D({ units: 3 })] };
const optimizers: readonly OptimizerOption[] = [{ kind: 'sgd', learningRate: 0.5 }, { kind: 'adam', learningRate: 0.01 }, { kind: 'adam', learningRate: 0.01, squareOccurrences: true }];

describe.each(Object.entries(behind))('an embedding with both kinds of dropout before %s', (_, layers) => {
  test.each(optimizers)('trains as the reference does, with %j', (option) => {
    const built = network([embedding({ inputDim: 20, outputDim: 5, maskZero: true, wordDropout: 0.3, embeddingDropout: 0.2 }), ...layers, head]);
    const initial = initializeWeights(built, 3);
    const executor = createWasmExecutor(built, initial);
    const [optimizer, loss] = [resolveOptimizer(option), 'sparseCategoricalCrossentropy'] as const;
    const trainer = new WasmTrainer(executor, { optimizer, loss, seed: 8 });
    const reference = createReferenceTrainer(built, Object.fromEntries(Object.entries(initial).map(([path, values]) => [path, Float64Array.from(values)])), { optimizer, loss, seed: 8 });
    const random = new Random(2);
    for (let step = 0; step < 25; step++) {
      const rows = Array.from({ length: 5 }, () => Array.from({ length: random.integer(7) }, () => random.integer(20)));
      const targets = Int32Array.from(rows, () => random.integer(3));
      trainer.step({ ids: raggedFrom(rows) }, targets);
      reference.step({ ids: raggedFrom(rows) }, targets);
    }
    const expected = reference.getWeights();
    for (const [path, values] of Object.entries(executor.getWeights())) {
      const moved = Math.max(...expected[path].map((value, i) => Math.abs(value - initial[path][i])));
      expect(moved).toBeGreaterThan(1e-3);
      expect(Math.max(...values.map((value, i) => Math.abs(value - expected[path][i])))).toBeLessThan(1e-3 * moved);
    }
  });
});

test('the unknown token learns though no text has it, and a row that is never read stays as it was', () => {
  const built = network([embedding({ inputDim: 9, outputDim: 4, maskZero: true, wordDropout: 0.5 }), gru({ units: 4 }), head]);
  const executor = createWasmExecutor(built, initializeWeights(built, 3));
  const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer('adam'), loss: 'sparseCategoricalCrossentropy' });
  const before = executor.getWeights()['embedding/embeddings'];
  for (let step = 0; step < 5; step++) trainer.step({ ids: raggedFrom([[2, 3, 0, 4], [5, 6]]) }, Int32Array.of(0, 2));
  const after = executor.getWeights()['embedding/embeddings'];
  const row = (table: Float32Array, id: number) => [...table.subarray(id * 4, id * 4 + 4)];
  expect(row(after, 1)).not.toEqual(row(before, 1));
  for (const id of [0, 7, 8]) expect(row(after, id)).toEqual(row(before, id));
});
