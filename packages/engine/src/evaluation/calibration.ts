import { SekvensError, show } from '@sekvens/core';
import { assertBinary, assertLength } from './assert-predictions.js';

/** Rows whose probability lies above `from` and up to `to`; the first bin includes 0. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Mean probability; null without rows. */
  readonly probability: number | null;
  /** Share of the rows for which it came true; null without rows. */
  readonly share: number | null;
}

export interface Calibration {
  /** Expected calibration error: Σ rows / all · |share - probability| over the bins; 0 of no rows. */
  readonly error: number;
  /** The largest |share - probability| of a bin. */
  readonly maximumError: number;
  readonly bins: readonly CalibrationBin[];
}

/**
 * How far probabilities can be taken at their word, in bins of equal width: the reliability diagram and its error.
 * @param probabilities of what was predicted
 * @param outcomes 1 or true where it came true
 * @param bins how many; default 10
 * @throws code 'invalid-option' for a number of bins that is no positive integer, 'invalid-data' for what does not fit
 */
export function calibration(probabilities: ArrayLike<number>, outcomes: ArrayLike<number | boolean>, bins = 10): Calibration {
  if (!(Number.isInteger(bins) && bins >= 1)) throw new SekvensError({ code: 'invalid-option', where: 'calibration(bins)', expected: 'a positive integer', got: show(bins) });
  assertLength(outcomes, probabilities.length, 'calibration(outcomes)');
  assertBinary(outcomes, 'calibration(outcomes)');
  const rows = new Array<number>(bins).fill(0);
  const sums = new Array<number>(bins).fill(0);
  const hits = new Array<number>(bins).fill(0);
  for (let r = 0; r < probabilities.length; r++) {
    const bin = binOf(probabilities[r], bins);
    rows[bin]++;
    sums[bin] += probabilities[r];
    if (outcomes[r]) hits[bin]++;
  }
  const gaps = rows.map((n, i) => (n === 0 ? 0 : Math.abs(hits[i] - sums[i]) / n));
  return {
    error: probabilities.length === 0 ? 0 : gaps.reduce((sum, gap, i) => sum + gap * rows[i], 0) / probabilities.length,
    maximumError: Math.max(...gaps),
    bins: rows.map((n, i) => ({ from: i / bins, to: (i + 1) / bins, rows: n, probability: n === 0 ? null : sums[i] / n, share: n === 0 ? null : hits[i] / n })),
  };
}

/** The bin (i / bins, (i + 1) / bins] of p; the product may round across an edge, which the comparisons mend. */
function binOf(p: number, bins: number): number {
  let bin = Math.min(Math.max(Math.ceil(p * bins) - 1, 0), bins - 1);
  if (bin > 0 && p <= bin / bins) bin--;
  else if (bin < bins - 1 && p > (bin + 1) / bins) bin++;
  return bin;
}
