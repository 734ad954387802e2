import Papa from 'papaparse';
import type { ColumnChoice } from './columns.js';

/** How the records of a file are written. */
export interface CsvDialect {
  readonly delimiter: string;
  /** The quote character, or false where quotes are characters like any other. */
  readonly quote: string | false;
  /** `\r` only where the file has no `\n` outside quotes; `\r\n` is found as `\n`. */
  readonly newline: '\n' | '\r';
}

const CANDIDATES = [',', '\t', ';', '|'] as const;

/** The delimiters, quotes and line ends of a file, from its beginning; `isWhole` where that is all of it. */
export function sniffDialect(
  sample: string,
  isWhole: boolean,
  delimiter: string | undefined,
  quote: string | false,
  choice: ColumnChoice,
): CsvDialect {
  const newline = firstLineEnd(sample, quote);
  return { delimiter: delimiter ?? sniffDelimiter(sample, isWhole, quote, newline, choice), quote, newline };
}

/** Papa Parse's record parser; it is handed whole strings and keeps no state between them. */
export function recordParser(dialect: CsvDialect): Papa.Parser {
  return new Papa.Parser({
    delimiter: dialect.delimiter,
    newline: dialect.newline,
    quoteChar: dialect.quote === false ? '"' : dialect.quote,
    // Splitting without regard to quotes is what Papa Parse calls its fast mode; otherwise it decides by looking for one.
    fastMode: dialect.quote === false ? true : undefined,
  });
}

function firstLineEnd(sample: string, quote: string | false): '\n' | '\r' {
  let quoted = false;
  let sawReturn = false;
  for (const character of sample) {
    if (character === quote) quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n') return '\n';
    else if (character === '\r') sawReturn = true;
  }
  return sawReturn ? '\r' : '\n';
}

/**
 * The delimiter under which the first row holds the chosen column names; else the one that gives most rows of the beginning
 * the number of columns the first has, the most columns if there are several; else the comma.
 */
function sniffDelimiter(sample: string, isWhole: boolean, quote: string | false, newline: '\n' | '\r', choice: ColumnChoice): string {
  const chosen = [choice.text ?? [], choice.label ?? []].flat();
  const names = chosen.filter((column) => typeof column === 'string');
  let best = ',';
  let bestWidth = 1;
  let bestFit = 0.5;
  for (const delimiter of CANDIDATES) {
    const rows = parseSample(sample, isWhole, { delimiter, quote, newline });
    if (rows.length === 0) continue;
    if (names.length > 0 && rows[0].length > 1 && names.every((name) => rows[0].some((cell) => cell.trim() === name.trim()))) return delimiter;
    const width = rows[0].length;
    const fit = rows.filter((row) => row.length === width).length / rows.length;
    if (width > 1 && (fit > bestFit || (fit === bestFit && width > bestWidth))) {
      best = delimiter;
      bestWidth = width;
      bestFit = fit;
    }
  }
  return best;
}

/** Number of columns if every row of the sample has the same number, else 0; the format detection's question. */
export function commonWidth(sample: string, isWhole: boolean, delimiter: string): number {
  const rows = parseSample(sample, isWhole, { delimiter, quote: '"', newline: firstLineEnd(sample, '"') });
  return rows.length > 1 && rows.every((row) => row.length === rows[0].length) ? rows[0].length : 0;
}

function parseSample(sample: string, isWhole: boolean, dialect: CsvDialect): readonly string[][] {
  const { data } = recordParser(dialect).parse(sample, 0, false) as Papa.ParseResult<string[]>;
  // The last record may be cut off, unless it is the only one.
  if (!isWhole && data.length > 1) data.pop();
  return data.filter((row) => row.length > 1 || row[0].trim() !== '').slice(0, 20);
}
