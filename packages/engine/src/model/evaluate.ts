import { assertKnownOptions } from '@sekvens/core';
import { assertBatchSize } from './assert-batch-size.js';
import { Means } from './means.js';
import { toBatches } from './model-data.js';
import type { ModelData } from './model-data.js';
import { runEpoch } from './run-epoch.js';
import type { Sequential } from './sequential.js';

export interface EvaluateOptions {
  /** Rows a batch; for rows in memory only. Default 32. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

export interface Evaluation {
  /** Mean loss. */
  readonly loss: number;
  /** Share of correct predictions; absent without the metric 'accuracy'. */
  readonly accuracy?: number;
  readonly rows: number;
}

export async function evaluateModel(model: Sequential, data: ModelData, options: EvaluateOptions): Promise<Evaluation> {
  assertKnownOptions(options, ['batchSize', 'signal'], 'evaluate(data, options)');
  const { batchSize = 32, signal } = options;
  assertBatchSize(batchSize, 'evaluate({ batchSize })');
  const { loss, accuracy } = model.requireCompiled('evaluate');
  const batches = toBatches(model.network, loss, data, { batchSize, shuffleSeed: undefined }, 'evaluate');
  const trainer = model.currentTrainer();
  const means = new Means();
  await runEpoch(batches.epoch(0), signal, (batch) => means.add(trainer.evaluate(batch.input, batch.targets, batch.sampleWeights), batch));
  return { loss: means.meanLoss, ...(accuracy && { accuracy: means.accuracy }), rows: means.rows };
}
