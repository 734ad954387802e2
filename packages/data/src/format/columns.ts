import { closest, SekvensError, show } from '@sekvens/core';

/** A column by its name, or by its position from 0. */
export type Column = string | number;

/** Which columns of a table are read. */
export interface ColumnChoice {
  /** One or several columns, joined by one space. Default: the column `text`. */
  readonly text: Column | readonly Column[] | undefined;
  /** Default: the column `label` where there is one; `false` reads no labels; of several each is a label, which a row has or not. */
  readonly label: Column | readonly Column[] | false | undefined;
  /** What stands between the labels of a cell. */
  readonly labelSeparator?: string | undefined;
  /** Whether a row may have any number of labels. */
  readonly multiLabel?: boolean | undefined;
}

/** The same as positions in a row. */
export interface ColumnPositions {
  readonly text: readonly number[];
  /** None where no labels are read. */
  readonly label: readonly number[];
}

/**
 * Finds the chosen columns.
 *
 * @param names the header, or null for a table without one, where columns have numbers only
 */
export function findColumns(choice: ColumnChoice, names: readonly string[] | null, width: number, where: string): ColumnPositions {
  const chosen = choice.text === undefined ? ['text'] : typeof choice.text === 'object' ? choice.text : [choice.text];
  const missingText = choice.text === undefined ? "Name the column or columns that hold the text, e.g. text: ['title', 'description']." : undefined;
  const text = chosen.map((column) => findColumn(column, 'text', names, width, where, missingText));
  if (choice.label !== undefined) return { text, label: chosenLabels(choice).map((column) => findColumn(column, 'label', names, width, where)) };
  const usual = names === null ? -1 : names.findIndex((name) => name.trim() === 'label');
  return { text, label: usual === -1 ? [] : [usual] };
}

/** The label columns that were asked for. */
export function chosenLabels({ label }: ColumnChoice): readonly Column[] {
  if (label === undefined || label === false) return [];
  return typeof label === 'object' ? label : [label];
}

function findColumn(column: Column, role: string, names: readonly string[] | null, width: number, where: string, otherwise?: string): number {
  if (typeof column === 'number') {
    if (Number.isInteger(column) && column >= 0 && column < width) return column;
    throw new SekvensError({
      code: 'not-found',
      where,
      expected: `the ${role} column to be a position from 0 to ${width - 1}`,
      got: show(column),
      hint: names === null ? `A row has ${width} columns.` : `The columns are ${listed(names)}.`,
    });
  }
  if (names === null) {
    throw new SekvensError({
      code: 'invalid-option',
      where,
      expected: `the ${role} column as a position, since header: false leaves columns without names`,
      got: show(column),
      hint: 'Count columns from 0.',
    });
  }
  const matches = names.flatMap((name, i) => (name.trim() === column.trim() ? [i] : []));
  if (matches.length === 1) return matches[0];
  if (matches.length > 1) {
    throw new SekvensError({
      code: 'invalid-file',
      where,
      expected: `one column ${show(column)}`,
      got: `${matches.length} of that name, at positions ${matches.join(', ')}`,
      hint: 'Choose it by its position.',
    });
  }
  const meant = closest(column, names);
  throw new SekvensError({
    code: 'not-found',
    where,
    expected: `a ${role} column ${show(column)}`,
    got: `the columns ${listed(names)}`,
    hint:
      otherwise ??
      (meant === undefined
        ? 'Is the first row a header? If not, choose columns by position and pass header: false.'
        : `Did you mean ${show(meant)}?`),
  });
}

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => show(name.length > 40 ? `${name.slice(0, 37)}...` : name));
  return names.length > 20 ? `${shown.join(', ')} and ${names.length - 20} more` : shown.join(', ');
}
