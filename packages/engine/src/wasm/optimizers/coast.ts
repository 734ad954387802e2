import type { Heap } from '../heap.js';
import type { Kernels } from '../kernels.js';
import type { Rows } from './weight-states.js';
import { span } from './weight-states.js';

export interface CoastOptions {
  /** μ, what a velocity u is multiplied by at every step. */
  readonly momentum: number;
  /** How far a velocity moves its weight: p += push · u. */
  readonly push: number;
  /** ρ, what an optimizer's own averages of gradients and squares are multiplied by at every step. */
  readonly rho: number;
  /** μ_avg of the running averages of weights, where there are any. */
  readonly averageMomentum: number | undefined;
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
 *   running averages of weights, avg ← μ_avg·avg + (1 - μ_avg)·p:   avg += (1 - μ_avg^k) · (p - avg) + push · A_k · u
 *
 * with A_k = μ_avg · A_{k-1} + (1 - μ_avg) · Σ_{j=1..k} μ^j. The learning rate has no part in it. The sums follow from each other, Σ_k = μ · (1 + Σ_{k-1}), and no row is behind by more than `span` steps.
 */
export function coast(heap: Heap, { momentum, push, rho, averageMomentum }: CoastOptions, { velocity, squares, average }: CoastStates): (kernels: Kernels, rows: Rows, now: number) => void {
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
  const averages = averageMomentum === undefined ? undefined : averageTables(heap, momentum, push, averageMomentum);
  return (kernels, { pointer, states, average: runningAverage, lastStep, unique, count, width }, now) => {
    const state = (place: number | undefined) => (place === undefined ? 0 : states[place]);
    if (averages) kernels.coastAverageRows(runningAverage, pointer, state(velocity), lastStep, unique, count, width, now, averages.gains, averages.moves);
    kernels.coastRows(pointer, state(velocity), state(squares), state(average), lastStep, unique, count, width, now, movesAt, decaysAt, forgetsAt);
  };
}

/** 1 - μ_avg^k, and push · A_k. */
function averageTables(heap: Heap, momentum: number, push: number, averageMomentum: number): { gains: number; moves: number } {
  const [gainsAt, movesAt] = [0, 1].map(() => heap.keep((span + 1) * 4));
  const [gains, moves] = [gainsAt, movesAt].map((pointer) => heap.f32(pointer, span + 1));
  for (let k = 0, sum = 0, power = 1, averaged = 0; k <= span; k++) {
    gains[k] = 1 - power;
    moves[k] = push * averaged;
    sum = momentum * (1 + sum);
    power *= averageMomentum;
    averaged = averageMomentum * averaged + (1 - averageMomentum) * sum;
  }
  return { gains: gainsAt, moves: movesAt };
}
