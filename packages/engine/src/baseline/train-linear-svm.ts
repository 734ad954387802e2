import { Random, throwIfAborted } from '@sekvens/core';
import { giveWay, longestStretch } from '../model/give-way.js';
import type { SparseRows } from './ngram-features.js';

export interface LinearSvmOptions {
  /** Number of features. */
  readonly size: number;
  /** C. */
  readonly cost: number;
  /** Of the order in which rows are gone through. */
  readonly seed: number;
  /** Ends when no row's gradient of the dual objective exceeds this, as seen within a pass. Default 0.1. */
  readonly tolerance?: number;
  /** Ends after so many passes at the latest. Default 20. */
  readonly passes?: number;
  readonly signal?: AbortSignal | undefined;
  /** Who asks, for the error of an abort. */
  readonly where: string;
}

export interface LinearSvm {
  readonly weights: Float64Array;
  readonly bias: number;
}

/**
 * The hyperplane (w, b) between the rows that are of a class and those that are not, y = ±1, that minimises
 *
 *     ½ |w|² + ½ b² + C Σ max(0, 1 - y (w·x + b))²
 *
 * by coordinate descent in the dual (Hsieh et al. 2008, as in LIBLINEAR): of each row in turn the multiplier α ≥ 0 is set to where its
 * derivative vanishes, and w = Σ α y x, b = Σ α y are kept along. Additions, multiplications and divisions alone, so that the same rows in
 * the same order give the same bits everywhere.
 */
export async function trainLinearSvm({ features, values, offsets }: SparseRows, isOfClass: (row: number) => boolean, options: LinearSvmOptions): Promise<LinearSvm> {
  const { size, cost, seed, tolerance = 0.1, passes = 20, signal, where } = options;
  const rows = offsets.length - 1;
  const weights = new Float64Array(size);
  const multipliers = new Float64Array(rows);
  const slack = 1 / (2 * cost);
  const signs = Int8Array.from({ length: rows }, (_, r) => (isOfClass(r) ? 1 : -1));
  const curvatures = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let squares = 1 + slack;
    for (let i = offsets[r]; i < offsets[r + 1]; i++) squares += values[i] * values[i];
    curvatures[r] = squares;
  }
  const order = Uint32Array.from({ length: rows }, (_, r) => r);
  const random = new Random(seed);
  let bias = 0;
  let since = performance.now();
  for (let pass = 0; pass < passes; pass++) {
    random.shuffle(order);
    let largest = 0;
    for (let k = 0; k < rows; k++) {
      const r = order[k];
      const from = offsets[r];
      const to = offsets[r + 1];
      let score = bias;
      for (let i = from; i < to; i++) score += weights[features[i]] * values[i];
      const gradient = signs[r] * score - 1 + slack * multipliers[r];
      // at the bound only a step away from it counts
      if (multipliers[r] > 0 || gradient < 0) {
        largest = Math.max(largest, Math.abs(gradient));
        const next = Math.max(multipliers[r] - gradient / curvatures[r], 0);
        const step = (next - multipliers[r]) * signs[r];
        multipliers[r] = next;
        bias += step;
        for (let i = from; i < to; i++) weights[features[i]] += step * values[i];
      }
      if ((k & 1023) === 1023 && performance.now() - since > longestStretch) {
        await giveWay();
        throwIfAborted(signal, where);
        since = performance.now();
      }
    }
    if (largest <= tolerance) break;
  }
  return { weights, bias };
}
