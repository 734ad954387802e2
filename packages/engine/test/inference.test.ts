import { Random, raggedFrom } from '@sekvens/core';
import { bidirectional, dense, embedding, initializeWeights, lstm, network } from '@sekvens/layers';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createWasmExecutor } from '../src/wasm/wasm-executor.js';
import { networkCases } from './conformance/random-networks.js';

const bytesOf = (numbers: Float32Array | Float64Array) => [...new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)];

test('the inference path gives the same bytes as the path that keeps what training needs, in 300 random networks', () => {
  fc.assert(
    fc.property(networkCases({ maxUnits: 11, maxTime: 7, activations: ['tanh', 'relu', 'hardSigmoid', 'linear'] }), ({ network, weights, input }) => {
      const executor = createWasmExecutor(network, weights);
      const kept = executor.forward(input);
      const inferred = executor.predict(input);
      expect(inferred.shape).toEqual(kept.shape);
      expect(bytesOf(inferred.data)).toEqual(bytesOf(kept.data));
    }),
    { numRuns: 300, seed: 5 },
  );
});

test('the inference path takes less than half of the memory', () => {
  const built = network([
    embedding({ inputDim: 50, outputDim: 32, maskZero: true }),
    bidirectional({ layer: lstm({ units: 64, returnSequences: true }) }),
    bidirectional({ layer: lstm({ units: 64 }) }),
    dense({ units: 4, activation: 'softmax' }),
  ]);
  const ids = raggedFrom(Array.from({ length: 200 }, () => Array.from({ length: 60 }, (_, t) => 1 + (t % 49))));
  const taken = (run: (executor: ReturnType<typeof createWasmExecutor>) => unknown) => {
    const executor = createWasmExecutor(built, initializeWeights(built, 0));
    run(executor);
    return executor.heap.largestBatchBytes;
  };
  expect(taken((executor) => executor.predict({ ids }))).toBeLessThan(0.5 * taken((executor) => executor.forward({ ids })));
});

test('what is kept of earlier predictions goes when the weights change, and texts with new words are right', () => {
  const built = network([
    embedding({ inputDim: 40, outputDim: 12, maskZero: true }),
    bidirectional({ layer: lstm({ units: 8 }) }),
    dense({ units: 3, activation: 'softmax' }),
  ]);
  const random = new Random(4);
  const batches = Array.from({ length: 6 }, () => raggedFrom(Array.from({ length: 5 }, () => Array.from({ length: random.integer(9) }, () => random.integer(40)))));
  const executor = createWasmExecutor(built, initializeWeights(built, 0));
  for (const seed of [0, 1, 0]) {
    const weights = initializeWeights(built, seed);
    executor.setWeights(weights);
    for (const ids of batches) expect(bytesOf(executor.predict({ ids }).data)).toEqual(bytesOf(createWasmExecutor(built, weights).forward({ ids }).data));
  }
});

test('a vocabulary too large to keep is projected in every batch, with the same bytes', () => {
  const built = network([embedding({ inputDim: 70_000, outputDim: 4 }), lstm({ units: 64 }), dense({ units: 2, activation: 'softmax' })]);
  const weights = initializeWeights(built, 0);
  const ids = raggedFrom([[1, 69_999, 5], [1]]);
  const executor = createWasmExecutor(built, weights);
  const before = executor.heap.byteLength;
  expect(bytesOf(executor.predict({ ids }).data)).toEqual(bytesOf(createWasmExecutor(built, weights).forward({ ids }).data));
  expect(executor.heap.byteLength).toBe(before);
});

test('what a failed phase left unmade is made by the next batch', () => {
  const built = network([embedding({ inputDim: 20, outputDim: 8, maskZero: true }), bidirectional({ layer: lstm({ units: 8 }) }), dense({ units: 3, activation: 'softmax' })]);
  const weights = initializeWeights(built, 0);
  const ids = raggedFrom([[1, 2, 3], [4, 5]]);
  const expected = createWasmExecutor(built, weights).predict({ ids });
  // whichever phase is the one that fails
  for (let failing = 0; failing < 6; failing++) {
    const executor = createWasmExecutor(built, weights);
    const { threads } = executor;
    const original = threads.phase.bind(threads);
    let phase = 0;
    const spy = vi.spyOn(threads, 'phase').mockImplementation((tasks) => {
      if (phase++ === failing) throw new Error('a worker has ended');
      original(tasks);
    });
    let failed = false;
    try {
      executor.predict({ ids });
    } catch {
      failed = true;
    }
    spy.mockRestore();
    expect(failed).toBe(failing < phase);
    expect(bytesOf(executor.predict({ ids }).data)).toEqual(bytesOf(expected.data));
  }
});
