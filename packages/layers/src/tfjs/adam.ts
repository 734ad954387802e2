import * as tf from '@tensorflow/tfjs';
import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import { readsAtOnce } from './lookup.js';

export interface TfjsAdamOptions {
  /** Default 0.001. */
  readonly learningRate?: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

interface Moments {
  m: Float32Array;
  v: Float32Array;
}

const DEFAULTS = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const OPTIONS = Object.keys(DEFAULTS) as (keyof TfjsAdamOptions)[];

/** See {@link adam}. */
class TfjsAdam extends tf.Optimizer {
  /** `tf.train.adam` has 'Adam'. */
  static className = 'SekvensAdam';
  readonly #options: Required<TfjsAdamOptions>;
  readonly #moments = new Map<string, Moments>();
  #steps = 0;

  constructor(options: Required<TfjsAdamOptions>) {
    super();
    this.#options = options;
  }

  override applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    const named = Array.isArray(gradients) ? gradients : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    this.#steps++;
    const engine = tf.engine() as unknown as { registeredVariables: Record<string, tf.Variable> };
    for (const { name, tensor } of named) {
      if (tensor !== null && tensor !== undefined) this.update(engine.registeredVariables[name], tensor);
    }
    this.incrementIterations();
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...this.#options };
  }

  /** One pass over value, gradient and both moments, which a chain of operations would go through a dozen times. */
  private update(variable: tf.Variable, gradient: tf.Tensor): void {
    const { learningRate, beta1, beta2, epsilon } = this.#options;
    const { m, v } = this.momentsOf(variable);
    const [g, old] = [gradient.dataSync(), variable.dataSync()];
    const values = new Float32Array(old.length);
    // m̂ / (√v̂ + ε) with the corrections of bias taken out of the loop
    const correction = Math.sqrt(1 - beta2 ** this.#steps);
    const rate = (learningRate * correction) / (1 - beta1 ** this.#steps);
    const small = epsilon * correction;
    for (let i = 0; i < values.length; i++) {
      const gi = g[i];
      const mi = (m[i] += (1 - beta1) * (gi - m[i]));
      const vi = (v[i] += (1 - beta2) * (gi * gi - v[i]));
      values[i] = mi === 0 ? old[i] : old[i] - (rate * mi) / (Math.sqrt(vi) + small);
    }
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, 'float32')));
  }

  private momentsOf({ name, size }: tf.Variable): Moments {
    const found = this.#moments.get(name);
    if (found) return found;
    const fresh = { m: new Float32Array(size), v: new Float32Array(size) };
    this.#moments.set(name, fresh);
    return fresh;
  }
}

/**
 * Adam as `tf.train.adam` computes it, in one pass over each weight: made for the large tables of embeddings on the backends 'cpu' and
 * 'wasm', where an update by separate operations costs more than the rest of a step. On other backends it is `tf.train.adam` itself.
 *
 * Its moments are not part of a saved model: `save` with `includeOptimizer` throws.
 *
 * m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², w ← w - learningRate · m̂ / (√v̂ + epsilon), with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)
 */
export function adam(options: TfjsAdamOptions = {}): tf.Optimizer {
  assertKnownOptions(options, OPTIONS, 'adam(options)');
  const all = { ...DEFAULTS, ...options };
  for (const name of OPTIONS) {
    const value: unknown = all[name];
    const fits = typeof value === 'number' && value >= 0 && (name.startsWith('beta') ? value < 1 : Number.isFinite(value));
    if (!fits) throw new SekvensError({ code: 'invalid-option', where: `adam({ ${name} })`, expected: name.startsWith('beta') ? 'a number from 0 to below 1' : 'a finite number of at least 0', got: show(value) });
  }
  return readsAtOnce() ? new TfjsAdam(all) : tf.train.adam(all.learningRate, all.beta1, all.beta2, all.epsilon);
}
