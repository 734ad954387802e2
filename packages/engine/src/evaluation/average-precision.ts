import { thresholdCounts } from './threshold-counts.js';
import type { ThresholdCounts } from './threshold-counts.js';

/**
 * The area under the precision-recall curve as average precision: Σ (recallᵢ - recallᵢ₋₁) · precisionᵢ over the scores that occur, highest
 * first. No interpolation, as scikit-learn's. null where there are no positives.
 * @throws code 'invalid-data' for scores that are not numbers and what does not fit them
 */
export function averagePrecision(scores: ArrayLike<number>, positives: ArrayLike<number | boolean>): number | null {
  return averagePrecisionOf(thresholdCounts(scores, positives, 'averagePrecision'));
}

export function averagePrecisionOf(counts: readonly ThresholdCounts[]): number | null {
  let sum = 0;
  let hits = 0;
  for (const { truePositives, falsePositives } of counts) {
    sum += ((truePositives - hits) * truePositives) / (truePositives + falsePositives);
    hits = truePositives;
  }
  return hits === 0 ? null : sum / hits;
}
