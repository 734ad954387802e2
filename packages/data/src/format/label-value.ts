import { SekvensError, show } from '@sekvens/core';

/**
 * A label as a string: strings are trimmed, integers and booleans written out.
 * Nothing, an empty string and a fraction are no labels.
 */
export function labelValue(value: unknown, where: string): string {
  if (typeof value === 'string') {
    const label = value.trim();
    if (label !== '') return label;
  } else if (typeof value === 'bigint' || typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value))) {
    return String(value);
  }
  throw new SekvensError({
    code: 'invalid-data',
    where,
    expected: 'a label: a string that is not empty, an integer or a boolean',
    got: value === undefined ? 'none' : show(value),
    hint: 'Remove or mend the row, or pass label: false to read texts alone.',
  });
}

/** A text as a string; nothing counts as an empty text. */
export function textValue(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  throw new SekvensError({ code: 'invalid-data', where, expected: 'a text', got: value === undefined ? 'none' : show(value) });
}
