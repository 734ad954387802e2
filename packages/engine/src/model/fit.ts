import { assertKnownOptions, assertSeed, SekvensError, show } from '@sekvens/core';
import { assertBatchSize } from './assert-batch-size.js';
import type { Callback, EpochLog, TrainingControl } from './callback.js';
import { evaluateModel } from './evaluate.js';
import { Means } from './means.js';
import { toBatches } from './model-data.js';
import type { ModelData } from './model-data.js';
import { runEpoch } from './run-epoch.js';
import type { Sequential } from './sequential.js';

export interface FitOptions {
  /** Default 1. */
  readonly epochs?: number;
  /** Rows a batch; for rows in memory only. Default 32. */
  readonly batchSize?: number;
  /** Shuffle rows in memory anew in each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Seed of shuffling and dropout. Default 0. */
  readonly seed?: number;
  /** Evaluated after every epoch. */
  readonly validationData?: ModelData;
  readonly callbacks?: readonly Callback[];
  /** Ends the training with an error of code 'aborted'; the weights are those of the last whole batch. */
  readonly signal?: AbortSignal;
}

export interface History {
  readonly epochs: readonly EpochLog[];
  /** Whether a callback stopped the training early. */
  readonly stopped: boolean;
}

const known = ['epochs', 'batchSize', 'shuffle', 'seed', 'validationData', 'callbacks', 'signal'];

export async function fitModel(model: Sequential, data: ModelData, options: FitOptions): Promise<History> {
  assertKnownOptions(options, known, 'fit(data, options)');
  const { epochs = 1, batchSize = 32, shuffle = true, seed = 0, validationData, callbacks = [], signal } = options;
  if (!Number.isInteger(epochs) || epochs < 1) throw new SekvensError({ code: 'invalid-option', where: 'fit({ epochs })', expected: 'a positive integer', got: show(epochs) });
  assertBatchSize(batchSize, 'fit({ batchSize })');
  assertSeed(seed, 'fit({ seed })');
  const compiled = model.requireCompiled('fit');
  const batches = toBatches(model.network, compiled.loss, data, { batchSize, shuffleSeed: shuffle ? seed : undefined }, 'fit');
  const trainer = model.trainerFor(seed);
  let stopped = false;
  const control: TrainingControl = {
    stop: () => void (stopped = true),
    get learningRate() {
      return trainer.learningRate;
    },
    set learningRate(rate) {
      if (!(rate > 0 && rate < Infinity)) throw new SekvensError({ code: 'invalid-option', where: 'learningRate', expected: 'a positive finite number', got: show(rate) });
      trainer.learningRate = rate;
    },
  };
  const logs: EpochLog[] = [];
  for (const callback of callbacks) await callback.onTrainBegin?.(control);
  for (let epoch = 0; epoch < epochs && !stopped; epoch++) {
    for (const callback of callbacks) await callback.onEpochBegin?.(epoch, control);
    const means = new Means();
    const began = performance.now();
    let index = 0;
    const listeners = callbacks.filter((callback) => 'onBatchEnd' in callback);
    const report = async (batch: number) => {
      const log = {
        epoch, batch, batchCount: batches.batchCount, rows: means.rows, tokens: means.tokens, loss: means.meanLoss,
        accuracy: compiled.accuracy ? means.accuracy : undefined,
      };
      for (const callback of listeners) await callback.onBatchEnd?.(log, control);
      return !stopped;
    };
    await runEpoch(batches.epoch(epoch), signal, (batch) => {
      const totals = trainer.step(batch.input, batch.targets, batch.sampleWeights);
      if (!Number.isFinite(totals.loss)) throw diverged(epoch, index, totals.loss, trainer.learningRate);
      means.add(totals, batch);
      index++;
      return listeners.length > 0 ? report(index - 1) : !stopped;
    });
    if (index === 0) throw new SekvensError({ code: 'invalid-data', where: 'fit', expected: 'at least one batch an epoch', got: 'none' });
    const seconds = (performance.now() - began) / 1000;
    const validation = validationData && !(stopped && signal?.aborted) ? await evaluateModel(model, validationData, { batchSize, signal }) : undefined;
    const log: EpochLog = {
      epoch, loss: means.meanLoss, ...(compiled.accuracy && { accuracy: means.accuracy }),
      ...(validation && { validationLoss: validation.loss, ...(validation.accuracy !== undefined && { validationAccuracy: validation.accuracy }) }),
      rows: means.rows, tokens: means.tokens, seconds,
    };
    logs.push(log);
    for (const callback of callbacks) await callback.onEpochEnd?.(log, control);
  }
  for (const callback of callbacks) await callback.onTrainEnd?.(logs);
  return { epochs: logs, stopped };
}

function diverged(epoch: number, batch: number, loss: number, learningRate: number): SekvensError {
  return new SekvensError({
    code: 'diverged', where: `training, epoch ${epoch + 1}, batch ${batch + 1}`, expected: 'a finite loss', got: String(loss),
    hint: `Use a smaller learning rate (now ${learningRate}), and check the input for numbers that are not finite.`,
  });
}
