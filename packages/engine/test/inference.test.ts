import { raggedFrom } from '@sekvens/core';
import { bidirectional, dense, embedding, initializeWeights, lstm, network } from '@sekvens/layers';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
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
