import type { CosineDecay, ExponentialDecay, LearningRate, OneCycle, PiecewiseConstant, PolynomialDecay } from './learning-rate.js';

type Shape<Schedule, Lengths extends keyof Schedule> = Omit<Schedule, Lengths>;

/** A schedule without its lengths and its largest rate: what stays the same however long a training is. */
export type ScheduleShape =
  | { readonly kind: 'constant' }
  /** From the rate down to rate · decayRate at the end. */
  | Shape<ExponentialDecay, 'initialLearningRate' | 'decaySteps'>
  | Shape<PolynomialDecay, 'initialLearningRate' | 'decaySteps'>
  /** `warmup`: share of the steps, below 1, over which the rate rises from 0 first. Default 0. */
  | (Shape<CosineDecay, 'initialLearningRate' | 'decaySteps' | 'warmupTarget' | 'warmupSteps'> & { readonly warmup?: number })
  | Shape<OneCycle, 'maxLearningRate' | 'totalSteps'>
  /** Its boundaries are numbers of steps. */
  | PiecewiseConstant;

/** The schedule of this shape with `rate` as its largest rate, laid over `steps` updates of the weights. */
export function scheduleOver(rate: number, shape: ScheduleShape, steps: number): LearningRate {
  switch (shape.kind) {
    case 'constant':
      return rate;
    case 'exponentialDecay':
    case 'polynomialDecay':
      return { ...shape, initialLearningRate: rate, decaySteps: steps };
    case 'oneCycle':
      return { ...shape, maxLearningRate: rate, totalSteps: steps };
    case 'cosineDecay': {
      const { warmup = 0, ...rest } = shape;
      // at least a step is left for the decay
      const warmupSteps = Math.min(Math.round(warmup * steps), steps - 1);
      if (warmupSteps === 0) return { ...rest, initialLearningRate: rate, decaySteps: steps };
      return { ...rest, initialLearningRate: 0, warmupTarget: rate, warmupSteps, decaySteps: steps - warmupSteps };
    }
    case 'piecewiseConstant':
      return shape;
  }
}
