import { confusionTotals } from './confusion-totals.js';
import type { Confusion } from './confusion-totals.js';

/**
 * Cohen's kappa: (accuracy - expected) / (1 - expected), where expected = Σtₖpₖ / n² is the accuracy of drawing predictions at random as
 * often as they occur. null where expected is 1, that is where all rows are and are predicted as one class, and of no rows.
 */
export function cohensKappa(confusion: Confusion): number | null {
  const { rows, hits, both } = confusionTotals(confusion);
  return rows * rows === both ? null : (hits * rows - both) / (rows * rows - both);
}
