import { assertKnownOptions, assertSeed, isSekvensError, SekvensError, show, throwIfAborted } from '@sekvens/core';
import { checkpointOf, setupOf } from '../checkpoints/checkpoint-of.js';
import { Course } from '../checkpoints/course.js';
import { resumedFrom } from '../checkpoints/resumed-from.js';
import { skipBatches } from '../checkpoints/skip-batches.js';
import type { TrainingSetup } from '../checkpoints/training-setup.js';
import type { Files } from '../files/folder.js';
import { assertBatchSize } from './assert-batch-size.js';
import { assertCallbacks } from './assert-callbacks.js';
import { assertSignal } from './assert-signal.js';
import type { Callback, Divergence, EpochLog, EpochMetric, TrainingControl } from './callback.js';
import { chooseThreads } from './choose-threads.js';
import { resolveClassWeights } from './class-weights.js';
import type { ClassWeights } from './class-weights.js';
import { describeDivergence, largestWeight } from './divergence.js';
import { evaluateBatches } from './evaluate.js';
import { gatherTeam } from './gather-team.js';
import { giveWay } from './give-way.js';
import { toBatches } from './model-data.js';
import type { ModelBatch, ModelData } from './model-data.js';
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
  /** Evaluated after every epoch. */
  readonly validationData?: ModelData;
  readonly callbacks?: readonly Callback[];
  /**
   * Threads that share the work of a batch. Default: the machine's cores, at most 8, where batches are large enough and threads can share
   * memory; else 1. The result is the same to the last bit. More than 1 is refused where it is impossible, as on the main thread of a page.
   */
  readonly threads?: number;
  /** Ends the training with an error of code 'aborted'; the weights are those of the last whole batch. */
  readonly signal?: AbortSignal;
  /**
   * A checkpoint of an interrupted training to go on from: the folder it is in, or its files. Model, data, callbacks and options have to be
   * those of that training, but for `threads` and `signal`; it then ends in the same bytes as if it had never been interrupted.
   */
  readonly resumeFrom?: string | Files;
}

export interface History {
  readonly epochs: readonly EpochLog[];
  /** Whether a callback stopped the training early. */
  readonly stopped: boolean;
  /** The batch at which a callback such as terminateOnNaN stopped it because its loss or gradient was not finite. */
  readonly divergence?: Divergence;
}

const known = ['epochs', 'batchSize', 'shuffle', 'seed', 'classWeights', 'validationData', 'callbacks', 'threads', 'signal', 'resumeFrom'];

/** What checkpoints of a model are that is more than its weights. */
export interface SavedModel {
  /** The model as it would be saved. */
  readonly files: () => Files;
  /** How the checkpoint to go on from is called in errors. */
  readonly resumedPlace: string | undefined;
}

