import { thresholdCounts } from './threshold-counts.js';

export interface RocPoint {
  /** Scores from this one up count as positive; of the first point, which counts nothing, Infinity. */
  readonly threshold: number;
  /** Share of the negatives counted as positive. */
  readonly falsePositiveRate: number;
  /** Share of the positives counted as positive. */
  readonly truePositiveRate: number;
}

/**
 * The points of the ROC curve from (0, 0) to (1, 1), one at every score that occurs. null where there are no positives or no negatives.
 * @param scores higher for what is more likely positive
 * @param positives 1 or true for what is
 * @throws code 'invalid-data' for scores that are not numbers and what does not fit them
 */
export function rocCurve(scores: ArrayLike<number>, positives: ArrayLike<number | boolean>): RocPoint[] | null {
  const counts = thresholdCounts(scores, positives, 'rocCurve');
  const { truePositives = 0, falsePositives = 0 } = counts.at(-1) ?? {};
  if (truePositives === 0 || falsePositives === 0) return null;
  return [
    { threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 },
    ...counts.map((at) => ({ threshold: at.threshold, falsePositiveRate: at.falsePositives / falsePositives, truePositiveRate: at.truePositives / truePositives })),
  ];
}
