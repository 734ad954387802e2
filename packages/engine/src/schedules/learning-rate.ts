/**
 * Learning rates that change from step to step, as plain objects. Formulas, names and defaults are those of keras.optimizers.schedules,
 * in camelCase; `oneCycle` is torch.optim.lr_scheduler.OneCycleLR. `step` counts the updates of the weights, from 0.
 */

/** initialLearningRate · decayRate ^ (step / decaySteps) */
export interface ExponentialDecay {
  readonly kind: 'exponentialDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Round step / decaySteps down. Default false. */
  readonly staircase?: boolean;
}

/** (initialLearningRate - endLearningRate) · (1 - step / decaySteps) ^ power + endLearningRate, from decaySteps on endLearningRate */
export interface PolynomialDecay {
  readonly kind: 'polynomialDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  /** Default 0.0001. */
  readonly endLearningRate?: number;
  /** Default 1. */
  readonly power?: number;
  /** Beyond decaySteps decay again: over twice as many steps, three times as many, … in all. Default false. */
  readonly cycle?: boolean;
}

/**
 * A linear warm-up from initialLearningRate to warmupTarget over warmupSteps, then over decaySteps half a cosine down to alpha times what
 * it came from: r · ((1 - alpha) · (1 + cos(π · step / decaySteps)) / 2 + alpha). Without warm-up r is initialLearningRate.
 */
export interface CosineDecay {
  readonly kind: 'cosineDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  /** Default 0. */
  readonly alpha?: number;
  /** Together with warmupSteps. Default: no warm-up. */
  readonly warmupTarget?: number;
  /** Default 0. */
  readonly warmupSteps?: number;
}

/**
 * Half a cosine from maxLearningRate / divFactor up to maxLearningRate over the first pctStart · totalSteps - 1 steps, then half a cosine
 * down to maxLearningRate / divFactor / finalDivFactor at step totalSteps - 1, and no change from there on (where PyTorch gives an error).
 */
export interface OneCycle {
  readonly kind: 'oneCycle';
  readonly maxLearningRate: number;
  readonly totalSteps: number;
  /** Share of the steps that the rate rises. Default 0.3. */
  readonly pctStart?: number;
  /** Default 25. */
  readonly divFactor?: number;
  /** Default 10000. */
  readonly finalDivFactor?: number;
}

/** values[0] up to and including step boundaries[0], values[1] up to and including boundaries[1], …, then the last of values. */
export interface PiecewiseConstant {
  readonly kind: 'piecewiseConstant';
  /** Ascending. */
  readonly boundaries: readonly number[];
  /** One more than boundaries. */
  readonly values: readonly number[];
}

export type LearningRateSchedule = ExponentialDecay | PolynomialDecay | CosineDecay | OneCycle | PiecewiseConstant;

/** The size of the steps: a number, or a schedule. */
export type LearningRate = number | LearningRateSchedule;
