/** SGD and Adam, dense: every weight moves at every step, also one whose gradient is zero. */
import { SekvensError, show } from '@sekvens/core';
import type { AdamConfig, OptimizerConfig, SGDConfig } from '../training-config.js';

/** Weights or gradients by path. */
export type WeightRecord = Readonly<Record<string, Float64Array>>;

export interface Optimizer {
  /** The weights after one step along the gradients; weights without a gradient stay as they are. */
  update(weights: WeightRecord, gradients: WeightRecord): Record<string, Float64Array>;
}

/** An optimizer before its first step. */
export function createOptimizer(config: OptimizerConfig): Optimizer {
  switch (config.kind) {
    case 'sgd':
      return sgd(config);
    case 'adam':
      return adam(config);
    default:
      throw new SekvensError({ code: 'invalid-option', where: 'createOptimizer({ kind })', expected: 'sgd or adam', got: show((config as { kind: unknown }).kind) });
  }
}

/** Stochastic gradient descent: p′ = p - lr · g */
function sgd({ learningRate }: SGDConfig): Optimizer {
  return { update: (weights, gradients) => mapWeights(weights, gradients, (_path, p, g) => p.map((value, i) => value - learningRate * g[i])) };
}

/**
 * Adam (Kingma and Ba 2014, algorithm 1), from m = v = 0, at step t = 1, 2, …:
 *
 *   m′ = β₁·m + (1 - β₁)·g        v′ = β₂·v + (1 - β₂)·g²
 *   p′ = p - lr · m′/(1 - β₁ᵗ) / (√(v′/(1 - β₂ᵗ)) + ε)        with epsilonHat ε / √(1 - β₂ᵗ) in place of ε
 */
function adam({ learningRate, beta1, beta2, epsilon, epsilonHat }: AdamConfig): Optimizer {
  const moments: Record<string, { m: Float64Array; v: Float64Array }> = {};
  let t = 0;
  return {
    update(weights, gradients) {
      t++;
      return mapWeights(weights, gradients, (path, p, g) => {
        const { m, v } = (moments[path] ??= { m: new Float64Array(p.length), v: new Float64Array(p.length) });
        return p.map((value, i) => {
          m[i] = beta1 * m[i] + (1 - beta1) * g[i];
          v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
          const e = epsilonHat ? epsilon / Math.sqrt(1 - beta2 ** t) : epsilon;
          return value - (learningRate * (m[i] / (1 - beta1 ** t))) / (Math.sqrt(v[i] / (1 - beta2 ** t)) + e);
        });
      });
    },
  };
}

function mapWeights(weights: WeightRecord, gradients: WeightRecord, rule: (path: string, p: Float64Array, g: Float64Array) => Float64Array) {
  return Object.fromEntries(Object.entries(weights).map(([path, p]) => [path, path in gradients ? rule(path, p, gradients[path]) : p.slice()]));
}
