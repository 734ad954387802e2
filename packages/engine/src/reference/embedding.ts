import { SekvensError } from '@sekvens/core';
import type { EmbeddingConfig } from '@sekvens/layers';
import type { Flow, LayerContext, LayerResult } from './layer.js';

/**
 * Row lookup: y[b, t] = E[ids[b, t]], ids [batch, time] to [batch, time, outputDim].
 * With `maskZero`, steps of id 0 are masked from here on; they still carry the vector E[0].
 */
export function embeddingLayer(config: EmbeddingConfig, input: Flow, context: LayerContext): LayerResult {
  const { inputDim, outputDim, maskZero } = config;
  const ids = input.tensor.data;
  const { value, gradient, squares } = context.parameter('embeddings');
  const output = new Float64Array(ids.length * outputDim);
  ids.forEach((id, i) => {
    if (!Number.isInteger(id) || id < 0 || id >= inputDim) {
      throw new SekvensError({
        code: 'invalid-data',
        where: 'embedding',
        expected: `ids from 0 to ${inputDim - 1}`,
        got: String(id),
        hint: "Give the embedding an inputDim as large as the vectorizer's vocabulary.",
      });
    }
    output.set(value.subarray(id * outputDim, (id + 1) * outputDim), i * outputDim);
  });
  return {
    output: { tensor: { data: output, shape: [...input.tensor.shape, outputDim] }, mask: maskZero ? Uint8Array.from(ids, (id) => (id === 0 ? 0 : 1)) : undefined },
    backward(dy) {
      ids.forEach((id, i) => {
        for (let j = 0; j < outputDim; j++) {
          gradient[id * outputDim + j] += dy[i * outputDim + j];
          squares[id * outputDim + j] += dy[i * outputDim + j] ** 2;
        }
      });
      return { input: new Float64Array(0) };
    },
  };
}
