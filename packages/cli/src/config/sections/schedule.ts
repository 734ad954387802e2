import { optional, setting } from '../setting.js';
import { flag, listOf, notNegative, oneOf, positiveNumber, proportion, rate, wholeNumber } from '../setting-types.js';

const scheduleKinds = ['constant', 'exponentialDecay', 'polynomialDecay', 'cosineDecay', 'oneCycle', 'piecewiseConstant'] as const;

/** How the learning rate changes. Each kind has some of these settings; others are refused. */
export const scheduleSection = {
  kind: setting(oneOf(scheduleKinds), 'constant', { flags: '--schedule <kind>', description: `how the learning rate changes: ${scheduleKinds.join(', ')}` }),
  steps: optional(wholeNumber(1), { description: 'steps until its end', defaultText: 'all of the training' }),
  warmup: optional(rate, { flags: '--warmup <share>', description: 'cosineDecay: share of the steps over which the rate rises first', defaultText: '0' }),
  alpha: optional(proportion, { description: 'cosineDecay: what is left at the end, as a share of the rate', defaultText: '0' }),
  pctStart: optional(proportion, { description: 'oneCycle: share of the steps over which the rate rises', defaultText: '0.3' }),
  divFactor: optional(positiveNumber, { description: 'oneCycle: the first rate is the largest one divided by this', defaultText: '25' }),
  finalDivFactor: optional(positiveNumber, { description: 'oneCycle: the last rate is the first one divided by this', defaultText: '10000' }),
  decayRate: optional(positiveNumber, { description: 'exponentialDecay: the last rate as a share of the first', defaultText: '0.1' }),
  staircase: optional(flag, { description: 'exponentialDecay: fall by stairs, one every so many steps as `steps` says', defaultText: 'false' }),
  endLearningRate: optional(notNegative, { description: 'polynomialDecay: the last rate', defaultText: '0.0001' }),
  power: optional(positiveNumber, { description: 'polynomialDecay: 1 is a straight line', defaultText: '1' }),
  cycle: optional(flag, { description: 'polynomialDecay: begin again after so many steps as `steps` says', defaultText: 'false' }),
  boundaries: optional(listOf(wholeNumber(0), 'a list of numbers of steps'), { description: 'piecewiseConstant: the last steps of all pieces but the last one' }),
  values: optional(listOf(notNegative, 'a list of rates'), { description: 'piecewiseConstant: the rate in each piece, one more than boundaries' }),
};
