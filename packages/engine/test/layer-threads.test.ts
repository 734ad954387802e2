/** Pooling, attention and dropout of embeddings give the same bytes with any number of threads, where batches are large enough to be divided. */
import { Random } from '@sekvens/core';
import { attentionPooling1D, dense, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, initializeWeights, network, spatialDropout1D } from '@sekvens/layers';
import type { LayerDefinition, Network } from '@sekvens/layers';
import { expect, test, vi } from 'vitest';
import type { ExecutorInput } from '../src/executor.js';
import { createWasmExecutor } from '../src/wasm/wasm-executor.js';

const random = new Random(3);
const width = 256;
const rows = 100;

function featureRows(): ExecutorInput {
  const offsets = Int32Array.from({ length: rows + 1 });
  for (let r = 0; r < rows; r++) offsets[r + 1] = offsets[r] + random.integer(160);
  const values = Float32Array.from({ length: offsets[rows] * width }, () => random.uniform(-1, 1));
  const timeSteps = 170;
  const mask = Uint8Array.from({ length: rows * timeSteps }, (_, i) => (i % timeSteps < offsets[Math.floor(i / timeSteps) + 1] - offsets[Math.floor(i / timeSteps)] && random.next() < 0.9 ? 1 : 0));
  return { features: { values, offsets }, timeSteps, mask };
}

/** Rows of one length. */
function idRows(count: number, longest: number, vocabulary: number): ExecutorInput {
  const offsets = Int32Array.from({ length: count + 1 }, (_, r) => r * longest);
  return { ids: { values: Int32Array.from({ length: count * longest }, () => random.integer(vocabulary)), offsets } };
}

const pooled = (layer: LayerDefinition) => network([layer, dense({ units: 3 })], { inputShape: [null, width] });
const cases: Readonly<Record<string, readonly [Network, ExecutorInput]>> = {
  'maximum': [pooled(globalMaxPooling1D()), featureRows()],
  'mean': [pooled(globalAveragePooling1D()), featureRows()],
  'maximum and mean': [pooled(globalMaxAveragePooling1D()), featureRows()],
  'maximum and mean of all steps': [pooled(globalMaxAveragePooling1D({ useMask: false })), featureRows()],
  'attention': [pooled(attentionPooling1D()), featureRows()],
  'attention over a hidden layer': [pooled(attentionPooling1D({ units: 48 })), featureRows()],
  'dropped rows of a table': [network([embedding({ inputDim: 5000, outputDim: 500, maskZero: true, embeddingDropout: 0.2 }), spatialDropout1D({ rate: 0.1 }), globalMaxAveragePooling1D(), dense({ units: 2 })]), idRows(80, 70, 5000)],
  'dropped words': [network([embedding({ inputDim: 300, outputDim: 3, wordDropout: 0.2 }), globalAveragePooling1D(), dense({ units: 2 })]), idRows(700, 400, 300)],
};

test.each(Object.entries(cases))('%s', async (_, [built, input]) => {
  const weights = initializeWeights(built, 1);
  const run = async (threads: number) => {
    const executor = createWasmExecutor(built, weights);
    await executor.joinTeam(threads);
    const shared = vi.spyOn(executor.threads, 'phase');
    const output = executor.forward(input, { training: true, seed: 4, step: 2 });
    const gradients = executor.backward(Float32Array.from(output.data, (_value, i) => Math.fround(Math.sin(i))));
    const most = Math.max(...shared.mock.calls.map(([tasks]) => tasks.length));
    await executor.leaveTeam();
    const tensors = { output: output.data, ...gradients.weights, ...(gradients.input && { input: gradients.input.data }) };
    return { most, bytes: Object.fromEntries(Object.entries(tensors).map(([name, { buffer, byteOffset, byteLength }]) => [name, Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString('base64')])) };
  };
  const alone = await run(1);
  for (const threads of [2, 3]) {
    const together = await run(threads);
    expect(together.most).toBeGreaterThanOrEqual(threads);
    for (const [name, bytes] of Object.entries(alone.bytes)) expect(together.bytes[name] === bytes, `${name}, ${threads} threads`).toBe(true);
  }
});
