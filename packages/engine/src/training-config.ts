/** Losses and optimizers by name, with their defaults: what `compile` takes and both trainers read. */
import { assertKnownOptions, closest } from '@sekvens/core';
import { assertSettings, refuseOption } from './option-checks.js';
import type { CheckName } from './option-checks.js';
import type { LearningRate } from './schedules/learning-rate.js';
import { resolveLearningRate } from './schedules/resolve-learning-rate.js';

export const lossNames = ['sparseCategoricalCrossentropy', 'categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError'] as const;

/**
 * A loss by name; see src/reference/losses.ts for the formulas. The loss of a batch is Σ weight · loss over its items / their number: rows, or
 * of output sequences the steps that are not masked.
 */
export type LossName = (typeof lossNames)[number];

/** Limits of the gradient before the optimizer sees it; at most one of them. A norm is √Σ g². */
export interface ClippingConfig {
  /** Scales the gradient of each weight (kernel, bias, embedding, …) down to this norm where its norm is larger. */
  readonly clipnorm?: number;
  /** Brings every number of the gradients into [-clipvalue, clipvalue]. */
  readonly clipvalue?: number;
  /** Scales all gradients by the same factor where the norm of all of them together is larger than this. */
  readonly globalClipnorm?: number;
}

/** What every optimizer can do besides its rule. */
export interface UpdateConfig extends ClippingConfig {
  /**
   * Decoupled weight decay (Loshchilov and Hutter 2019): every weight and bias first shrinks, p -= p · weightDecay · lr, and then takes its step.
   * Of an embedding the rows in a batch are shrunk, and all others when they follow; sgd and rmsprop with a momentum above 0.98 go over the
   * whole table. Default none, for adamw 0.004.
   */
  readonly weightDecay?: number;
  /** Weights whose path holds one of these strings do not decay: 'bias', 'embeddings', 'dense_1/'. Each has to occur in a path. */
  readonly excludeFromWeightDecay?: readonly string[];
  /**
   * Keep running averages of all trainable weights: avg = emaMomentum · avg + (1 - emaMomentum) · p after every update, from avg = p after the
   * first. Training goes on with p; validation, `onEpochEnd`, and the model after `fit` have the averages. Averages of rows of an embedding
   * follow with the rows, at the cost of the rows in a batch. Default false.
   */
  readonly useEma?: boolean;
  /** In [0, 1]; with useEma. Default 0.99. */
  readonly emaMomentum?: number;
  /** After every so many updates all weights become their averages, which costs a pass over all of them. With useEma. Default never. */
  readonly emaOverwriteFrequency?: number;
  /**
   * One update for so many batches, along the mean of their gradients, whatever their sizes. Limits of the gradient apply to the mean, and
   * learning-rate schedules count updates. Batches left over at the end of an epoch go on into the next one. Default 1.
   */
  readonly gradientAccumulationSteps?: number;
}

/**
 * Stochastic gradient descent: p′ = p - lr · g. With momentum v′ = momentum · v - lr · g and p′ = p + v′, with nesterov
 * p′ = p + momentum · v′ - lr · g.
 */
export interface SGDConfig extends UpdateConfig {
  readonly kind: 'sgd';
  readonly learningRate: LearningRate;
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** v′ = ρ·v + (1 - ρ)·g² and p′ = p - lr · g / √(v′ + ε). With momentum u′ = momentum · u + lr · g / √(v′ + ε) and p′ = p - u′. */
export interface RMSpropConfig extends UpdateConfig {
  readonly kind: 'rmsprop';
  readonly learningRate: LearningRate;
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  /** Divide by the root of the variance v′ - a′² + ε, with a′ = ρ·a + (1 - ρ)·g. */
  readonly centered: boolean;
}

/** m′ = β1·m + (1 - β1)·g, v′ = β2·v + (1 - β2)·g² and p′ = p - lr · √(1 - β2ᵗ) / (1 - β1ᵗ) · m′ / (√v′ + ε) at step t = 1, 2, … */
export interface AdamConfig extends UpdateConfig {
  readonly kind: 'adam';
  readonly learningRate: LearningRate;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /**
   * Where ε stands: added to √v as it is, as in Keras ("epsilon hat", true), or to the bias-corrected √(v / (1 - β2ᵗ)), as in PyTorch and
   * TensorFlow.js (false). It matters where gradients are as small as ε / √(1 - β2ᵗ), most of all in the first steps.
   */
  readonly epsilonHat: boolean;
  /**
   * How an id that occurs several times in a batch enters v: with the square of the sum of its occurrences' gradients, as the formula has it
   * (false), or with the sum of their squares (true), as Keras does on TensorFlow, where embedding gradients are not summed before they are
   * squared. Then v is smaller, and rows of frequent ids move up to the root of their number of occurrences further. Not with clipping.
   */
  readonly squareOccurrences: boolean;
}

/** Adam with weight decay, which has a default here. */
export interface AdamWConfig extends Omit<AdamConfig, 'kind' | 'weightDecay'> {
  readonly kind: 'adamw';
  readonly weightDecay: number;
}

export type OptimizerConfig = SGDConfig | RMSpropConfig | AdamConfig | AdamWConfig;

type WithDefaults<Config extends OptimizerConfig> = Pick<Config, 'kind'> & Partial<Config>;

/** An optimizer by name, with its defaults, or with some of its settings. */
export type OptimizerOption = OptimizerConfig['kind'] | WithDefaults<SGDConfig> | WithDefaults<RMSpropConfig> | WithDefaults<AdamConfig> | WithDefaults<AdamWConfig>;

const adamDefaults = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epsilonHat: true, squareOccurrences: false } as const;

