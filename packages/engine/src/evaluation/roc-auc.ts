import { thresholdCounts } from './threshold-counts.js';
import type { ThresholdCounts } from './threshold-counts.js';

/**
 * The area under the ROC curve: how often a positive has a higher score than a negative, where ties count half (Mann and Whitney's U over
 * all pairs). null where there are no positives or no negatives.
 * @throws code 'invalid-data' for scores that are not numbers and what does not fit them
 */
export function rocAuc(scores: ArrayLike<number>, positives: ArrayLike<number | boolean>): number | null {
  return rocAucOf(thresholdCounts(scores, positives, 'rocAuc'));
}

export function rocAucOf(counts: readonly ThresholdCounts[]): number | null {
  let pairs = 0;
  let [hits, misses] = [0, 0];
  for (const { truePositives, falsePositives } of counts) {
    pairs += ((falsePositives - misses) * (hits + truePositives)) / 2;
    [hits, misses] = [truePositives, falsePositives];
  }
  return hits === 0 || misses === 0 ? null : pairs / (hits * misses);
}
