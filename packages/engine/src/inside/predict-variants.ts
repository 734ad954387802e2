import type { RaggedIds } from '@sekvens/core';
import { predictBatch } from '../classifier/predict-stream.js';
import { rowProbabilities } from '../classifier/row-probabilities.js';
import type { Sequential } from '../model/sequential.js';

/**
 * The outputs [rows, outputs] of many rows made of one text. A batch of them at a time is written out, so that a long text does not take
 * memory for all of its variants at once.
 * @param length tokens of a row
 * @param write puts a row's tokens to `values` from `at` on
 */
export function predictVariants(model: Sequential, rows: number, length: (row: number) => number, write: (row: number, values: Int32Array, at: number) => void): Float32Array {
  const width = model.network.outputShape[1]!;
  const out = new Float32Array(rows * width);
  for (let first = 0; first < rows; first += predictBatch) {
    const count = Math.min(predictBatch, rows - first);
    const offsets = new Int32Array(count + 1);
    for (let i = 0; i < count; i++) offsets[i + 1] = offsets[i] + length(first + i);
    const ids: RaggedIds = { values: new Int32Array(offsets[count]), offsets };
    for (let i = 0; i < count; i++) write(first + i, ids.values, offsets[i]);
    out.set(rowProbabilities(model, ids), first * width);
  }
  return out;
}
