import { SekvensError, show } from '@sekvens/core';
import { assertBinary, assertLength } from './assert-predictions.js';
import { sliceOf } from './slice.js';
import type { RangeSlice } from './slice.js';

/**
 * Accuracy by a number of each row, in bins of about the same number of rows: equal values are never divided, so there may be fewer bins.
 * Rows whose value is null are in none.
 * @param outcomes 1 or true where the prediction was right
 * @param bins how many at most; default 5
 */
export function sliceByQuantiles(values: ArrayLike<number | null>, outcomes: ArrayLike<number | boolean>, bins = 5): RangeSlice[] {
  if (!(Number.isInteger(bins) && bins >= 1)) throw new SekvensError({ code: 'invalid-option', where: 'sliceByQuantiles(bins)', expected: 'a positive integer', got: show(bins) });
  assertLength(values, outcomes.length, 'sliceByQuantiles(values)');
  assertBinary(outcomes, 'sliceByQuantiles(outcomes)');
  const rows = Array.from({ length: values.length }, (_, r) => r).filter((r) => values[r] !== null);
  const at = (r: number): number => values[r]!;
  rows.sort((a, b) => at(a) - at(b));
  const slices: RangeSlice[] = [];
  for (let bin = 1, first = 0; bin <= bins && first < rows.length; bin++) {
    // the bin ends with the last of the values at its quantile
    let end = Math.ceil((rows.length * bin) / bins);
    // a former bin of equal values went further
    if (end <= first) continue;
    while (end < rows.length && at(rows[end]) === at(rows[end - 1])) end++;
    const chosen = rows.slice(first, end);
    slices.push({ from: at(chosen[0]), to: at(rows[end - 1]), ...sliceOf(chosen, outcomes) });
    first = end;
  }
  return slices;
}
