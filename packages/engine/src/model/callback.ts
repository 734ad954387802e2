/** What training tells the outside, and how the outside takes part in it. */
import type { NetworkWeights } from '@sekvens/layers';
import type { Files } from '../files/folder.js';

/** Sums and means since the start of the epoch. */
export interface BatchLog {
  readonly epoch: number;
  /** Index of the batch in its epoch, from 0. */
  readonly batch: number;
  /** Batches an epoch, where known. */
  readonly batchCount: number | undefined;
  /** Rows seen in this epoch so far. */
  readonly rows: number;
  /** Tokens seen in this epoch so far, padding not counted. */
  readonly tokens: number;
  /** Mean loss over the epoch so far. */
  readonly loss: number;
  /** Share of correct predictions over the epoch so far; undefined without the metric 'accuracy'. */
  readonly accuracy: number | undefined;
}

/** A value that JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** What a callback has to remember for a training that is interrupted and goes on later. Checkpoints keep it. */
export interface CallbackState {
  readonly values: { readonly [name: string]: JsonValue };
  /** Weights, by name. */
  readonly weights?: Readonly<Record<string, Float32Array>>;
}

/** Means over an epoch, and over the validation data after it. */
export interface EpochLog {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  readonly rows: number;
  readonly tokens: number;
  /** Time spent on the training batches of this epoch, in seconds; validation not counted. */
  readonly seconds: number;
}

/** Figures of an epoch that callbacks may watch. */
export const epochMetrics = ['loss', 'accuracy', 'validationLoss', 'validationAccuracy'] as const satisfies readonly (keyof EpochLog)[];

export type EpochMetric = (typeof epochMetrics)[number];

/** A batch from whose loss or gradient nothing can be learnt. No weight has been changed by it. */
export interface Divergence {
  readonly epoch: number;
  readonly batch: number;
  /** Mean loss of the batch; finite where only its gradient is not. */
  readonly loss: number;
  /** The first weight whose gradient is not finite; undefined where the loss is not. */
  readonly gradient: string | undefined;
  /** The weight with the number furthest from zero, or with one that is not finite, and that number. */
  readonly largest: { readonly weight: string; readonly value: number };
  readonly learningRate: number;
}

/** The part of a model that callbacks may use. */
export interface TrainingControl {
  /** Epochs the training has unless it is stopped. */
  readonly epochs: number;
  /** The figures that the log of every epoch will have. */
  readonly metrics: readonly EpochMetric[];
  /** Whether the training goes on from a checkpoint. Its callbacks then get their states after onTrainBegin. */
  readonly resumed: boolean;
  /** Ends the training after the current batch; `fit` returns normally. */
  stop(): void;
  /** The rate of the next step. May be set, unless the optimizer has a schedule: that is refused with code 'unsupported'. */
  learningRate: number;
  /** Copies of all weights by path, as of the last whole batch. With `useEma` their averages in `onEpochEnd` and `onTrainEnd`. */
  getWeights(): Record<string, Float32Array>;
  /** Replaces all weights; the optimizer's state stays. */
  setWeights(weights: NetworkWeights): void;
  /**
   * Calls `receive` with a checkpoint, as files by name, when all callbacks have had their turn with this event and before the training goes
   * on; a promise it returns is awaited. What `fit({ resumeFrom })` makes of it ends in the bytes that this training ends in.
   */
  takeCheckpoint(receive: (checkpoint: Files) => void | Promise<void>): void;
}

/** A plain object; every method is optional and awaited. */
export interface Callback {
  onTrainBegin?(control: TrainingControl): void | Promise<void>;
  onEpochBegin?(epoch: number, control: TrainingControl): void | Promise<void>;
  onBatchEnd?(log: BatchLog, control: TrainingControl): void | Promise<void>;
  onEpochEnd?(log: EpochLog, control: TrainingControl): void | Promise<void>;
  /**
   * When the loss or the gradient of a batch is not finite. Where a callback stops the training here, `fit` returns normally, the epochs
   * before this one in its history; else it ends with an error of code 'diverged'.
   */
  onDivergence?(divergence: Divergence, control: TrainingControl): void | Promise<void>;
  /** When `signal` ends the training between two batches or during validation, before `fit` rejects. For a last checkpoint. */
  onAbort?(control: TrainingControl): void | Promise<void>;
  /** After the last epoch, and after a stop; not after an error. */
  onTrainEnd?(history: readonly EpochLog[], control: TrainingControl): void | Promise<void>;
  /** Name of the callback's state in checkpoints. Callbacks with a state need one, and no two the same. */
  readonly name?: string;
  /** What {@link setState} of a callback of the same name takes when an interrupted training goes on, after onTrainBegin. */
  getState?(): CallbackState;
  setState?(state: CallbackState): void;
}

/** The methods a {@link Callback} may have. */
export const callbackMethods = ['onTrainBegin', 'onEpochBegin', 'onBatchEnd', 'onEpochEnd', 'onDivergence', 'onAbort', 'onTrainEnd'] as const satisfies readonly (keyof Callback)[];
