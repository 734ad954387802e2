import { assertClasses } from './assert-predictions.js';

/**
 * Brier's score: the mean over rows of Σ over classes of (probability - 1 or 0)², from 0 (certain and right) to 2 (certain and wrong), also
 * with two classes. 0 of no rows.
 * @throws code 'invalid-data' for indices that are no class
 */
export function brierScore(probabilities: ArrayLike<number>, truth: ArrayLike<number>, classes: number): number {
  assertClasses(truth, classes, 'brierScore');
  let sum = 0;
  for (let r = 0; r < truth.length; r++) {
    for (let c = 0; c < classes; c++) sum += (probabilities[r * classes + c] - (c === truth[r] ? 1 : 0)) ** 2;
  }
  return truth.length === 0 ? 0 : sum / truth.length;
}
