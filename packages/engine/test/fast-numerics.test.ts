import { setFlagsFromString } from 'node:v8';
import { dense, embedding, initializeWeights, lstm, network } from '@sekvens/layers';
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../src/reference/create-reference-executor.js';
import { sequential } from '../src/model/sequential.js';
import { loadFastNumerics } from '../src/wasm/numerics.js';
import { createWasmExecutor } from '../src/wasm/wasm-executor.js';
import { describeConformance } from './conformance/describe-conformance.js';

const layers = [embedding({ inputDim: 30, outputDim: 16, maskZero: true }), lstm({ units: 24 }), dense({ units: 3, activation: 'softmax' })];

describe('numerics', () => {
  test('a model made with fast numerics says what it computes with', async () => {
    const isSupported = await loadFastNumerics();
    expect(sequential(layers).numerics).toBe('exact');
    const model = sequential(layers, { numerics: 'fast' });
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    expect(model.numerics).toBe(isSupported ? 'fast' : 'exact');
  });
});

// Node 20 has relaxed SIMD behind this flag; newer ones know it no longer
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
const isSupported = await loadFastNumerics();

describe.skipIf(!isSupported)('fast numerics, where the runtime has relaxed SIMD', () => {
  test('train with two threads, close to exact ones', async () => {
    const rows = Array.from({ length: 64 }, (_, r) => Array.from({ length: 5 + (r % 9) }, (_, t) => 1 + ((r * 7 + t * 5) % 29)));
    const y = rows.map((_, r) => r % 3);
    const train = async (numerics: 'exact' | 'fast') => {
      const model = sequential(layers, { numerics });
      model.compile({ loss: 'sparseCategoricalCrossentropy' });
      await model.fit({ x: rows, y }, { epochs: 2, threads: 2 });
      return model.getWeights();
    };
    const [exact, fast] = [await train('exact'), await train('fast')];
    for (const path of Object.keys(exact)) expect(Math.max(...exact[path].map((value, i) => Math.abs(value - fast[path][i])))).toBeLessThan(1e-4);
  });

  describeConformance('wasm with fast numerics', (built, weights) => createWasmExecutor(built, weights, { numerics: 'fast' }), {
    tolerances: { goldens: 2e-5, laws: 2e-5, training: 1e-3 },
    agreement: { oracle: createReferenceExecutor, tolerance: 5e-5 },
  });
});

test('initial weights do not depend on the numerics', () => {
  const built = network(layers);
  const weights = initializeWeights(built, 3);
  const executor = createWasmExecutor(built, weights, { numerics: 'fast' });
  for (const [path, values] of Object.entries(executor.getWeights())) expect([...values]).toEqual([...weights[path]]);
});