/** Keras' defaults. */
export const optimizerDefaults = {
  sgd: { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false },
  rmsprop: { kind: 'rmsprop', learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false },
  adam: { kind: 'adam', ...adamDefaults },
  adamw: { kind: 'adamw', ...adamDefaults, weightDecay: 0.004 },
} as const satisfies Record<OptimizerConfig['kind'], OptimizerConfig>;

/** beta2 is above 0: without a memory of squares, Adam would divide by epsilon alone wherever a gradient is zero. */
const adamChecks = { beta1: 'decay', beta2: 'innerDecay', epsilon: 'positive', epsilonHat: 'flag', squareOccurrences: 'flag' } as const;
const settingChecks: Readonly<Record<OptimizerConfig['kind'], Readonly<Record<string, CheckName>>>> = {
  sgd: { momentum: 'share', nesterov: 'flag' },
  rmsprop: { rho: 'decay', momentum: 'share', epsilon: 'positive', centered: 'flag' },
  adam: adamChecks,
  adamw: { ...adamChecks, weightDecay: 'notNegative' },
};
/** Those every optimizer takes, and none has to have. */
const updateChecks: Readonly<Record<string, CheckName>> = { weightDecay: 'notNegative', useEma: 'flag', emaMomentum: 'share', emaOverwriteFrequency: 'count', gradientAccumulationSteps: 'count' };
const clippingChecks = { clipnorm: 'positive', clipvalue: 'positive', globalClipnorm: 'positive' } as const satisfies Record<keyof ClippingConfig, CheckName>;

/** Fills in an optimizer's defaults; refuses unknown names and settings, numbers out of range, and settings that exclude each other. */
export function resolveOptimizer(option: OptimizerOption, where = 'compile({ optimizer })'): OptimizerConfig {
  const given: Record<string, unknown> = typeof option === 'string' ? { kind: option } : { ...option };
  const names = Object.keys(optimizerDefaults);
  const kind = typeof given.kind === 'string' && names.includes(given.kind) ? (given.kind as OptimizerConfig['kind']) : undefined;
  if (!kind) {
    const meant = typeof given.kind === 'string' ? closest(given.kind, names) : undefined;
    throw refuseOption(where, `one of ${names.join(', ')}, or an object with one of them as kind`, typeof option === 'object' && option !== null ? given.kind : option, meant && `Did you mean ${meant}?`);
  }
  const clippings = Object.keys(clippingChecks);
  assertKnownOptions(given, [...new Set([...Object.keys(optimizerDefaults[kind]), ...clippings, ...Object.keys(updateChecks), 'excludeFromWeightDecay'])], where);
  const config: OptimizerConfig = { ...optimizerDefaults[kind], ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  const learningRate = resolveLearningRate(config.learningRate, `${where}.learningRate`);
  assertSettings(config, settingChecks[kind], { ...clippingChecks, ...updateChecks }, where);
  const clipped = clippings.filter((name) => name in config);
  if (clipped.length > 1) throw refuseOption(where, `at most one of ${clippings.join(', ')}`, clipped);
  if ('squareOccurrences' in config && config.squareOccurrences && clipped.length > 0) throw refuseOption(`${where}.squareOccurrences`, `false together with ${clipped[0]}`, true);
  if (config.kind === 'sgd' && config.nesterov && config.momentum === 0) throw refuseOption(`${where}.nesterov`, 'false without momentum', true, 'Set momentum, for example to 0.9.');
  assertUpdate(config, where);
  const { useEma, emaMomentum = 0.99, excludeFromWeightDecay } = config;
  return { ...config, learningRate, ...(useEma && { emaMomentum }), ...(excludeFromWeightDecay && { excludeFromWeightDecay: excludeFromWeightDecay.slice() }) };
}

/** Refuses settings that would have no effect. */
function assertUpdate(config: OptimizerConfig, where: string): void {
  const { useEma, weightDecay, excludeFromWeightDecay: excluded, gradientAccumulationSteps = 1 } = config;
  for (const name of ['emaMomentum', 'emaOverwriteFrequency'] as const) {
    if (!useEma && config[name] !== undefined) throw refuseOption(`${where}.${name}`, 'nothing without useEma: true', config[name]);
  }
  if (excluded !== undefined) {
    if (!Array.isArray(excluded) || !excluded.every((part) => typeof part === 'string' && part !== '')) {
      throw refuseOption(`${where}.excludeFromWeightDecay`, "a list of parts of weights' paths, such as ['bias']", excluded);
    }
    if (weightDecay === undefined) throw refuseOption(`${where}.excludeFromWeightDecay`, 'nothing without weightDecay', excluded, 'Set weightDecay, for example to 0.01.');
  }
  if ('squareOccurrences' in config && config.squareOccurrences && gradientAccumulationSteps > 1) {
    throw refuseOption(`${where}.squareOccurrences`, 'false together with gradientAccumulationSteps', true);
  }
}

/** Refuses a share that is none, and one that the loss has no use for. */
export function assertLabelSmoothing(labelSmoothing: unknown, loss: LossName, where: string): void {
  if (typeof labelSmoothing !== 'number' || !(labelSmoothing >= 0 && labelSmoothing <= 1)) throw refuseOption(where, 'a number in [0, 1]', labelSmoothing);
  if (loss === 'meanSquaredError' && labelSmoothing > 0) throw refuseOption(where, '0 with meanSquaredError, which has no classes', labelSmoothing);
}
