import type { Heap } from '../heap.js';
import type { Kernels } from '../kernels.js';
import type { Rows } from './weight-states.js';
import { span } from './weight-states.js';

export interface CoastOptions {
  /** μ, what a velocity u is multiplied by at every step. */
  readonly momentum: number;
  /** How far a velocity moves its weight: p += push · u. */
  readonly push: number;
  /** ρ, what running averages are multiplied by at every step. */
  readonly rho: number;
}

/** Where among a weight's states the velocity, the average of squares and the average of gradients are; absent where there is none. */
export interface CoastStates {
  readonly velocity?: number;
  readonly squares?: number;
  readonly average?: number;
}

/**
 * How rows follow k steps of SGD or RMSprop in which they had no gradient:
 *
 *   u ← μ·u and p ← p + push · u, k times:   p += push · Σ_{j=1..k} μ^j · u,   u ·= μ^k
 *   averages ← ρ · averages, k times:        averages ·= ρ^k
 *
 * The learning rate has no part in it. The sums follow from each other, Σ_k = μ · (1 + Σ_{k-1}), and no row is behind by more than `span` steps.
 */
export function coast(heap: Heap, { momentum, push, rho }: CoastOptions, { velocity, squares, average }: CoastStates): (kernels: Kernels, rows: Rows, now: number) => void {
  const [movesAt, decaysAt, forgetsAt] = [0, 1, 2].map(() => heap.keep((span + 1) * 4));
  const [moves, decays, forgets] = [movesAt, decaysAt, forgetsAt].map((pointer) => heap.f32(pointer, span + 1));
  for (let k = 0, sum = 0, decay = 1, forget = 1; k <= span; k++) {
    moves[k] = push * sum;
    decays[k] = decay;
    forgets[k] = forget;
    sum = momentum * (1 + sum);
    decay *= momentum;
    forget *= rho;
  }
  return (kernels, { pointer, states, lastStep, unique, count, width }, now) => {
    const state = (place: number | undefined) => (place === undefined ? 0 : states[place]);
    kernels.coastRows(pointer, state(velocity), state(squares), state(average), lastStep, unique, count, width, now, movesAt, decaysAt, forgetsAt);
  };
}
