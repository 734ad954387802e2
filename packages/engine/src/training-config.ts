/** Losses and optimizers by name, with their defaults: what `compile` takes and both trainers read. */
import { SekvensError, show } from '@sekvens/core';

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
}

export type OptimizerConfig = SGDConfig | AdamConfig;

/** An optimizer by name, with its defaults, or with some of its settings. */
export type OptimizerOption = 'sgd' | 'adam' | ({ readonly kind: 'sgd' } & Partial<SGDConfig>) | ({ readonly kind: 'adam' } & Partial<AdamConfig>);

/** Keras' defaults: SGD learningRate 0.01; Adam learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7. */
export const optimizerDefaults = {
  sgd: { kind: 'sgd', learningRate: 0.01 },
  adam: { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
} as const satisfies Record<string, OptimizerConfig>;

/** Fills in an optimizer's defaults; refuses unknown names and settings, and numbers out of range. */
export function resolveOptimizer(option: OptimizerOption, where = 'compile({ optimizer })'): OptimizerConfig {
  const given: Record<string, unknown> = typeof option === 'string' ? { kind: option } : { ...option };
  const kind = given.kind as keyof typeof optimizerDefaults;
  const defaults: OptimizerConfig | undefined = Object.hasOwn(optimizerDefaults, String(kind)) ? optimizerDefaults[kind] : undefined;
  if (!defaults) throw refuse(where, `one of ${Object.keys(optimizerDefaults).join(', ')}`, given.kind);
  for (const name of Object.keys(given)) {
    if (!(name in defaults)) throw refuse(where, `settings among ${Object.keys(defaults).join(', ')}`, name);
  }
  const config = { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  if (!isPositive(config.learningRate)) throw refuse(`${where}.learningRate`, 'a positive finite number', config.learningRate);
  if (config.kind === 'adam') {
    for (const name of ['beta1', 'beta2'] as const) {
      if (!(config[name] >= 0 && config[name] < 1)) throw refuse(`${where}.${name}`, 'a number in [0, 1)', config[name]);
    }
    if (!isPositive(config.epsilon)) throw refuse(`${where}.epsilon`, 'a positive finite number', config.epsilon);
  }
  return config;
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function refuse(where: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got) });
}
