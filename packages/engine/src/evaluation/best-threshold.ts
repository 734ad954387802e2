import { thresholdCounts } from './threshold-counts.js';

export interface BestThreshold {
  readonly threshold: number;
  readonly f1: number;
}

/**
 * The threshold with the highest F1, from which up scores count as positive: one of the scores, the highest of those that are equally good.
 * Choose it on other rows than those it is measured on. null where there are no positives.
 * @throws code 'invalid-data' for scores that are not numbers and what does not fit them
 */
export function bestThreshold(scores: ArrayLike<number>, positives: ArrayLike<number | boolean>): BestThreshold | null {
  const counts = thresholdCounts(scores, positives, 'bestThreshold');
  const total = counts.at(-1)?.truePositives ?? 0;
  if (total === 0) return null;
  const all = counts.map(({ threshold, truePositives, falsePositives }) => ({ threshold, f1: (2 * truePositives) / (truePositives + falsePositives + total) }));
  return all.reduce((best, one) => (one.f1 > best.f1 ? one : best));
}
