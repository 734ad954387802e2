import { assertBinary, assertLength, refuse } from './assert-predictions.js';
import { show } from '@sekvens/core';

/** What is found where everything with a score of at least `threshold` counts as positive. */
export interface ThresholdCounts {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/** The counts at every score that occurs, highest first: ties come together. Curves and areas are read from them. */
export function thresholdCounts(scores: ArrayLike<number>, positives: ArrayLike<number | boolean>, where: string): ThresholdCounts[] {
  assertLength(positives, scores.length, `${where}(positives)`);
  assertBinary(positives, `${where}(positives)`);
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const counts: ThresholdCounts[] = [];
  let truePositives = 0;
  let falsePositives = 0;
  order.forEach((row, i) => {
    if (Number.isNaN(scores[row])) throw refuse(`${where}(scores)[${row}]`, 'a number', show(scores[row]));
    if (positives[row]) truePositives++;
    else falsePositives++;
    if (i + 1 === order.length || scores[order[i + 1]] !== scores[row]) counts.push({ threshold: scores[row], truePositives, falsePositives });
  });
  return counts;
}
