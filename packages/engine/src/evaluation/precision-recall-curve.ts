import { thresholdCounts } from './threshold-counts.js';

export interface PrecisionRecallPoint {
  /** Scores from this one up count as positive; of the first point, which counts nothing, Infinity. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/**
 * The points of the precision-recall curve, from recall 0, where precision counts as 1, to recall 1, one at every score that occurs.
 * null where there are no positives.
 * @throws code 'invalid-data' for scores that are not numbers and what does not fit them
 */
export function precisionRecallCurve(scores: ArrayLike<number>, positives: ArrayLike<number | boolean>): PrecisionRecallPoint[] | null {
  const counts = thresholdCounts(scores, positives, 'precisionRecallCurve');
  const total = counts.at(-1)?.truePositives ?? 0;
  if (total === 0) return null;
  return [
    { threshold: Infinity, precision: 1, recall: 0 },
    ...counts.map(({ threshold, truePositives, falsePositives }) => ({ threshold, precision: truePositives / (truePositives + falsePositives), recall: truePositives / total })),
  ];
}
