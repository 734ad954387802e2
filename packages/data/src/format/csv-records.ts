import { SekvensError } from '@sekvens/core';
import type Papa from 'papaparse';
import type { ColumnChoice } from './columns.js';
import { recordParser, sniffDialect } from './csv-dialect.js';

export interface CsvRecord {
  readonly fields: string[];
  /** The line the record begins on, from 1; a quoted field may go over several lines. */
  readonly line: number;
}

export interface CsvRecordOptions {
  readonly name: string;
  /** Undefined: found from the beginning of the file. */
  readonly delimiter: string | undefined;
  readonly quote: string | false;
  readonly columns: ColumnChoice;
}

/** As much text decides on delimiter and line ends: this many lines, or this many characters. */
const SAMPLE_LINES = 20;
const SAMPLE_LENGTH = 1 << 18;

/** A record this long means a quote that is never closed, and would be kept in memory whole. */
const LONGEST = 1 << 26;

/**
 * Text in pieces to records by RFC 4180: quoted fields may hold delimiters, doubled quotes and line breaks;
 * records end with `\n`, `\r\n` or `\r`; blank lines between records are left out.
 *
 * Stricter than the parser underneath: every record must have as many fields as the first,
 * and a quote that is not closed, or closed in the middle of a field, is an error with its line.
 */
export async function* csvRecords(texts: AsyncIterable<string>, options: CsvRecordOptions): AsyncGenerator<readonly CsvRecord[]> {
  const { name, delimiter, quote, columns } = options;
  let parser: Papa.Parser | undefined;
  let pending = '';
  let wanted = 0;
  let line = 1;
  let width = 0;
  let lineOfWidth = 1;

  const take = (isEnd: boolean): CsvRecord[] => {
    parser ??= recordParser(sniffDialect(pending, isEnd, delimiter, quote, columns));
    const { data, errors, meta } = parser.parse(pending, 0, !isEnd) as Papa.ParseResult<string[]>;
    // An error in the last, unfinished record may vanish with the rest of it.
    const badRow = errors.length === 0 ? -1 : (errors[0].row ?? 0);
    const records: CsvRecord[] = [];
    for (let r = 0; r < data.length; r++) {
      if (r === badRow) throw badQuote(errors[0].code === 'MissingQuotes', `${name}:${line}`, quote);
      const fields = data[r];
      const lines = 1 + lineBreaks(fields);
      const last = fields[fields.length - 1];
      if (last.endsWith('\r')) fields[fields.length - 1] = last.slice(0, -1);
      if (fields.length > 1 || fields[0].trim() !== '') {
        if (width === 0) {
          width = fields.length;
          lineOfWidth = line;
        } else if (fields.length !== width) throw ragged(fields.length, width, lineOfWidth, `${name}:${line}`, delimiter, quote);
        records.push({ fields, line });
      }
      line += lines;
    }
    const rest = isEnd ? '' : pending.slice(meta.cursor);
    // A record longer than a piece is looked at again only once it has doubled, or it would be parsed over and over.
    wanted = rest.length === pending.length ? 2 * rest.length : 0;
    pending = rest;
    return records;
  };

  for await (const text of texts) {
    pending += text;
    if (parser === undefined ? !isSample(pending) : pending.length < wanted) continue;
    yield take(false);
    if (pending.length > LONGEST) throw badQuote(true, `${name}:${line}`, quote);
  }
  if (pending !== '') yield take(true);
}

function isSample(text: string): boolean {
  if (text.length >= SAMPLE_LENGTH) return true;
  let at = -1;
  for (let i = 0; i < SAMPLE_LINES; i++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return false;
  }
  return true;
}

/** Line breaks inside the fields of a record; the `\r` of its own end is not one. */
function lineBreaks(fields: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    if (!field.includes('\n') && !field.includes('\r')) continue;
    const inner = i === fields.length - 1 && field.endsWith('\r') ? field.slice(0, -1) : field;
    count += inner.match(/\r\n|\n|\r/g)?.length ?? 0;
  }
  return count;
}

function badQuote(isOpen: boolean, where: string, quote: string | false): SekvensError {
  return new SekvensError({
    code: 'invalid-file',
    where,
    expected: isOpen ? `the quoted field that begins in this record to be closed` : `a delimiter or the end of the line after the closing quote`,
    got: isOpen ? 'the end of the file, or 64 Mi characters, without the closing quote' : 'more text',
    hint: `Inside a quoted field a quote is written twice (${quote}${quote}); if quotes are ordinary characters in this file, pass quote: false.`,
  });
}

function ragged(got: number, expected: number, firstLine: number, where: string, delimiter: string | undefined, quote: string | false): SekvensError {
  const columns = (n: number): string => `${n} column${n === 1 ? '' : 's'}`;
  const quoting = quote === false ? 'A field cannot contain the delimiter with quote: false.' : 'A field that contains the delimiter must be quoted.';
  return new SekvensError({
    code: 'invalid-file',
    where,
    expected: `${columns(expected)}, as in line ${firstLine}`,
    got: columns(got),
    hint: delimiter === undefined ? `${quoting} If the delimiter was guessed wrongly, pass delimiter.` : quoting,
  });
}
