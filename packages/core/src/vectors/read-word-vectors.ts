/**
 * Readers for the four formats in which pretrained word vectors are published.
 *
 *     GloVe                       word 0.1 0.2 …            one line a word, no header; words may contain spaces
 *     fastText .vec, word2vec     400000 300                header: rows and dimension,
 *       text                      word 0.1 0.2 …            then lines as in GloVe
 *     word2vec binary             400000 300                header as text,
 *                                 word 4·dim bytes ⏎?       then a word, a space and float32s, little-endian
 *
 * Memory is for the words that are kept: name the vocabulary in `words` and the largest file can be read in a browser.
 */
import { SekvensError, show } from '../error.js';
import { throwIfAborted } from '../iterate.js';
import { assertKnownOptions } from '../options.js';
import { ByteReader } from './byte-reader.js';
import type { ByteSource } from './byte-reader.js';
import { readBinaryRows } from './read-binary-rows.js';
import { readTextRows } from './read-text-rows.js';
import { contentEnd, countTrailingNumbers, parseHeader } from './text-line.js';
import type { WordVectorsSource } from './word-vectors.js';
import { WordVectors, WordVectorsBuilder } from './word-vectors.js';

export type WordVectorsFormat = WordVectorsSource['format'] | 'auto';

export interface ReadWordVectorsOptions {
  /** Default 'auto': found from the first bytes; fastText's and word2vec's text are one format, then called 'word2vecText'. */
  readonly format?: WordVectorsFormat;
  /** The length of the vectors, if a file of another is to be refused, or where the first word of a GloVe file ends in a number. */
  readonly dim?: number;
  /** Keep only these words' vectors. Default: all. */
  readonly words?: Iterable<string>;
  /** Keep words that differ from those in `words` in case alone, too. Default false. */
  readonly ignoreCase?: boolean;
  /** Read only the first so many rows, usually those of the most frequent words. Default: all. */
  readonly limit?: number;
  /** Ends the reading with an error of code `aborted`. */
  readonly signal?: AbortSignal;
}

/** What the row readers share. */
export interface RowContext {
  readonly reader: ByteReader;
  readonly builder: WordVectorsBuilder;
  /** Rows the header promises; undefined without a header. */
  readonly promised: number | undefined;
  /** Rows to read at most. */
  readonly limit: number;
  readonly wanted: (word: string) => boolean;
  readonly checkAbort: () => void;
  readonly fail: (place: string, expected: string, got: string, hint?: string) => SekvensError;
}

/** How many rows were read, and how many of them had a word that had come before. */
export interface RowCount {
  readonly rows: number;
  readonly duplicates: number;
}

const WHERE = 'readWordVectors(source)';
const OPTIONS = ['format', 'dim', 'words', 'ignoreCase', 'limit', 'signal'];
const FORMATS: readonly string[] = ['auto', 'glove', 'fastText', 'word2vecText', 'word2vecBinary'];
const LARGEST_DIM = 65536;

/**
 * Reads pretrained word vectors from the bytes of a file, piece by piece.
 *
 * @param source all bytes, or an iterable, async iterable or ReadableStream of pieces: `createReadStream(path)`, `response.body`, `file.stream()`
 * @throws `invalid-file` naming the line (text) or byte (binary) where the file is not of its format; `aborted`
 */
export async function readWordVectors(source: ByteSource, options: ReadWordVectorsOptions = {}): Promise<WordVectors> {
  const { format = 'auto', dim, limit = Infinity, signal } = checkOptions(options);
  const reader = new ByteReader(source, WHERE);
  try {
    const checkAbort = (): void => throwIfAborted(signal, WHERE);
    checkAbort();
    const found = await detect(reader, format, dim);
    const builder = new WordVectorsBuilder(found.dim);
    const context: RowContext = { reader, builder, promised: found.rows, limit, wanted: wordFilter(options), checkAbort, fail };
    const { rows, duplicates } = await (found.format === 'word2vecBinary' ? readBinaryRows(context) : readTextRows(context));
    if (rows === 0) throw fail('', 'at least one word', 'none');
    return WordVectors.of(builder, { format: found.format, rows, duplicates });
  } finally {
    await reader.close();
  }
}

interface Detected {
  readonly format: WordVectorsSource['format'];
  readonly rows: number | undefined;
  readonly dim: number;
}

