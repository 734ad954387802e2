/** Losses and optimizers by name, with their defaults: what `compile` takes and both trainers read. */
import { assertKnownOptions, closest, SekvensError, show } from '@sekvens/core';

export const lossNames = ['sparseCategoricalCrossentropy', 'categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError'] as const;

/** See src/reference/losses.ts for the formulas. */
export type LossName = (typeof lossNames)[number];

export interface SGDConfig {
  readonly kind: 'sgd';
  readonly learningRate: number;
}

export interface AdamConfig {
  readonly kind: 'adam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /**
   * Where ε stands: added to √v as it is, as in Keras ("epsilon hat", true), or to the bias-corrected √(v / (1 - β2ᵗ)), as in PyTorch and
   * TensorFlow.js (false). It matters where gradients are as small as ε / √(1 - β2ᵗ), most of all in the first steps.
   */
  readonly epsilonHat: boolean;
}

export type OptimizerConfig = SGDConfig | AdamConfig;

/** An optimizer by name, with its defaults, or with some of its settings. */
export type OptimizerOption = 'sgd' | 'adam' | ({ readonly kind: 'sgd' } & Partial<SGDConfig>) | ({ readonly kind: 'adam' } & Partial<AdamConfig>);

/** Keras' defaults: SGD learningRate 0.01; Adam learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7, epsilonHat true. */
export const optimizerDefaults = {
  sgd: { kind: 'sgd', learningRate: 0.01 },
  adam: { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epsilonHat: true },
} as const satisfies Record<string, OptimizerConfig>;

/**
 * Fills in an optimizer's defaults; refuses unknown names and settings, and numbers out of range.
 * beta2 is above 0: without a memory of squares, Adam would divide by epsilon alone wherever a gradient is zero.
 */
export function resolveOptimizer(option: OptimizerOption, where = 'compile({ optimizer })'): OptimizerConfig {
  const given: Record<string, unknown> = typeof option === 'string' ? { kind: option } : { ...option };
  const names = Object.keys(optimizerDefaults);
  const kind = typeof given.kind === 'string' && names.includes(given.kind) ? (given.kind as keyof typeof optimizerDefaults) : undefined;
  if (!kind) {
    const meant = typeof given.kind === 'string' ? closest(given.kind, names) : undefined;
    throw refuse(where, `one of ${names.join(', ')}, or an object with one of them as kind`, typeof option === 'object' && option !== null ? given.kind : option, meant && `Did you mean ${meant}?`);
  }
  const defaults: OptimizerConfig = optimizerDefaults[kind];
  assertKnownOptions(given, Object.keys(defaults), where);
  const config = { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  if (!isPositive(config.learningRate)) throw refuse(`${where}.learningRate`, 'a positive finite number', config.learningRate);
  if (config.kind === 'adam') {
    const { beta1, beta2, epsilon } = config;
    if (!(isNumber(beta1) && beta1 >= 0 && beta1 < 1)) throw refuse(`${where}.beta1`, 'a number in [0, 1)', beta1);
    if (!(isNumber(beta2) && beta2 > 0 && beta2 < 1)) throw refuse(`${where}.beta2`, 'a number in (0, 1)', beta2);
    if (!isPositive(epsilon)) throw refuse(`${where}.epsilon`, 'a positive finite number', epsilon);
    if (typeof config.epsilonHat !== 'boolean') throw refuse(`${where}.epsilonHat`, 'true or false', config.epsilonHat);
  }
  return config;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isPositive(value: unknown): boolean {
  return isNumber(value) && value > 0 && value < Infinity;
}

function refuse(where: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got), hint });
}
