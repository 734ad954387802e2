import { sortLabels } from '@sekvens/engine';
import { labelsOf } from '../source/sourced-example.js';
import type { SourcedExample } from '../source/sourced-example.js';

/**
 * By what rows are to be split so that every label keeps about its share: by their whole set of labels, where enough rows have it to
 * give some to both parts. Most sets are rarer than that; then by that label of theirs which the fewest rows have, of equally rare ones
 * the first in natural order.
 */
export function labelStrata(rows: readonly SourcedExample[], fraction: number): (row: SourcedExample) => string {
  const setOf = (row: SourcedExample): string => JSON.stringify(sortLabels(labelsOf(row)));
  const sets = counted(rows.map(setOf));
  const labels = counted(rows.flatMap(labelsOf));
  const ranks = new Map([...sortLabels(labels.keys())].sort((a, b) => labels.get(a)! - labels.get(b)!).map((label, rank) => [label, rank]));
  const smaller = Math.min(fraction, 1 - fraction);
  return (row) => {
    const set = setOf(row);
    const given = labelsOf(row);
    if (given.length === 0 || sets.get(set)! * smaller >= 1) return set;
    return given.reduce((rarest, label) => (ranks.get(label)! < ranks.get(rarest)! ? label : rarest));
  };
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
