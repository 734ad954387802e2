import type { RaggedIds } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { Sequential } from '../model/sequential.js';
import { predictBatch } from './predict-stream.js';

/** The outputs [rows, outputs] of rows of ids, each padded to no more than its own length: they depend on no other row. */
export function rowProbabilities(model: Sequential, ids: RaggedIds): Float32Array {
  const rows = ids.offsets.length - 1;
  const width = model.network.outputShape.at(-1)!;
  // a single text needs no order
  if (rows === 1) return new Float32Array(model.predictRows(ids, [0]).data);
  const out = new Float32Array(rows * width);
  const length = (r: number) => ids.offsets[r + 1] - ids.offsets[r];
  const order = Uint32Array.from({ length: rows }, (_, r) => r).sort((a, b) => length(a) - length(b) || a - b);
  // where padding takes part, only rows of one length may share a batch
  const mixed = paddingIsHidden(model.network);
  for (let first = 0; first < rows; ) {
    let last = first + 1;
    while (last < rows && last - first < predictBatch && (mixed || length(order[last]) === length(order[first]))) last++;
    const chosen = order.subarray(first, last);
    const { data } = model.predictRows(ids, chosen);
    chosen.forEach((row, i) => out.set(data.subarray(i * width, (i + 1) * width), row * width));
    first = last;
  }
  return out;
}

/** Whether a text's output is the same however far its row is padded. */
function paddingIsHidden({ layers }: Network): boolean {
  const seesMasked = layers.some(({ definition }) => 'useMask' in definition.config && !definition.config.useMask);
  return layers[0].passesMask && !seesMasked;
}
