import { confusionTotals } from './confusion-totals.js';
import type { Confusion } from './confusion-totals.js';

/**
 * Matthews' correlation of true and predicted classes, for any number of them: (h·n - Σtₖpₖ) / √((n² - Σpₖ²)(n² - Σtₖ²)), with h hits among n
 * rows, tₖ of which are and pₖ are predicted as class k. From -1 to 1; 0 where all rows are, or are predicted as, one class.
 */
export function matthewsCorrelation(confusion: Confusion): number {
  const { rows, hits, both, trueSquares, predictedSquares } = confusionTotals(confusion);
  const scale = (rows * rows - predictedSquares) * (rows * rows - trueSquares);
  return scale === 0 ? 0 : (hits * rows - both) / Math.sqrt(scale);
}
