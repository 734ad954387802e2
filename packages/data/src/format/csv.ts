import { SekvensError, show } from '@sekvens/core';
import type { Example } from '../example.js';
import { chosenLabels, findColumns } from './columns.js';
import type { ColumnPositions } from './columns.js';
import { csvRecords } from './csv-records.js';
import type { CsvRecord, CsvRecordOptions } from './csv-records.js';
import { labelReader } from './row-labels.js';

export interface CsvOptions extends CsvRecordOptions {
  /** Whether the first record names the columns; undefined: yes, unless all columns are chosen by position. */
  readonly header: boolean | undefined;
}

/** Cells that a first row has only as a header. */
const HEADER_WORDS = new Set([
  'label',
  'labels',
  'class',
  'class index',
  'category',
  'target',
  'text',
  'title',
  'description',
  'content',
  'sentence',
  'message',
]);

/** CSV or TSV to examples. */
export async function* readCsv(texts: AsyncIterable<string>, options: CsvOptions): AsyncGenerator<readonly Example[]> {
  let positions: ColumnPositions | undefined;
  let labelsOf: ReturnType<typeof labelReader>;
  for await (let records of csvRecords(texts, options)) {
    if (positions === undefined && records.length > 0) {
      const hasHeader = options.header ?? !onlyPositions(options);
      if (options.header === undefined && !hasHeader) refuseLikelyHeader(records[0], options);
      const { fields, line } = records[0];
      const where = `${options.name}:${line}`;
      positions = findColumns(options.columns, hasHeader ? fields : null, fields.length, where);
      labelsOf = labelReader(options.columns, hasHeader ? positions.label.map((column) => fields[column]) : null, where);
      if (hasHeader) records = records.slice(1);
    }
    if (positions === undefined) continue;
    const { text, label } = positions;
    yield records.map(({ fields, line }): Example => {
      const joined = text.length === 1 ? fields[text[0]] : text.map((column) => fields[column]).join(' ');
      if (label.length === 0) return { text: joined, line };
      return { text: joined, ...labelsOf(label.map((column) => fields[column]), `${options.name}:${line}`), line };
    });
  }
}

function onlyPositions({ columns }: CsvOptions): boolean {
  return [columns.text ?? 'text', chosenLabels(columns)].flat().every((column) => typeof column === 'number');
}

/** Columns by position mean a file without header; a row that is plainly a header must not become an example unnoticed. */
function refuseLikelyHeader(record: CsvRecord, { columns, name }: CsvOptions): void {
  const chosen = [columns.text ?? [], chosenLabels(columns)].flat() as number[];
  const cells = chosen.map((column) => record.fields[column]);
  if (cells.every((cell) => cell !== undefined && HEADER_WORDS.has(cell.trim().toLowerCase()))) {
    throw new SekvensError({
      code: 'invalid-option',
      where: `${name}:${record.line}`,
      expected: 'header: true or header: false, since columns are chosen by position and the first row looks like a header',
      got: `${cells.map(show).join(', ')} and no header option`,
      hint: 'Pass header: true to leave that row out.',
    });
  }
}