export async function fitModel(model: Sequential, data: ModelData, options: FitOptions, saved?: SavedModel): Promise<History> {
  assertKnownOptions(options, known, 'fit(data, options)');
  const { epochs = 1, batchSize = 32, shuffle = true, seed = 0, classWeights, validationData, callbacks = [], threads, signal, resumeFrom } = options;
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
  let setupOnce: TrainingSetup | undefined;
  const setup = () => (setupOnce ??= setupOf(model, { epochs, batchSize, shuffle, seed, classWeights: classWeights ?? null }, batches, validation));
  const resumed = resumeFrom === undefined ? undefined : resumedFrom(resumeFrom, setup(), callbacks, batches.batchCount, saved?.resumedPlace);
  const course = new Course();
  let receivers: ((checkpoint: Files) => void | Promise<void>)[] = [];
  let divergence: Divergence | undefined;
  const metrics: EpochMetric[] = ['loss'];
  if (compiled.accuracy) metrics.push('accuracy');
  if (validation) metrics.push('validationLoss');
  if (validation && compiled.accuracy) metrics.push('validationAccuracy');
  const control: TrainingControl = {
    epochs,
    metrics,
    resumed: resumed !== undefined,
    stop: () => void (course.stopped = true),
    get learningRate() {
      return trainer.learningRate;
    },
    set learningRate(rate) {
      if (!(typeof rate === 'number' && rate > 0 && rate < Infinity)) throw refuse('learningRate', 'a positive finite number', rate);
      trainer.learningRate = rate;
    },
    getWeights: () => model.getWeights(),
    setWeights: (weights) => model.setWeights(weights),
    takeCheckpoint(receive) {
      if (typeof receive !== 'function') throw refuse('takeCheckpoint(receive)', 'a function', receive);
      receivers.push(receive);
    },
  };
  /** Whether all callbacks have been told all that has happened: only then is there a state that a training could go on from. */
  let isWhole = false;
  let began: number | undefined;
  const spent = () => course.seconds + (began === undefined ? 0 : (performance.now() - began) / 1000);
  const tell = async (listeners: readonly Callback[], event: (callback: Callback) => void | Promise<void>, afterwards?: () => void): Promise<void> => {
    isWhole = false;
    for (const callback of listeners) await event(callback);
    afterwards?.();
    isWhole = true;
    if (receivers.length === 0) return;
    const asked = receivers;
    receivers = [];
    const checkpoint = checkpointOf(model, setup(), { ...course.toRecord(), seconds: spent() }, callbacks, saved?.files);
    for (const receive of asked) await receive(checkpoint);
  };
  const diverge = async (found: Divergence): Promise<false> => {
    // nothing can go on from here, and a stop that was asked for before does not speak of this
    isWhole = false;
    course.stopped = false;
    for (const callback of callbacks) await callback.onDivergence?.(found, control);
    if (!course.stopped) throw describeDivergence(found);
    divergence = found;
    return false;
  };
  const restore = () => {
    if (!resumed) return;
    trainer.writeState(resumed.state, resumed.file);
    course.follow(resumed.course);
  };
  const restoreCallbacks = () => {
    if (resumed) for (const callback of callbacks) callback.setState?.(resumed.callbacks[callback.name!]);
  };
  restore();
  if (course.ended) {
    restoreCallbacks();
    return { epochs: course.history, stopped: course.stopped };
  }
  try {
    await gatherTeam(model, team, threads !== undefined);
    throwIfAborted(signal, 'fit');
    await tell(callbacks, (callback) => callback.onTrainBegin?.(control), () => {
      // whatever callbacks did to begin with was done when the training began
      restore();
      restoreCallbacks();
    });
    while (course.epoch < epochs && (!course.stopped || course.begun)) {
      const { epoch } = course;
      if (!course.begun) {
        course.begun = true;
        await tell(callbacks, (callback) => callback.onEpochBegin?.(epoch, control));
      }
      began = performance.now();
      const listeners = callbacks.filter((callback) => 'onBatchEnd' in callback);
      const report = async (batch: number) => {
        const { means } = course;
        const log = {
          epoch, batch, batchCount: batches.batchCount, rows: means.rows, tokens: means.tokens, loss: means.meanLoss,
          accuracy: compiled.accuracy ? means.accuracy : undefined,
        };
        await tell(listeners, (callback) => callback.onBatchEnd?.(log, control));
        return !course.stopped;
      };
      const take = (batch: ModelBatch): boolean | Promise<boolean> => {
        const totals = trainer.step(batch.input, batch.targets, weightsOf(batch));
        if (!Number.isFinite(totals.loss) || totals.brokenGradient !== undefined) {
          return diverge({ epoch, batch: course.batch, loss: totals.loss / totals.items, gradient: totals.brokenGradient, largest: largestWeight(model.getWeights()), learningRate: trainer.learningRate });
        }
        course.means.add(totals, batch);
        course.batch++;
        return listeners.length > 0 ? report(course.batch - 1) : !course.stopped;
      };
      // a checkpoint may be of a training that had been asked to stop after its last batch
      if (!course.stopped || course.batch === 0) {
        if (batches.epochFrom) await runEpoch(batches.epochFrom(epoch, course.batch), signal, 'fit', take);
        else {
          const { visit, end } = skipBatches(course, take);
          await runEpoch(batches.epoch(epoch), signal, 'fit', visit);
          if (!divergence) end();
        }
      }
      // what was trained of this epoch says nothing about the weights it has left
      if (divergence) break;
      if (course.batch === 0) throw new SekvensError({ code: 'invalid-data', where: 'fit', expected: 'at least one batch an epoch', got: 'none' });
      // at the end of every epoch, so that evaluating there or not makes no difference to a bit of the weights
      trainer.settle();
      trainer.showAverages(true);
      course.seconds = spent();
      began = undefined;
      const evaluation = validation && (await evaluateBatches(model, validation, signal, 'fit({ validationData })'));
      const { means, seconds } = course;
      const log: EpochLog = {
        epoch, loss: means.meanLoss, ...(compiled.accuracy && { accuracy: means.accuracy }),
        ...(evaluation && { validationLoss: evaluation.loss, ...(evaluation.accuracy !== undefined && { validationAccuracy: evaluation.accuracy }) }),
        rows: means.rows, tokens: means.tokens, seconds,
      };
      course.history.push(log);
      await tell(callbacks, (callback) => callback.onEpochEnd?.(log, control), () => course.beginNextEpoch());
      // epochs shorter than the longest stretch would keep the thread for as long as there are more of them
      await giveWay();
    }
    await tell(callbacks, (callback) => callback.onTrainEnd?.(course.history, control), () => (course.ended = true));
    return { epochs: course.history, stopped: course.stopped, ...(divergence && { divergence }) };
  } catch (error) {
    if (isWhole && signal?.aborted && isSekvensError(error) && error.code === 'aborted') await tell(callbacks, (callback) => callback.onAbort?.(control));
    throw error;
  } finally {
    await model.leaveTeam();
    // however it ends: the model is what was averaged, and a later training goes on from the weights themselves
    trainer.showAverages(true);
  }
}

function refuse(where: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got) });
}
