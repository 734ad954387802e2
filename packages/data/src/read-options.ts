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
  /**
   * Tables and JSONL: the column of the label; `false` for none. An array of columns: each is a label by its name, and says 1 where a row
   * has it and 0 where not. Default: `label`, where there is one.
   */
  readonly label?: Column | readonly Column[] | false;
  /** Tables and JSONL: what stands between the labels of a cell. A cell with nothing in it has none. */
  readonly labelSeparator?: string;
  /**
   * Whether a row may have any number of labels, also none: then every example has `labels`, in which a label comes once. Default: true with
   * `labelSeparator` or an array as `label`, else false: a row without a label is an error, but for fastText lines, and of several `label` is the first.
   */
  readonly multiLabel?: boolean;
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

const NAMES = ['format', 'text', 'label', 'labelSeparator', 'multiLabel', 'header', 'delimiter', 'quote', 'labelPrefix', 'encoding', 'signal'] as const;

const APPLIES: Readonly<Record<FileFormat | FolderFormat, readonly string[]>> = {
  csv: ['text', 'label', 'labelSeparator', 'multiLabel', 'header', 'delimiter', 'quote', 'encoding'],
  tsv: ['text', 'label', 'labelSeparator', 'multiLabel', 'header', 'delimiter', 'quote', 'encoding'],
  jsonl: ['text', 'label', 'labelSeparator', 'multiLabel', 'encoding'],
  parquet: ['text', 'label', 'labelSeparator', 'multiLabel'],
  fasttext: ['multiLabel', 'labelPrefix', 'encoding'],
  text: ['encoding'],
  folder: ['encoding'],
  'class-files': ['encoding'],
};

/** Checks what can be checked before anything is read. */
export function checkReadOptions(options: ReadOptions, where: string): void {
  assertKnownOptions(options, NAMES, where);
  const { format, text, label, labelSeparator, multiLabel, header, delimiter, quote, labelPrefix, encoding } = options;
  if (format !== undefined && !Object.hasOwn(APPLIES, format))
    throw bad('format', `one of ${[...FILE_FORMATS, 'folder', 'class-files'].join(', ')}`, format);
  if (text !== undefined) {
    const columns: readonly unknown[] = Array.isArray(text) ? text : [text];
    if (columns.length === 0 || !columns.every(isColumn)) throw bad('text', 'a column name, a position from 0, or an array of those', text);
  }
  if (label !== undefined && label !== false) {
    const columns: readonly unknown[] = Array.isArray(label) ? label : [label];
    if (columns.length === 0 || !columns.every(isColumn)) throw bad('label', 'a column name, a position from 0, an array of those, or false', label);
  }
  if (labelSeparator !== undefined && (typeof labelSeparator !== 'string' || labelSeparator === '' || /[\r\n]/.test(labelSeparator))) {
    throw bad('labelSeparator', 'one or more characters without line breaks', labelSeparator);
  }
  if (multiLabel !== undefined && typeof multiLabel !== 'boolean') throw bad('multiLabel', 'true or false', multiLabel);
  checkLabelOptions(options, where);
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

/** Refuses options about labels that exclude each other. */
function checkLabelOptions({ label, labelSeparator, multiLabel }: ReadOptions, where: string): void {
  const several = typeof label === 'object' ? 'several label columns' : labelSeparator !== undefined ? 'labelSeparator' : undefined;
  const refuse = (expected: string, got: string): SekvensError => new SekvensError({ code: 'invalid-option', where, expected, got });
  if (typeof label === 'object' && labelSeparator !== undefined) throw refuse('several label columns or labelSeparator', 'both');
  if (multiLabel === false && several !== undefined) throw refuse(`multiLabel to be true with ${several}`, 'false');
  if (label === false && labelSeparator !== undefined) throw refuse('a label column with labelSeparator', 'label: false');
  if (label === false && multiLabel) throw refuse('a label column with multiLabel: true', 'label: false');
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
  return (['text', 'label', 'labelSeparator', 'header', 'delimiter', 'quote'] as const).some((name) => options[name] !== undefined);
}

export function columnChoice(options: ReadOptions): ColumnChoice {
  return { text: options.text, label: options.label, labelSeparator: options.labelSeparator, multiLabel: options.multiLabel };
}

function isColumn(value: unknown): boolean {
  return (typeof value === 'string' && value.trim() !== '') || (typeof value === 'number' && Number.isInteger(value) && value >= 0);
}

function isCharacter(value: unknown): boolean {
  return typeof value === 'string' && value.length === 1 && !/[\r\n\uFEFF]/.test(value);
}
