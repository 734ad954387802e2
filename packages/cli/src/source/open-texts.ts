import { readExamples } from '@sekvens/data/node';
import type { ReadOptions } from '@sekvens/data/node';
import { openBytes } from './open-bytes.js';
import { readLines } from './read-lines.js';

/** Texts are computed so many at a time; memory does not depend on how many there are. */
const batchRows = 256;

/**
 * Texts without labels in batches, in their order, each read when the one before is done with.
 * Lines of text are taken as they are, blank ones too, so that line n of the output belongs to line n of the input.
 */
export async function* openTexts(input: string, options: ReadOptions, stdin: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  if (isTable(input, options)) {
    const { format } = options;
    const hasColumns = format === undefined ? !/\.(ft|fasttext)(\.gz)?$/i.test(input) : ['csv', 'tsv', 'jsonl', 'parquet'].includes(format);
    for await (const rows of readExamples(input, { ...options, ...(hasColumns && { label: false as const }) }).batch(batchRows)) yield rows.map(({ text }) => text);
    return;
  }
  const lines = input === '-' ? readLines(stdin, 'stdin') : readLines(openBytes(input, signal), input);
  for await (const some of lines) for (let first = 0; first < some.length; first += batchRows) yield some.slice(first, first + batchRows);
}

function isTable(input: string, { text, format, delimiter, quote, header, encoding }: ReadOptions): boolean {
  if ([text, format, delimiter, quote, header, encoding].some((value) => value !== undefined)) return true;
  return /\.(csv|tsv|tab|jsonl|ndjson|parquet|pq|ft|fasttext)(\.gz)?$/i.test(input);
}
