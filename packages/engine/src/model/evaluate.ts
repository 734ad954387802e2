import { assertKnownOptions, SekvensError } from '@sekvens/core';
import { assertBatchSize } from './assert-batch-size.js';
import { assertSignal } from './assert-signal.js';
import { Means } from './means.js';
import { toBatches } from './model-data.js';
import type { ModelBatches, ModelData } from './model-data.js';
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
  assertSignal(signal, 'evaluate({ signal })');
  const { loss } = model.requireCompiled('evaluate');
  return evaluateBatches(model, toBatches(model.network, loss, data, { batchSize, shuffleSeed: undefined }, 'evaluate'), signal, 'evaluate');
}

/** Mean loss and accuracy over the first epoch of `batches`. */
export async function evaluateBatches(model: Sequential, batches: ModelBatches, signal: AbortSignal | undefined, where: string): Promise<Evaluation> {
  const { accuracy } = model.requireCompiled(where);
  const trainer = model.currentTrainer();
  const means = new Means();
  await runEpoch(batches.epoch(0), signal, where, (batch) => means.add(trainer.evaluate(batch.input, batch.targets, batch.sampleWeights), batch));
  if (means.rows === 0) throw new SekvensError({ code: 'invalid-data', where, expected: 'at least one batch', got: 'none' });
  return { loss: means.meanLoss, ...(accuracy && { accuracy: means.accuracy }), rows: means.rows };
}
