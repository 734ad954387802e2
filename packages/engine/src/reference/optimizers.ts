/** The optimizers, dense: every weight moves at every step, also one whose gradient is zero. Formulas and their order are Keras'. */
import { SekvensError, show } from '@sekvens/core';
import { learningRateAt } from '../schedules/learning-rate-at.js';
import type { AdamConfig, AdamWConfig, OptimizerConfig, RMSpropConfig, SGDConfig } from '../training-config.js';
import { clipGradients } from './clip-gradients.js';

/** Weights or gradients by path. */
export type WeightRecord = Readonly<Record<string, Float64Array>>;

export interface Optimizer {
  /**
   * The weights after one step along the gradients; weights without a gradient stay as they are.
   * @param given.learningRate default: that of the config at this step
   * @param given.occurrenceSquares for embeddings, the sums of the squared gradients of single occurrences, which squareOccurrences reads
   */
  update(weights: WeightRecord, gradients: WeightRecord, given?: { readonly learningRate?: number; readonly occurrenceSquares?: WeightRecord }): Record<string, Float64Array>;
}

/** The new values of one weight. `state(name)` is an array as long as the weight that begins with zeros and is kept from step to step. */
type Rule = (p: Float64Array, g: Float64Array, learningRate: number, t: number, state: (name: string) => Float64Array, squares?: Float64Array) => Float64Array;

/** An optimizer before its first step. */
export function createOptimizer(config: OptimizerConfig): Optimizer {
  const rule = ruleOf(config);
  const states = new Map<string, Float64Array>();
  let t = 0;
  return {
    update(weights, gradients, { learningRate = learningRateAt(config.learningRate, t), occurrenceSquares } = {}) {
      t++;
      const clipped = clipGradients(gradients, config);
      const next = (path: string, p: Float64Array) =>
        rule(p, clipped[path], learningRate, t, (name) => {
          const key = `${name} of ${path}`;
          if (!states.has(key)) states.set(key, new Float64Array(p.length));
          return states.get(key)!;
        }, occurrenceSquares?.[path]);
      return Object.fromEntries(Object.entries(weights).map(([path, p]) => [path, path in clipped ? next(path, p) : p.slice()]));
    },
  };
}

function ruleOf(config: OptimizerConfig): Rule {
  switch (config.kind) {
    case 'sgd':
      return sgd(config);
    case 'rmsprop':
      return rmsprop(config);
    case 'adam':
      return adam(config, 0);
    case 'adamw':
      return adam(config, config.weightDecay);
    default:
      throw new SekvensError({ code: 'invalid-option', where: 'createOptimizer({ kind })', expected: 'sgd, rmsprop, adam or adamw', got: show((config as { kind: unknown }).kind) });
  }
}

/** p′ = p - lr·g, or with momentum μ: v′ = μ·v - lr·g and p′ = p + v′, with nesterov p′ = p + μ·v′ - lr·g */
function sgd({ momentum, nesterov }: SGDConfig): Rule {
  return (p, g, learningRate, _t, state) => {
    if (momentum === 0) return p.map((value, i) => value - learningRate * g[i]);
    const v = state('velocity');
    return p.map((value, i) => {
      v[i] = momentum * v[i] - learningRate * g[i];
      return value + (nesterov ? momentum * v[i] - learningRate * g[i] : v[i]);
    });
  };
}

/**
 *   v′ = ρ·v + (1 - ρ)·g²       a′ = ρ·a + (1 - ρ)·g
 *   u′ = μ·u + lr · g / √(v′ + ε), centered lr · g / √(v′ - a′² + ε)
 *   p′ = p - u′
 */
function rmsprop({ rho, momentum, epsilon, centered }: RMSpropConfig): Rule {
  return (p, g, learningRate, _t, state) => {
    const [v, a, u] = [state('velocity'), state('average'), state('momentum')];
    return p.map((value, i) => {
      v[i] = rho * v[i] + (1 - rho) * g[i] * g[i];
      a[i] = rho * a[i] + (1 - rho) * g[i];
      u[i] = momentum * u[i] + (learningRate * g[i]) / Math.sqrt(v[i] - (centered ? a[i] * a[i] : 0) + epsilon);
      return value - u[i];
    });
  };
}

/**
 * Adam (Kingma and Ba 2014, algorithm 1), from m = v = 0, at step t = 1, 2, …, over weights that a decay of λ·lr shrinks first:
 *
 *   m′ = β₁·m + (1 - β₁)·g        v′ = β₂·v + (1 - β₂)·g²
 *   p′ = p - p·λ·lr - lr · m′/(1 - β₁ᵗ) / (√(v′/(1 - β₂ᵗ)) + ε)        with epsilonHat ε / √(1 - β₂ᵗ) in place of ε,
 * and with squareOccurrences, in embeddings, the sum of g² over the occurrences of an id in place of g²
 */
function adam({ beta1, beta2, epsilon, epsilonHat, squareOccurrences }: AdamConfig | AdamWConfig, weightDecay: number): Rule {
  return (p, g, learningRate, t, state, squares) => {
    const [m, v] = [state('m'), state('v')];
    const [correction1, correction2] = [1 - beta1 ** t, 1 - beta2 ** t];
    const e = epsilonHat ? epsilon / Math.sqrt(correction2) : epsilon;
    return p.map((value, i) => {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * (squareOccurrences && squares ? squares[i] : g[i] * g[i]);
      return value - value * weightDecay * learningRate - (learningRate * (m[i] / correction1)) / (Math.sqrt(v[i] / correction2) + e);
    });
  };
}
