import { assertKnownOptions, assertSeed, SekvensError, show, throwIfAborted } from '@sekvens/core';
import { assertBatchSize } from './assert-batch-size.js';
import { assertSignal } from './assert-signal.js';
import { callbackMethods } from './callback.js';
import type { Callback, Divergence, EpochLog, EpochMetric, TrainingControl } from './callback.js';
import { chooseThreads } from './choose-threads.js';
import { resolveClassWeights } from './class-weights.js';
import type { ClassWeights } from './class-weights.js';
import { describeDivergence, largestWeight } from './divergence.js';
import { evaluateBatches } from './evaluate.js';
import { gatherTeam } from './gather-team.js';
import { giveWay } from './give-way.js';
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
  /**
   * How much rows of each class count: numbers for all classes, numbers by class index (1 for the others), or 'balanced' for rows in memory,
   * rows / (classes · rows of the class), as in scikit-learn. Multiplied into the weights of rows; validation is not weighted. The loss is
   * then Σ weight · loss / rows, and the accuracy of training Σ weight · correct / Σ weight. For one class a row only. Default: all count alike.
   */
  readonly classWeights?: ClassWeights;
  /** Evaluated after every epoch, with `useEma` on the averaged weights. */
  readonly validationData?: ModelData;
  readonly callbacks?: readonly Callback[];
  /**
   * Threads that share the work of a batch. Default: the machine's cores, at most 8, where batches are large enough and threads can share
   * memory; else 1. The result is the same to the last bit. More than 1 is refused where it is impossible, as on the main thread of a page.
   */
  readonly threads?: number;
  /** Ends the training with an error of code 'aborted'; the weights are those of the last whole batch. */
  readonly signal?: AbortSignal;
}

export interface History {
  /** The epochs that ended, that in which a callback stopped the training included. */
  readonly epochs: readonly EpochLog[];
  /** Whether a callback stopped the training early. */
  readonly stopped: boolean;
  /** The batch at which a callback such as terminateOnNaN stopped it because its loss or gradient was not finite. */
  readonly divergence?: Divergence;
}

const known = ['epochs', 'batchSize', 'shuffle', 'seed', 'classWeights', 'validationData', 'callbacks', 'threads', 'signal'];