/** Reads the header, if the format has one, and finds out format and dimension. */
async function detect(reader: ByteReader, format: WordVectorsFormat, dim: number | undefined): Promise<Detected> {
  await reader.require(4);
  refuseContainers(reader.peek());
  const bytes = reader.peek();
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) reader.take(3);
  const first = await peekLine(reader);
  const header = parseHeader(first);
  if (header === undefined || format === 'glove') {
    if (format !== 'auto' && format !== 'glove')
      throw fail(', line 1', `the header of format '${format}': rows and dimension`, text(first), "A file without a header is of format 'glove'.");
    if (header !== undefined && dim !== 1)
      throw fail(
        ', line 1',
        "a word and its numbers, as format 'glove' has no header",
        text(first),
        "Name the format 'word2vecText', or leave it out.",
      );
    const numbers = dim ?? countTrailingNumbers(first);
    if (numbers === 0) throw fail(', line 1', 'a word and its numbers, or a header: rows and dimension', text(first));
    return { format: 'glove', rows: undefined, dim: checkDim(numbers, undefined) };
  }
  await reader.line();
  checkDim(header.dim, dim);
  if (format !== 'auto') return { format, ...header };
  return { format: (await startsWithText(reader, header.dim)) ? 'word2vecText' : 'word2vecBinary', ...header };
}

/** Whether the row after the header is text: a line that ends in `dim` numbers. */
async function startsWithText(reader: ByteReader, dim: number): Promise<boolean> {
  const enough = 32 * dim + 4096;
  while (reader.buffered < enough && !reader.peek().includes(0x0a, 1)) if (!(await reader.more())) break;
  const bytes = reader.peek();
  const end = bytes.indexOf(0x0a);
  return countTrailingNumbers(end < 0 ? bytes : bytes.subarray(0, end)) >= dim;
}

async function peekLine(reader: ByteReader): Promise<Uint8Array> {
  for (;;) {
    const bytes = reader.peek();
    const end = bytes.indexOf(0x0a);
    if (end >= 0) return bytes.slice(0, end);
    if (bytes.length > 1 << 24) throw fail(', line 1', 'a line end within 16 MB', 'none', 'Is this a file of word vectors?');
    if (!(await reader.more())) return bytes.slice();
  }
}

function refuseContainers(bytes: Uint8Array): void {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw fail(', byte 0', 'uncompressed bytes', 'gzip', "Decompress it on the way: stream.pipeThrough(new DecompressionStream('gzip')).");
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4)
    throw fail(', byte 0', 'uncompressed bytes', 'a zip archive', 'Unpack it first.');
}

function checkDim(found: number, asked: number | undefined): number {
  if (asked !== undefined && found !== asked) throw fail(', line 1', `vectors of ${asked} numbers`, `${found}`);
  if (found > LARGEST_DIM) throw fail(', line 1', `at most ${LARGEST_DIM} numbers a word`, `${found}`);
  return found;
}

function wordFilter({ words, ignoreCase = false }: ReadWordVectorsOptions): (word: string) => boolean {
  if (words === undefined) return () => true;
  const wanted = new Set(words);
  if (!ignoreCase) return (word) => wanted.has(word);
  const lower = new Set(Array.from(wanted, (word) => word.toLowerCase()));
  return (word) => lower.has(word.toLowerCase());
}

function checkOptions(options: ReadWordVectorsOptions): ReadWordVectorsOptions {
  assertKnownOptions(options, OPTIONS, 'readWordVectors(source, options)');
  const { format = 'auto', dim, limit, words, ignoreCase } = options;
  if (!FORMATS.includes(format)) throw badOption('format', FORMATS.map((name) => `'${name}'`).join(', '), format);
  if (dim !== undefined && (!Number.isInteger(dim) || dim < 1 || dim > LARGEST_DIM))
    throw badOption('dim', `an integer from 1 to ${LARGEST_DIM}`, dim);
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 1)) throw badOption('limit', 'an integer of at least 1', limit);
  if (words !== undefined && (typeof words === 'string' || words === null || typeof words !== 'object' || !(Symbol.iterator in words)))
    throw badOption('words', 'an array, set or other iterable of words', words);
  if (ignoreCase !== undefined && typeof ignoreCase !== 'boolean') throw badOption('ignoreCase', 'true or false', ignoreCase);
  if (ignoreCase === true && words === undefined) throw badOption('ignoreCase', 'words to be given as well', ignoreCase);
  return options;
}

function badOption(option: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: `readWordVectors({ ${option} })`, expected, got: show(got) });
}

function fail(place: string, expected: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-file', where: `${WHERE}${place}`, expected, got, hint });
}

function text(line: Uint8Array): string {
  return show(new TextDecoder().decode(line.subarray(0, contentEnd(line))));
}
