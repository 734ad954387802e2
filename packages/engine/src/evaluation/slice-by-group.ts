import { assertBinary, assertLength } from './assert-predictions.js';
import { sliceOf } from './slice.js';
import type { GroupSlice } from './slice.js';

/** Accuracy by a name of each row, in the order in which the names first occur. */
export function sliceByGroup(groups: readonly string[], outcomes: ArrayLike<number | boolean>): GroupSlice[] {
  assertLength(groups, outcomes.length, 'sliceByGroup(groups)');
  assertBinary(outcomes, 'sliceByGroup(outcomes)');
  const rows = new Map<string, number[]>();
  groups.forEach((group, r) => {
    const own = rows.get(group);
    if (own) own.push(r);
    else rows.set(group, [r]);
  });
  return Array.from(rows, ([group, own]) => ({ group, ...sliceOf(own, outcomes) }));
}