export async function fitModel(model: Sequential, data: ModelData, options: FitOptions): Promise<History> {
  assertKnownOptions(options, known, 'fit(data, options)');
  const { epochs = 1, batchSize = 32, shuffle = true, seed = 0, classWeights, validationData, callbacks = [], threads, signal } = options;
  if (!Number.isInteger(epochs) || epochs < 1) throw refuse('fit({ epochs })', 'a positive integer', epochs);
  assertBatchSize(batchSize, 'fit({ batchSize })');
  if (typeof shuffle !== 'boolean') throw refuse('fit({ shuffle })', 'true or false', shuffle);
  assertSeed(seed, 'fit({ seed })');
  assertCallbacks(callbacks);
  assertSignal(signal, 'fit({ signal })');
  const compiled = model.requireCompiled('fit');
  throwIfAborted(signal, 'fit');
  const batches = toBatches(model.network, compiled.loss, data, { batchSize, shuffleSeed: shuffle ? seed : undefined }, 'fit');
  const weightsOf = resolveClassWeights(classWeights, model.network, compiled.loss, batches, 'fit({ classWeights })');
  // unusable validation data should show now, not after the first epoch
  const validation = validationData && toBatches(model.network, compiled.loss, validationData, { batchSize, shuffleSeed: undefined }, 'fit({ validationData })');
  const trainer = model.trainerFor(seed);
  const team = chooseThreads(model.network, batchSize, threads, 'fit({ threads })');
  let stopped = false;
  let divergence: Divergence | undefined;
  const metrics: EpochMetric[] = ['loss'];
  if (compiled.accuracy) metrics.push('accuracy');
  if (validation) metrics.push('validationLoss');
  if (validation && compiled.accuracy) metrics.push('validationAccuracy');
  const control: TrainingControl = {
    epochs,
    metrics,
    stop: () => void (stopped = true),
    get learningRate() {
      return trainer.learningRate;
    },
    set learningRate(rate) {
      if (!(typeof rate === 'number' && rate > 0 && rate < Infinity)) throw refuse('learningRate', 'a positive finite number', rate);
      trainer.learningRate = rate;
    },
    getWeights: () => model.getWeights(),
    setWeights: (weights) => model.setWeights(weights),
  };
  const logs: EpochLog[] = [];
  const diverge = async (found: Divergence): Promise<false> => {
    // a stop that was asked for before does not speak of this
    stopped = false;
    for (const callback of callbacks) await callback.onDivergence?.(found, control);
    if (!stopped) throw describeDivergence(found);
    divergence = found;
    return false;
  };
  try {
    await gatherTeam(model, team, threads !== undefined);
    throwIfAborted(signal, 'fit');
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
      await runEpoch(batches.epoch(epoch), signal, 'fit', (batch) => {
        const totals = trainer.step(batch.input, batch.targets, weightsOf(batch));
        if (!Number.isFinite(totals.loss) || totals.brokenGradient !== undefined) {
          return diverge({ epoch, batch: index, loss: totals.loss / totals.items, gradient: totals.brokenGradient, largest: largestWeight(model.getWeights()), learningRate: trainer.learningRate });
        }
        means.add(totals, batch);
        index++;
        return listeners.length > 0 ? report(index - 1) : !stopped;
      });
      // what was trained of this epoch says nothing about the weights it has left
      if (divergence) break;
      if (index === 0) throw new SekvensError({ code: 'invalid-data', where: 'fit', expected: 'at least one batch an epoch', got: 'none' });
      // at the end of every epoch, so that evaluating there or not makes no difference to a bit of the weights
      trainer.settle();
      trainer.showAverages(true);
      const seconds = (performance.now() - began) / 1000;
      const evaluation = validation && (await evaluateBatches(model, validation, signal, 'fit({ validationData })'));
      const log: EpochLog = {
        epoch, loss: means.meanLoss, ...(compiled.accuracy && { accuracy: means.accuracy }),
        ...(evaluation && { validationLoss: evaluation.loss, ...(evaluation.accuracy !== undefined && { validationAccuracy: evaluation.accuracy }) }),
        rows: means.rows, tokens: means.tokens, seconds,
      };
      logs.push(log);
      for (const callback of callbacks) await callback.onEpochEnd?.(log, control);
      // epochs shorter than the longest stretch would keep the thread for as long as there are more of them
      await giveWay();
    }
    for (const callback of callbacks) await callback.onTrainEnd?.(logs, control);
    return { epochs: logs, stopped, ...(divergence && { divergence }) };
  } finally {
    await model.leaveTeam();
    // however it ends: the model is what was averaged, and a later training goes on from the weights themselves
    trainer.showAverages(true);
  }
}

function assertCallbacks(callbacks: readonly Callback[]): void {
  if (!Array.isArray(callbacks)) throw refuse('fit({ callbacks })', 'an array of callbacks', callbacks);
  callbacks.forEach((callback: unknown, i) => {
    if (callback === null || typeof callback !== 'object') throw refuse(`fit({ callbacks })[${i}]`, `an object with some of ${callbackMethods.join(', ')}`, callback);
    for (const name of callbackMethods) {
      const method = (callback as Record<string, unknown>)[name];
      if (method !== undefined && typeof method !== 'function') throw refuse(`fit({ callbacks })[${i}].${name}`, 'a function', method);
    }
    if (!callbackMethods.some((name) => name in callback)) throw refuse(`fit({ callbacks })[${i}]`, `an object with some of ${callbackMethods.join(', ')}`, Object.keys(callback));
  });
}

function refuse(where: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got) });
}
