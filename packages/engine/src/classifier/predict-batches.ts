import type { RaggedIds } from '@sekvens/core';
import { runEpoch } from '../model/run-epoch.js';
import type { Sequential } from '../model/sequential.js';
import type { ExamplesContext } from './examples.js';

/** The outputs [rows, outputs] of all rows in batches of `batchSize`, as `model.predict` gives them. Gives way to other work about 30 times a second. */
export async function predictBatches(model: Sequential, ids: RaggedIds, batchSize: number, { where, signal }: ExamplesContext): Promise<Float32Array> {
  const rows = ids.offsets.length - 1;
  const width = model.network.outputShape.at(-1)!;
  const out = new Float32Array(rows * width);
  const begins = Array.from({ length: Math.ceil(rows / batchSize) }, (_, b) => b * batchSize);
  await runEpoch(begins, signal, where, (first) => {
    const chosen = Uint32Array.from({ length: Math.min(batchSize, rows - first) }, (_, i) => first + i);
    out.set(model.predictRows(ids, chosen).data, first * width);
  });
  return out;
}
