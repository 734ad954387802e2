import { optimizerDefaults } from '@sekvens/engine';
import { optional, setting } from '../setting.js';
import { flag, listOf, notNegative, oneOf, path, positiveNumber, proportion, rate, wholeNumber } from '../setting-types.js';

export type OptimizerName = keyof typeof optimizerDefaults;

const names = Object.keys(optimizerDefaults) as OptimizerName[];

/** Which optimizers have a setting, and what it is by default. */
function defaultsOf(name: string): string {
  return names.flatMap((optimizer) => (name in optimizerDefaults[optimizer] ? [`${optimizer} ${String((optimizerDefaults[optimizer] as Readonly<Record<string, unknown>>)[name])}`] : [])).join(', ');
}

const of = (name: string) => ({ defaultText: defaultsOf(name) });

/** How gradients move weights. Each optimizer has some of these; others are refused. */
export const optimizerSection = {
  name: setting(oneOf(names), 'adam', { flags: '--optimizer <name>', description: `one of ${names.join(', ')}` }),
  learningRate: optional(positiveNumber, { flags: '--learning-rate <rate>', description: 'size of the steps; with a schedule the largest one', ...of('learningRate') }),
  momentum: optional(proportion, { flags: '--momentum <share>', description: 'how much of the last step goes into the next one', ...of('momentum') }),
  nesterov: optional(flag, { description: "Nesterov's momentum", ...of('nesterov') }),
  rho: optional(rate, { description: 'memory of squared gradients', ...of('rho') }),
  centered: optional(flag, { description: 'divide by the root of the variance instead', ...of('centered') }),
  beta1: optional(rate, { description: 'memory of gradients', ...of('beta1') }),
  beta2: optional(rate, { description: 'memory of squared gradients', ...of('beta2') }),
  epsilon: optional(positiveNumber, { description: 'keeps divisors away from 0', ...of('epsilon') }),
  epsilonHat: optional(flag, { description: 'where epsilon stands: as in Keras (true) or as in PyTorch (false)', ...of('epsilonHat') }),
  squareOccurrences: optional(flag, { description: 'square the gradient of each occurrence of a word by itself, as Keras does on TensorFlow', ...of('squareOccurrences') }),
  weightDecay: optional(notNegative, { flags: '--weight-decay <rate>', description: 'how much weights shrink at each step, times the learning rate', defaultText: 'adamw 0.004, others none' }),
  excludeFromWeightDecay: optional(listOf(path, 'a list of names of weights'), { description: 'weights that do not shrink, by parts of their names', defaultText: 'none' }),
  clipnorm: optional(positiveNumber, { description: 'largest norm of the gradient of each weight', defaultText: 'no limit' }),
  clipvalue: optional(positiveNumber, { description: 'largest number in gradients', defaultText: 'no limit' }),
  globalClipnorm: optional(positiveNumber, { flags: '--global-clipnorm <norm>', description: 'largest norm of all gradients together', defaultText: 'no limit' }),
  useEma: optional(flag, { description: 'average the weights over the steps, and use the averages', defaultText: 'false' }),
  emaMomentum: optional(rate, { description: 'memory of that average', defaultText: '0.99' }),
  emaShare: optional(positiveNumber, { description: 'share of all steps that it remembers, in place of emaMomentum', defaultText: 'as emaMomentum says' }),
  emaOverwriteFrequency: optional(wholeNumber(1), { description: 'steps after which the average takes the place of the weights', defaultText: 'never' }),
  gradientAccumulationSteps: optional(wholeNumber(2), { description: 'batches whose gradients make one step', defaultText: 'each its own' }),
};
