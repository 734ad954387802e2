import type { RaggedIds, TextVectorization } from '@sekvens/core';
import { runEpoch } from '../model/run-epoch.js';
import type { Sequential } from '../model/sequential.js';
import type { ExamplesContext } from './examples.js';

/** The outputs [rows, outputs] of all rows in batches of `batchSize`, as `model.predict` gives them. Gives way to other work about 30 times a second. */
export async function predictBatches(model: Sequential, ids: RaggedIds, batchSize: number, context: ExamplesContext): Promise<Float32Array> {
  return inBatches(model, ids.offsets.length - 1, batchSize, context, (first, count) => model.predictRows(ids, rowsFrom(first, count)).data);
}

/** The same of texts, whose ids are forgotten after each batch. */
export async function predictTextBatches(model: Sequential, vectorizer: TextVectorization, texts: readonly string[], batchSize: number, context: ExamplesContext): Promise<Float32Array> {
  return inBatches(model, texts.length, batchSize, context, (first, count) => model.predictRows(vectorizer.encodeAll(texts.slice(first, first + count)), rowsFrom(0, count)).data);
}

async function inBatches(model: Sequential, rows: number, batchSize: number, { where, signal }: ExamplesContext, predict: (first: number, count: number) => ArrayLike<number>): Promise<Float32Array> {
  const width = model.network.outputShape.at(-1)!;
  const out = new Float32Array(rows * width);
  const begins = Array.from({ length: Math.ceil(rows / batchSize) }, (_, b) => b * batchSize);
  await runEpoch(begins, signal, where, (first) => out.set(predict(first, Math.min(batchSize, rows - first)), first * width));
  return out;
}

function rowsFrom(first: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => first + i);
}
