/** Accuracy of parts of the rows. */
import { wilsonInterval } from './wilson-interval.js';
import type { Interval } from './wilson-interval.js';

export interface Slice {
  readonly rows: number;
  readonly accuracy: number;
  /** Wilson's interval of 95 % confidence. */
  readonly accuracyInterval: Interval;
}

/** Rows with values from `from` to `to`, both included. */
export interface RangeSlice extends Slice {
  readonly from: number;
  readonly to: number;
}

export interface GroupSlice extends Slice {
  readonly group: string;
}

/** The slice of some rows, of which `outcomes` says whether they are right. */
export function sliceOf(rows: readonly number[], outcomes: ArrayLike<number | boolean>): Slice {
  const hits = rows.reduce((sum, r) => sum + Number(outcomes[r]), 0);
  return { rows: rows.length, accuracy: hits / rows.length, accuracyInterval: wilsonInterval(hits, rows.length) };
}
