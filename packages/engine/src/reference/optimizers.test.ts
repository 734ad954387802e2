import { describe, expect, it } from 'vitest';
import type { OptimizerConfig } from '../training-config.js';
import { createOptimizer } from './optimizers.js';

function after(config: OptimizerConfig, gradients: readonly (readonly number[])[]): number[] {
  const optimizer = createOptimizer(config);
  let weights: Record<string, Float64Array> = { w: Float64Array.of(1, -2) };
  for (const g of gradients) weights = optimizer.update(weights, { w: Float64Array.from(g) });
  return Array.from(weights.w);
}

describe('createOptimizer', () => {
  it('sgd steps against the gradient', () => {
    const [a, b] = after({ kind: 'sgd', learningRate: 0.1 }, [[0.5, 1], [-0.25, 2], [1, 0]]);
    expect(a).toBeCloseTo(0.875, 14);
    expect(b).toBeCloseTo(-2.3, 14);
  });

  it('adam gives what torch.optim.Adam gives, also where epsilon matters and where a gradient is zero', () => {
    const [a, b] = after({ kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epsilonHat: false }, [[0.5, 1e-6], [-0.25, 2e-6], [1, 0]]);
    expect(a).toBeCloseTo(0.9807555172694242, 14);
    expect(b).toBeCloseTo(-2.0250931510211876, 14);
  });

  it('leaves weights without a gradient, and the arrays given, as they are', () => {
    const weights = { w: Float64Array.of(1), frozen: Float64Array.of(2) };
    const next = createOptimizer({ kind: 'sgd', learningRate: 1 }).update(weights, { w: Float64Array.of(0.5) });
    expect(next).toEqual({ w: Float64Array.of(0.5), frozen: Float64Array.of(2) });
    expect(weights.w[0]).toBe(1);
  });

  it('refuses an unknown kind', () => {
    expect(() => createOptimizer({ kind: 'lion' } as never)).toThrow('createOptimizer({ kind }): expected sgd or adam, got "lion".');
  });
});
