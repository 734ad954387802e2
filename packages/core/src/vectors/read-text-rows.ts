import { show } from '../error.js';
import { parseDecimal } from './parse-decimal.js';
import type { RowContext, RowCount } from './read-word-vectors.js';
import { contentEnd, isSeparator, splitFromRight } from './text-line.js';

/** Lines of a word and its numbers, from the reader's place to the end of the file or to `limit`. */
export async function readTextRows({ reader, builder, promised, limit, wanted, checkAbort, fail }: RowContext): Promise<RowCount> {
  const { dim } = builder;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const starts = new Int32Array(dim);
  let lineNumber = promised === undefined ? 0 : 1;
  let blank = 0;
  let rows = 0;
  let duplicates = 0;
  while (rows < limit) {
    const line = reader.takeLine() ?? (await reader.line());
    if (line === undefined) break;
    lineNumber++;
    if ((lineNumber & 1023) === 0) checkAbort();
    const end = contentEnd(line);
    if (end === 0) {
      blank ||= lineNumber;
      continue;
    }
    if (blank > 0) throw fail(`, line ${blank}`, `a word and ${dim} numbers`, 'an empty line');
    if (rows === promised) throw fail(`, line ${lineNumber}`, `the end after the ${promised} rows of the header`, 'another row');
    const wordEnd = splitFromRight(line, end, dim, starts);
    if (wordEnd < 0) throw fail(`, line ${lineNumber}`, `a word and ${dim} numbers`, `${fieldCount(line, end)} fields`);
    rows++;
    const word = decoder.decode(line.subarray(0, wordEnd));
    if (endsInDecimal(line, wordEnd)) {
      throw fail(
        `, line ${lineNumber}`,
        `a word and ${dim} numbers`,
        `more numbers, after ${show(word)}`,
        'If the word does end in a number, leave that line out of the file.',
      );
    }
    if (!wanted(word)) continue;
    const vector = builder.add(word);
    if (vector === undefined) {
      duplicates++;
      continue;
    }
    for (let i = 0; i < dim; i++) {
      const fieldEnd = endOfField(line, starts[i], end);
      const value = parseDecimal(line, starts[i], fieldEnd);
      vector[i] = value;
      if (!Number.isFinite(vector[i])) {
        throw fail(
          `, line ${lineNumber}`,
          `a finite number in place ${i + 1} for ${show(word)}`,
          show(decoder.decode(line.subarray(starts[i], fieldEnd))),
        );
      }
    }
  }
  if (promised !== undefined && rows < Math.min(promised, limit))
    throw fail(`, line ${lineNumber + 1}`, `${promised} rows, as the header says`, `the end of the file after ${rows}`);
  return { rows, duplicates };
}

function endOfField(line: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !isSeparator(line[at])) at++;
  return at;
}

function fieldCount(line: Uint8Array, end: number): number {
  let count = 0;
  for (let i = 0; i < end; i++) if (!isSeparator(line[i]) && (i === 0 || isSeparator(line[i - 1]))) count++;
  return count;
}

/** Whether a word of several fields ends in a number with a point: then the row is too long, rather than the word so named. */
function endsInDecimal(line: Uint8Array, wordEnd: number): boolean {
  let start = wordEnd;
  while (start > 0 && !isSeparator(line[start - 1])) start--;
  return start > 0 && line.subarray(start, wordEnd).includes(0x2e) && !Number.isNaN(parseDecimal(line, start, wordEnd));
}
