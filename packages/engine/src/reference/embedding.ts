import { SekvensError } from '@sekvens/core';
import type { EmbeddingConfig } from '@sekvens/layers';
import { fillDropoutMask, rowElement, timeStepElement } from '../dropout-mask.js';
import type { Flow, LayerContext, LayerResult } from './layer.js';

const unknownId = 1;

/**
 * Row lookup: y[b, t] = E[ids[b, t]] · m[ids[b, t]], ids [batch, time] to [batch, time, outputDim].
 * With `maskZero`, steps of id 0 are masked from here on; they still carry the vector E[0].
 *
 * While training, `wordDropout` first replaces ids other than 0 by 1, each for itself, and m[id] is 0 or 1 / (1 - rate), one number a
 * row of the table and batch, for `embeddingDropout`; else ids stay and m = 1.
 */
export function embeddingLayer(config: EmbeddingConfig, input: Flow, context: LayerContext): LayerResult {
  const { inputDim, outputDim, maskZero } = config;
  const [, timeSteps] = input.tensor.shape;
  const { dropout } = context;
  const factor = (stream: 0 | 1, rate: number, element: number) => {
    const out = new Float64Array(1).fill(1);
    if (dropout && rate > 0) fillDropoutMask({ ...dropout, stream, rate }, element, out, 0, 1);
    return out[0];
  };
  const ids = input.tensor.data.map((id, i) => {
    if (!Number.isInteger(id) || id < 0 || id >= inputDim) {
      throw new SekvensError({
        code: 'invalid-data',
        where: 'embedding',
        expected: `ids from 0 to ${inputDim - 1}`,
        got: String(id),
        hint: "Give the embedding an inputDim as large as the vectorizer's vocabulary.",
      });
    }
    const isDropped = factor(0, config.wordDropout, timeStepElement(Math.floor(i / timeSteps), i % timeSteps, 1)) === 0;
    return isDropped && id !== 0 ? unknownId : id;
  });
  const kept = Float64Array.from(ids, (id) => factor(1, config.embeddingDropout, rowElement(id, 1)));
  const { value, gradient, squares } = context.parameter('embeddings');
  const output = new Float64Array(ids.length * outputDim);
  ids.forEach((id, i) => {
    output.set(value.subarray(id * outputDim, (id + 1) * outputDim).map((number) => number * kept[i]), i * outputDim);
  });
  return {
    output: { tensor: { data: output, shape: [...input.tensor.shape, outputDim] }, mask: maskZero ? Uint8Array.from(ids, (id) => (id === 0 ? 0 : 1)) : undefined },
    backward(dy) {
      ids.forEach((id, i) => {
        for (let j = 0; j < outputDim; j++) {
          gradient[id * outputDim + j] += dy[i * outputDim + j] * kept[i];
          squares[id * outputDim + j] += (dy[i * outputDim + j] * kept[i]) ** 2;
        }
      });
      return { input: new Float64Array(0) };
    },
  };
}
