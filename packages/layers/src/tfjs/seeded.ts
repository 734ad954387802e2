import { assertSeed, Random } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';

/** Random factors of a layer: a generator of its own a call, made from the layer's seed, its name and the number of the call. */
export class SeededDropout {
  readonly #seed: number;
  readonly #name: string;
  #calls = 0;

  constructor(seed: number, name: string) {
    assertSeed(seed, `${name}({ seed })`);
    this.#seed = seed;
    this.#name = name;
  }

  /** Where a tensor is to be dropped, [count] times in its shape: true with probability `rate`. */
  dropped(rate: number, shape: readonly number[]): Uint8Array {
    const random = new Random(this.#seed).fork(`${this.#name}/dropout/${this.#calls++}`);
    return Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (random.uniform(0, 1) < rate ? 1 : 0));
  }

  /** Factors 0 or 1 / (1 - rate) in this shape; undefined where nothing is dropped. */
  factors(rate: number, shape: readonly number[]): tf.Tensor | undefined {
    if (rate === 0) return undefined;
    return tf.tensor(Float32Array.from(this.dropped(rate, shape), (drop) => (drop ? 0 : 1 / (1 - rate))), [...shape], 'float32');
  }
}
