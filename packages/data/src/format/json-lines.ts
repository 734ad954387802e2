import { closest, SekvensError, show } from '@sekvens/core';
import type { Example } from '../example.js';
import type { ColumnChoice } from './columns.js';
import { chosenLabels, listed } from './columns.js';
import { textValue } from './label-value.js';
import { labelReader } from './row-labels.js';
import { isBlank, splitLines } from './split-lines.js';

/** JSON Lines: one object a line. A label may be a string, an integer, a boolean, or an array of those. */
export async function* readJsonLines(texts: AsyncIterable<string>, name: string, choice: ColumnChoice): AsyncGenerator<readonly Example[]> {
  const chosen = choice.text === undefined ? ['text'] : typeof choice.text === 'object' ? choice.text : [choice.text];
  for (const key of [...chosen, ...chosenLabels(choice)]) {
    if (typeof key === 'number') {
      throw new SekvensError({ code: 'invalid-option', where: name, expected: 'keys by name, since JSON objects have no positions', got: show(key) });
    }
  }
  let labelKeys = choice.label === undefined ? undefined : (chosenLabels(choice) as readonly string[]);
  const labelsOf = labelReader(choice, chosenLabels(choice), name);
  for await (const { first, lines } of splitLines(texts, name)) {
    const examples: Example[] = [];
    for (let i = 0; i < lines.length; i++) {
      if (isBlank(lines[i])) continue;
      const line = first + i;
      const where = `${name}:${line}`;
      const row = parseObject(lines[i], where);
      // Without a choice the first row decides, so that a row that lacks its label is an error further down.
      labelKeys ??= Object.hasOwn(row, 'label') ? ['label'] : [];
      const text = chosen.map((key) => textValue(valueOf(row, key as string, 'text', where), where)).join(' ');
      const labels = labelKeys.map((key) => valueOf(row, key, 'label', where));
      examples.push(labels.length === 0 ? { text, line } : { text, ...labelsOf(labels, where), line });
    }
    yield examples;
  }
}

function parseObject(line: string, where: string): Record<string, unknown> {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (cause) {
    throw new SekvensError({
      code: 'invalid-file',
      where,
      expected: 'a JSON object',
      got: `${show(line)} (${(cause as Error).message})`,
      hint: line.trimStart().startsWith('[') ? 'JSON Lines has one object a line and no brackets around them.' : undefined,
      cause,
    });
  }
  if (row === null || typeof row !== 'object' || Array.isArray(row)) {
    throw new SekvensError({
      code: 'invalid-file',
      where,
      expected: 'a JSON object',
      got: Array.isArray(row) ? 'an array' : show(row),
      hint: Array.isArray(row) ? 'JSON Lines has one object a line and no brackets around them.' : undefined,
    });
  }
  return row as Record<string, unknown>;
}

function valueOf(row: Record<string, unknown>, key: string, role: string, where: string): unknown {
  if (Object.hasOwn(row, key)) return row[key];
  const names = Object.keys(row);
  const meant = closest(key, names);
  throw new SekvensError({
    code: 'not-found',
    where,
    expected: `a ${role} under the key ${show(key)}`,
    got: names.length === 0 ? 'an empty object' : `the keys ${listed(names)}`,
    hint: meant === undefined ? undefined : `Did you mean ${show(meant)}?`,
  });
}
