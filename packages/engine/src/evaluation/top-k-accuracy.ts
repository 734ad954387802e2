import { SekvensError, show } from '@sekvens/core';
import { assertClasses } from './assert-predictions.js';

/**
 * The share of rows whose true class is among the k most probable ones; 0 of no rows. Of equal probabilities the first classes come first.
 * @throws code 'invalid-option' for a k that is no integer from 1 to the number of classes, 'invalid-data' for indices that are no class
 */
export function topKAccuracy(probabilities: ArrayLike<number>, truth: ArrayLike<number>, classes: number, k: number): number {
  if (!(Number.isInteger(k) && k >= 1 && k <= classes)) throw new SekvensError({ code: 'invalid-option', where: 'topKAccuracy(k)', expected: `an integer from 1 to ${classes}`, got: show(k) });
  assertClasses(truth, classes, 'topKAccuracy');
  let hits = 0;
  for (let r = 0; r < truth.length; r++) {
    const own = probabilities[r * classes + truth[r]];
    let before = 0;
    for (let c = 0; c < classes; c++) {
      const other = probabilities[r * classes + c];
      if (other > own || (other === own && c < truth[r])) before++;
    }
    if (before < k) hits++;
  }
  return truth.length === 0 ? 0 : hits / truth.length;
}
