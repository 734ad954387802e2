import type { Callback, CallbackState, EpochLog, EpochMetric, TrainingControl } from '../../src/model/callback.js';

export interface Watched {
  readonly epochs: number;
  readonly stopped: boolean;
  /** The weight at the end: the number of the epoch it is of. */
  readonly weight: number;
  /** The rate after every epoch. */
  readonly learningRates: readonly number[];
}

export interface Resumed {
  readonly from?: number;
  readonly learningRate?: number;
  readonly stopped?: boolean;
  readonly state?: CallbackState;
}

/** A training without a model: every epoch has the next figure of `series`, and its number as the only weight. With `from` it goes on there from `state`. */
export async function watchedTraining(callback: Callback, metric: EpochMetric, series: readonly number[], { from = 0, learningRate = 0.5, stopped = false, state }: Resumed = {}): Promise<Watched> {
  let weight = from - 1;
  const learningRates: number[] = [];
  const control: TrainingControl = {
    epochs: series.length, metrics: [metric], resumed: state !== undefined, learningRate,
    stop: () => void (stopped = true),
    getWeights: () => ({ w: Float32Array.of(weight) }),
    setWeights: (weights) => void ([weight] = weights.w),
    takeCheckpoint: () => undefined,
  };
  await callback.onTrainBegin?.(control);
  if (state) callback.setState!(state);
  let epoch = from;
  for (; epoch < series.length && !stopped; epoch++) {
    weight = epoch;
    const log: EpochLog = { epoch, loss: 0, rows: 0, tokens: 0, seconds: 0, [metric]: series[epoch] };
    await callback.onEpochEnd?.(log, control);
    learningRates.push(control.learningRate);
  }
  await callback.onTrainEnd?.([], control);
  return { epochs: epoch, stopped, weight, learningRates };
}
