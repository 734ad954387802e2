import { Random, raggedFrom } from '@sekvens/core';
import { bidirectional, dense, dropout, embedding, globalMaxPooling1D, gru, initializeWeights, lstm, network, simpleRNN } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { resolveOptimizer } from '../src/training-config.js';
import { createWasmExecutor } from '../src/wasm/wasm-executor.js';
import { slot } from '../src/wasm/team-worker.js';
import { ThreadTeam } from '../src/wasm/team.js';
import { WasmTrainer } from '../src/wasm/wasm-trainer.js';

const vocabulary = 300;
const networks: Record<string, readonly LayerDefinition[]> = {
  'two bidirectional LSTM(24)': [
    embedding({ inputDim: vocabulary, outputDim: 40, maskZero: true }),
    bidirectional({ layer: lstm({ units: 24, returnSequences: true, dropout: 0.2, recurrentDropout: 0.1 }) }),
    bidirectional({ layer: lstm({ units: 24 }) }),
    dense({ units: 4, activation: 'softmax' }),
  ],
  'GRU(40), dropout, GRU(33) with reset before, pooled': [
    embedding({ inputDim: vocabulary, outputDim: 37, maskZero: true }),
    gru({ units: 40, returnSequences: true }),
    dropout({ rate: 0.3 }),
    gru({ units: 33, resetAfter: false, returnSequences: true }),
    globalMaxPooling1D(),
    dense({ units: 4, activation: 'softmax' }),
  ],
  'unmasked SimpleRNN(64)': [embedding({ inputDim: vocabulary, outputDim: 64 }), simpleRNN({ units: 64 }), dense({ units: 4, activation: 'softmax' })],
};

/** SHA-256 of all weights after 12 Adam steps on random batches of ragged rows. */
function train(layers: readonly LayerDefinition[], threads: number): string {
  const net = network(layers);
  const executor = createWasmExecutor(net, initializeWeights(net, 5));
  const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer({ kind: 'adam', learningRate: 0.01 }), loss: 'sparseCategoricalCrossentropy', seed: 9 });
  executor.joinTeam(threads);
  const random = new Random(1);
  for (let step = 0; step < 12; step++) {
    const rows = Array.from({ length: 12 + random.integer(8) }, () => Array.from({ length: random.integer(40) }, () => random.integer(vocabulary)));
    trainer.step({ ids: raggedFrom(rows) }, Int32Array.from(rows, () => random.integer(4)));
  }
  executor.leaveTeam();
  const hash = createHash('sha256');
  for (const values of Object.values(executor.getWeights())) hash.update(new Uint8Array(values.buffer));
  return hash.digest('hex').slice(0, 16);
}

// These hashes are the same on every machine, in Node 20, 22 and 24. A change that alters the order of additions alters them.
const expected: Record<string, string> = {
  'two bidirectional LSTM(24)': '7f803be04fbc11ab',
  'GRU(40), dropout, GRU(33) with reset before, pooled': 'ea23922404b12164',
  'unmasked SimpleRNN(64)': '9e33b17b3d0583ba',
};

describe.each(Object.entries(networks))('%s', (name, layers) => {
  test.each([1, 2, 3, 4])('trained by %s threads has the same bytes', (threads) => {
    expect(train(layers, threads)).toBe(expected[name]);
  });
});

test('workers are used, and a failing kernel in one of them is an error, not a hang', () => {
  const net = network(networks['unmasked SimpleRNN(64)']);
  const executor = createWasmExecutor(net, initializeWeights(net, 1));
  const team = new ThreadTeam(2, executor.kernels, executor.heap.memory);
  const { control } = team as unknown as { control: Int32Array };
  const outside = 2 ** 32 - 64;
  const fail = () =>
    team.phase([
      (kernels) => {
        // keeps this thread busy until the worker has done the other task
        if (kernels === executor.kernels) while (Atomics.load(control, slot.done) === 0);
      },
      (kernels) => {
        kernels.scale(outside, outside, 1, 1000);
      },
    ]);
  expect(fail).toThrow(/training threads: expected 1 workers that answer, got a kernel failed in a worker/);
  team.close();
});
