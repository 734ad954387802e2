/** From the cells of a row to its labels: one, as many as an array holds or a separator parts, or the columns that say 1. */
import { SekvensError, show } from '@sekvens/core';
import type { Example } from '../example.js';
import type { Column, ColumnChoice } from './columns.js';
import { labelValue } from './label-value.js';

/** Labels as an {@link Example} has them. */
export type RowLabels = Pick<Example, 'label' | 'labels'>;

/** Whether every row gets `labels`, be they none. */
function isMultiLabel({ multiLabel, labelSeparator, label }: ColumnChoice): boolean {
  return multiLabel ?? (labelSeparator !== undefined || typeof label === 'object');
}

/**
 * Reads the cells of the label columns.
 *
 * @param names the names of those columns, which are the labels where there are several; null where columns have none
 * @param source what the names come from, for errors
 */
export function labelReader(choice: ColumnChoice, names: readonly Column[] | null, source: string): (cells: readonly unknown[], where: string) => RowLabels {
  if (typeof choice.label === 'object') return columnReader(choice.label, names, source);
  const { labelSeparator: separator } = choice;
  const several = isMultiLabel(choice);
  return ([cell], where) => {
    const given = separator === undefined ? listOf(cell, several, where) : partsOf(cell, separator, where);
    return asRowLabels(given, several, where);
  };
}

/** The labels a row was given, as an {@link Example} has them. */
export function asRowLabels(given: readonly string[], several: boolean, where: string): RowLabels {
  // a label that is named twice is no more than there
  if (several) return { ...(given.length > 0 && { label: given[0] }), labels: [...new Set(given)] };
  if (given.length === 0) return { label: labelValue(undefined, where) };
  return given.length === 1 ? { label: given[0] } : { label: given[0], labels: given };
}

function listOf(cell: unknown, several: boolean, where: string): string[] {
  if (several && isNothing(cell)) return [];
  return Array.isArray(cell) ? cell.map((item) => labelValue(item, where)) : [labelValue(cell, where)];
}

function partsOf(cell: unknown, separator: string, where: string): string[] {
  if (isNothing(cell)) return [];
  if (typeof cell !== 'string') {
    throw new SekvensError({
      code: 'invalid-data', where, expected: `labels as a string with ${show(separator)} between them`, got: show(cell), hint: Array.isArray(cell) ? 'An array of labels needs no labelSeparator.' : undefined,
    });
  }
  return cell.split(separator).map((part) => {
    if (part.trim() !== '') return part.trim();
    throw new SekvensError({ code: 'invalid-data', where, expected: `a label on each side of ${show(separator)}`, got: show(cell), hint: 'A cell with nothing in it is a row without labels.' });
  });
}

function isNothing(cell: unknown): boolean {
  return cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/** Several columns: each is a label by its name, and says 1 or 0. */
function columnReader(chosen: readonly Column[], names: readonly Column[] | null, source: string): (cells: readonly unknown[], where: string) => RowLabels {
  if (names === null) {
    throw new SekvensError({
      code: 'invalid-option', where: source, expected: 'a header with the names of the label columns, which are the labels', got: `the columns ${chosen.map(show).join(', ')} of a file without one`,
      hint: 'Pass header: true if the first row names the columns.',
    });
  }
  const labels = names.map((name) => labelValue(name, source));
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined) throw new SekvensError({ code: 'invalid-option', where: source, expected: 'every label column once', got: `${show(twice)} twice` });
  return (cells, where) => asRowLabels(labels.filter((label, i) => isThere(cells[i], label, where)), true, where);
}

function isThere(cell: unknown, label: string, where: string): boolean {
  switch (typeof cell === 'string' ? cell.trim().toLowerCase() : String(cell)) {
    case '1': case '1.0': case 'true':
      return true;
    case '0': case '0.0': case 'false':
      return false;
    default:
      throw new SekvensError({
        code: 'invalid-data', where, expected: `0 or 1 in the label column ${show(label)}`, got: cell === undefined ? 'none' : show(cell),
        hint: 'Of several label columns each says whether a row has that label. Remove or mend the row, or choose one column.',
      });
  }
}
