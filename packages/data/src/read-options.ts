import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import type { Column, ColumnChoice } from './format/columns.js';
import { FILE_FORMATS } from './format/detect-format.js';
import type { FileFormat, FolderFormat } from './format/detect-format.js';
import { assertEncoding } from './source/decode-text.js';

/** How examples are read; every option belongs to some formats, and is refused for the others. */
export interface ReadOptions {
  /** Default: by the ending of the name (`.gz` aside), else by the first bytes. */
  readonly format?: FileFormat | FolderFormat;
  /** Tables and JSONL: the column or columns of the text, by name or position from 0; several are joined by a space. Default: `text`. */
  readonly text?: Column | readonly Column[];
  /** Tables and JSONL: the column of the label; `false` for none. Default: `label`, where there is one. */
  readonly label?: Column | false;
  /** CSV and TSV: whether the first record names the columns. Default: true, but false when all columns are chosen by position. */
  readonly header?: boolean;
  /** CSV and TSV: one character. Default: a tab for TSV; for CSV the one of `,` tab `;` `|` that fits the first rows. */
  readonly delimiter?: string;
  /** CSV and TSV: the quote character, or `false` where quotes are characters like any other. Default: `"`. */
  readonly quote?: string | false;
  /** fastText: what a label begins with. Default: `__label__`. */
  readonly labelPrefix?: string;
  /** Text formats: a name of the Encoding Standard. Default: `utf-8`. Bytes the encoding does not have are an error. */
  readonly encoding?: string;
  /** Ends reading with an error of code `aborted`. */
  readonly signal?: AbortSignal;
}

const NAMES = ['format', 'text', 'label', 'header', 'delimiter', 'quote', 'labelPrefix', 'encoding', 'signal'] as const;

const APPLIES: Readonly<Record<FileFormat | FolderFormat, readonly string[]>> = {
  csv: ['text', 'label', 'header', 'delimiter', 'quote', 'encoding'],
  tsv: ['text', 'label', 'header', 'delimiter', 'quote', 'encoding'],
  jsonl: ['text', 'label', 'encoding'],
  parquet: ['text', 'label'],
  fasttext: ['labelPrefix', 'encoding'],
  text: ['encoding'],
  folder: ['encoding'],
  'class-files': ['encoding'],
};

/** Checks what can be checked before anything is read. */
export function checkReadOptions(options: ReadOptions, where: string): void {
  assertKnownOptions(options, NAMES, where);
  const { format, text, label, header, delimiter, quote, labelPrefix, encoding } = options;
  if (format !== undefined && !Object.hasOwn(APPLIES, format))
    throw bad('format', `one of ${[...FILE_FORMATS, 'folder', 'class-files'].join(', ')}`, format);
  if (text !== undefined) {
    const columns: readonly unknown[] = Array.isArray(text) ? text : [text];
    if (columns.length === 0 || !columns.every(isColumn)) throw bad('text', 'a column name, a position from 0, or an array of those', text);
  }
  if (label !== undefined && label !== false && !isColumn(label)) throw bad('label', 'a column name, a position from 0, or false', label);
  if (header !== undefined && typeof header !== 'boolean') throw bad('header', 'true or false', header);
  if (delimiter !== undefined && (!isCharacter(delimiter) || delimiter === (quote ?? '"'))) {
    throw bad('delimiter', 'one character that is neither a line break nor the quote', delimiter);
  }
  if (quote !== undefined && quote !== false && !isCharacter(quote)) throw bad('quote', 'one character, or false', quote);
  if (labelPrefix !== undefined && (typeof labelPrefix !== 'string' || !/^\S+$/.test(labelPrefix))) {
    throw bad('labelPrefix', 'one or more characters without spaces', labelPrefix);
  }
  if (encoding !== undefined) {
    if (typeof encoding !== 'string') throw bad('encoding', 'the name of an encoding', encoding);
    assertEncoding(encoding, where);
  }
  if (format !== undefined) checkOptionsApply(options, format, where);

  function bad(name: string, expected: string, got: unknown): SekvensError {
    return new SekvensError({ code: 'invalid-option', where, expected: `${name} to be ${expected}`, got: show(got) });
  }
}

/** Refuses options that mean nothing for this format: ignoring them would hide a mistake. */
export function checkOptionsApply(options: ReadOptions, format: FileFormat | FolderFormat, where: string): void {
  const stray = Object.entries(options).find(
    ([name, value]) => value !== undefined && name !== 'format' && name !== 'signal' && !APPLIES[format].includes(name),
  );
  if (stray === undefined) return;
  const detected = options.format === undefined;
  const home = (Object.keys(APPLIES) as (keyof typeof APPLIES)[]).filter((other) => APPLIES[other].includes(stray[0]));
  throw new SekvensError({
    code: 'invalid-option',
    where,
    expected: `options for the format ${format}: ${APPLIES[format].join(', ')}`,
    got: stray[0],
    hint: `The option ${stray[0]} is for ${home.join(', ')}${detected ? '; pass format if the format was detected wrongly' : ''}.`,
  });
}

/** Whether an option was given that only tables have. */
export function asksForTable(options: ReadOptions): boolean {
  return (['text', 'label', 'header', 'delimiter', 'quote'] as const).some((name) => options[name] !== undefined);
}

export function columnChoice(options: ReadOptions): ColumnChoice {
  return { text: options.text, label: options.label };
}

function isColumn(value: unknown): boolean {
  return (typeof value === 'string' && value.trim() !== '') || (typeof value === 'number' && Number.isInteger(value) && value >= 0);
}

function isCharacter(value: unknown): boolean {
  return typeof value === 'string' && value.length === 1 && !/[\r\n\uFEFF]/.test(value);
}
