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
  /** The running averages of the weights that have gradients, with useEma, once there has been an update. */
  averages(): WeightRecord;
}

/** The new values of one weight. `state(name)` is an array as long as the weight that begins with zeros and is kept from step to step. */
type Rule = (p: Float64Array, g: Float64Array, learningRate: number, t: number, state: (name: string) => Float64Array, squares?: Float64Array) => Float64Array;

/**
 * An optimizer before its first step.
 *
 *   gradients over n = gradientAccumulationSteps calls   g = Σ g / n, and only the last call changes weights
 *   weight decay λ                                      p ← p - p·λ·lr, then the step of the rule
 *   averages after every update                         avg ← μ·avg + (1 - μ)·p, after the first avg = p; every emaOverwriteFrequency updates p ← avg
 *
 * @param decays which weights the config's weight decay shrinks; default all
 */
export function createOptimizer(config: OptimizerConfig, decays: (path: string) => boolean = () => true): Optimizer {
  const rule = ruleOf(config);
  const { weightDecay = 0, useEma = false, emaMomentum = 0.99, emaOverwriteFrequency, gradientAccumulationSteps = 1 } = config;
  const accumulate = accumulator(gradientAccumulationSteps);
  const states = new Map<string, Float64Array>();
  let averages: WeightRecord = {};
  let t = 0;
  return {
    update(weights, gradients, { learningRate = learningRateAt(config.learningRate, t), occurrenceSquares } = {}) {
      const means = accumulate(gradients);
      if (!means) return mapValues(weights, (p) => p.slice());
      t++;
      const clipped = clipGradients(means, config);
      const next = (path: string, p: Float64Array) => {
        const shrunk = weightDecay > 0 && decays(path) ? p.map((value) => value - value * weightDecay * learningRate) : p;
        return rule(shrunk, clipped[path], learningRate, t, (name) => {
          const key = `${name} of ${path}`;
          if (!states.has(key)) states.set(key, new Float64Array(p.length));
          return states.get(key)!;
        }, occurrenceSquares?.[path]);
      };
      const updated = mapValues(weights, (p, path) => (path in clipped ? next(path, p) : p.slice()));
      if (!useEma) return updated;
      averages = mapValues(clipped, (_, path) => updated[path].map((p, i) => (t === 1 ? p : emaMomentum * averages[path][i] + (1 - emaMomentum) * p)));
      return emaOverwriteFrequency && t % emaOverwriteFrequency === 0 ? { ...updated, ...mapValues(averages, (avg) => avg.slice()) } : updated;
    },
    averages: () => averages,
  };
}

/** The mean of the gradients of `steps` calls at every last of them, else nothing. */
function accumulator(steps: number): (gradients: WeightRecord) => WeightRecord | undefined {
  let [sums, have]: [WeightRecord, number] = [{}, 0];
  return (gradients) => {
    sums = have === 0 ? gradients : mapValues(sums, (sum, path) => sum.map((value, i) => value + gradients[path][i]));
    have = (have + 1) % steps;
    return have === 0 ? (steps === 1 ? sums : mapValues(sums, (sum) => sum.map((value) => value / steps))) : undefined;
  };
}

function mapValues(record: WeightRecord, f: (values: Float64Array, path: string) => Float64Array): Record<string, Float64Array> {
  return Object.fromEntries(Object.entries(record).map(([path, values]) => [path, f(values, path)]));
}

function ruleOf(config: OptimizerConfig): Rule {
  switch (config.kind) {
    case 'sgd':
      return sgd(config);
    case 'rmsprop':
      return rmsprop(config);
    case 'adam':
    case 'adamw':
      return adam(config);
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
 * Adam (Kingma and Ba 2014, algorithm 1), from m = v = 0, at step t = 1, 2, …:
 *
 *   m′ = β₁·m + (1 - β₁)·g        v′ = β₂·v + (1 - β₂)·g²
 *   p′ = p - lr · m′/(1 - β₁ᵗ) / (√(v′/(1 - β₂ᵗ)) + ε)        with epsilonHat ε / √(1 - β₂ᵗ) in place of ε,
 * and with squareOccurrences, in embeddings, the sum of g² over the occurrences of an id in place of g²
 */
function adam({ beta1, beta2, epsilon, epsilonHat, squareOccurrences }: AdamConfig | AdamWConfig): Rule {
  return (p, g, learningRate, t, state, squares) => {
    const [m, v] = [state('m'), state('v')];
    const [correction1, correction2] = [1 - beta1 ** t, 1 - beta2 ** t];
    const e = epsilonHat ? epsilon / Math.sqrt(correction2) : epsilon;
    return p.map((value, i) => {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * (squareOccurrences && squares ? squares[i] : g[i] * g[i]);
      return value - (learningRate * (m[i] / correction1)) / (Math.sqrt(v[i] / correction2) + e);
    });
  };
}
