import Papa from 'papaparse';

/** The beginning of a table, to choose columns by. */
export interface TablePreview {
  readonly format: 'csv' | 'tsv' | 'jsonl';
  /** Of CSV and TSV. */
  readonly delimiter?: string;
  readonly columns: readonly string[];
  /** A few rows, a cell a column. */
  readonly rows: readonly (readonly string[])[];
}

const rowsShown = 5;

/** JSON Lines begin with an object; what has tabs in its first line is TSV. The ending of a name counts more than both. */
export function guessFormat(name: string, head: string): TablePreview['format'] {
  const ending = /\.(csv|tsv|tab|jsonl|ndjson)(\.gz)?$/i.exec(name)?.[1].toLowerCase();
  if (ending) return ending === 'csv' ? 'csv' : ending === 'tsv' || ending === 'tab' ? 'tsv' : 'jsonl';
  const firstLine = head.trimStart().split(/\r?\n/, 1)[0];
  if (firstLine.startsWith('{')) return 'jsonl';
  return firstLine.includes('\t') ? 'tsv' : 'csv';
}

/**
 * What a table looks like, guessed from its beginning. It refuses nothing: `readExamples` says what is wrong, with the line.
 * @param header whether the first row names the columns; else they have their positions as names
 * @param quote false where quotes are characters like others
 */
export function previewTable(head: string, format: TablePreview['format'], header: boolean, quote: boolean): TablePreview {
  if (format === 'jsonl') return previewJsonLines(head);
  // A character that no text has switches quotes off.
  const { data, meta } = Papa.parse<string[]>(head.replace(/^\uFEFF/, ''), {
    preview: rowsShown + 1, skipEmptyLines: 'greedy', delimiter: format === 'tsv' ? '\t' : '', quoteChar: quote ? '"' : '\u0000', delimitersToGuess: [',', '\t', ';', '|'],
  });
  const width = Math.max(0, ...data.map(({ length }) => length));
  const columns = header ? (data[0] ?? []) : Array.from({ length: width }, (_, i) => `column ${i}`);
  return { format, delimiter: meta.delimiter, columns, rows: data.slice(header ? 1 : 0, header ? rowsShown + 1 : rowsShown) };
}

function previewJsonLines(head: string): TablePreview {
  const objects: Record<string, unknown>[] = [];
  for (const line of head.split('\n').filter((text) => text.trim() !== '').slice(0, rowsShown)) {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null) objects.push(value as Record<string, unknown>);
    } catch {
      // Cut off by the end of the beginning, or no JSON: whoever reads the rows says so.
    }
  }
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const cell = (value: unknown) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  return { format: 'jsonl', columns, rows: objects.map((object) => columns.map((column) => cell(object[column]))) };
}
