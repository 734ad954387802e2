import type { EvaluationSlices, Slice } from '@sekvens/engine';
import { count, percent } from './numbers.js';

export interface SliceTable {
  readonly id: string;
  /** As in "accuracy by length". */
  readonly heading: string;
  readonly column: string;
  readonly rows: readonly (Slice & { readonly name: string })[];
}

/** Slices with their names in words; those without rows are left out. */
export function sliceTables({ length, unknownShare, group }: EvaluationSlices): SliceTable[] {
  const range = (from: string, to: string): string => (from === to ? from : `${from} – ${to}`);
  const tables = [
    { id: 'length', heading: 'by length', column: 'tokens', rows: length.map((slice) => ({ ...slice, name: range(count(slice.from), count(slice.to)) })) },
    { id: 'unknown', heading: 'by unknown tokens', column: 'unknown', rows: unknownShare.map((slice) => ({ ...slice, name: range(percent(slice.from, 1), percent(slice.to, 1)) })) },
    { id: 'group', heading: 'by group', column: 'group', rows: (group ?? []).map((slice) => ({ ...slice, name: slice.group })) },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}
