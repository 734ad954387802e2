import { SekvensError } from '@sekvens/core';
import { Dataset } from './dataset/dataset.js';
import type { Example } from './example.js';
import type { ColumnChoice } from './format/columns.js';
import { readCsv } from './format/csv.js';
import { detectFormat, formatByName } from './format/detect-format.js';
import type { FileFormat } from './format/detect-format.js';
import { readFastText } from './format/fast-text.js';
import { readJsonLines } from './format/json-lines.js';
import { readTextLines } from './format/text-lines.js';
import { asksForTable, checkOptionsApply, checkReadOptions, columnChoice } from './read-options.js';
import type { ReadOptions } from './read-options.js';
import type { ByteSource, ExampleSource } from './source/byte-source.js';
import { openSource } from './source/byte-source.js';
import { decodeText } from './source/decode-text.js';
import { readAll } from './source/peek.js';
import { unpack } from './source/unpack.js';
import type { Unpacked } from './source/unpack.js';

const WHERE = 'readExamples(source, options)';

/** So many bytes are looked at to tell a format whose name does not. */
const HEAD = 1 << 16;

/**
 * Examples from CSV, TSV, JSON Lines, Parquet, fastText or plain text, read as they are asked for.
 *
 * The source is the content as a string, a Blob or File, an ArrayBuffer or Uint8Array, a stream of bytes, or an http(s) URL;
 * gzip is undone. In Node, `readExamples` of `@sekvens/data/node` takes paths too. Blank lines are left out.
 *
 * Reading takes constant memory, but for Parquet (a row group at a time; all of it, if it comes from a stream or a URL).
 * The dataset can be gone through again, unless the source is a stream.
 *
 * @throws SekvensError at once for bad options; while reading `invalid-file`, `invalid-data` or `not-found`, naming file and line,
 * and `io` where a download fails
 */
export function readExamples(source: ExampleSource, options: ReadOptions = {}): Dataset<Example> {
  checkReadOptions(options, WHERE);
  if (typeof source === 'string' && options.format === undefined && !/[\r\n]/.test(source) && !/^https?:\/\//i.test(source)) {
    throw new SekvensError({
      code: 'invalid-option',
      where: WHERE,
      expected: 'the content itself, or a URL',
      got: `a string of one line, ${JSON.stringify(source.slice(0, 60))}`,
      hint: "To read a file by its path, import readExamples from '@sekvens/data/node'. If it is the content, pass format.",
    });
  }
  return datasetOf(openSource(source, WHERE), options);
}

/** The examples of an opened source; options are checked already. */
export function datasetOf(source: ByteSource, options: ReadOptions): Dataset<Example> {
  if (options.format === 'folder' || options.format === 'class-files') {
    throw new SekvensError({
      code: 'invalid-option',
      where: WHERE,
      expected: `the path of a folder with format: '${options.format}'`,
      got: source.name,
      hint: 'Folders are read by readExamples of @sekvens/data/node.',
    });
  }
  if (source.isText && options.encoding !== undefined) {
    throw new SekvensError({
      code: 'invalid-option',
      where: WHERE,
      expected: 'no encoding with content that is a string already',
      got: options.encoding,
    });
  }
  return Dataset.from(() => examplesOf(source, options));
}

async function* examplesOf(source: ByteSource, options: ReadOptions): AsyncGenerator<Example> {
  let any = false;
  for await (const examples of batchesOf(source, options)) {
    any ||= examples.length > 0;
    yield* examples;
  }
  if (!any) {
    throw new SekvensError({
      code: 'invalid-file',
      where: source.name,
      expected: 'at least one row',
      got: 'none',
      hint: 'The file is empty, or has a header only.',
    });
  }
}

async function* batchesOf(source: ByteSource, options: ReadOptions): AsyncGenerator<readonly Example[]> {
  const byContent = options.format === undefined && formatByName(source.name) === undefined;
  const opened = await unpack(source.open(options.signal), source.name, byContent ? HEAD : 8);
  try {
    yield* parse(source, opened, options);
  } finally {
    await opened.close();
  }
}

function parse(source: ByteSource, opened: Unpacked, options: ReadOptions): AsyncIterable<readonly Example[]> {
  const { signal, labelPrefix = '__label__', encoding = 'utf-8', quote = '"', header } = options;
  const { head, isWhole, chunks, wasGzip } = opened;
  const { name } = source;
  const columns = columnChoice(options);
  const format = (options.format as FileFormat | undefined) ?? detectFormat(name, head, isWhole, labelPrefix, asksForTable(options));
  checkOptionsApply(options, format, `${WHERE} of ${name}`);
  if (format === 'parquet') return parseParquet(wasGzip ? undefined : source.randomAccess, chunks, name, columns);
  const texts = decodeText(chunks, name, encoding, signal);
  switch (format) {
    case 'csv':
      return readCsv(texts, { name, delimiter: options.delimiter, quote, header, columns });
    case 'tsv':
      return readCsv(texts, { name, delimiter: options.delimiter ?? '\t', quote, header, columns });
    case 'jsonl':
      return readJsonLines(texts, name, columns);
    case 'fasttext':
      return readFastText(texts, name, labelPrefix, options.multiLabel ?? false);
    case 'text':
      return readTextLines(texts, name);
  }
}

async function* parseParquet(
  randomAccess: ByteSource['randomAccess'],
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  columns: ColumnChoice,
): AsyncGenerator<readonly Example[]> {
  // Loaded when it is needed: most users never read Parquet.
  const { readParquet } = await import('./format/parquet.js');
  if (randomAccess !== undefined) yield* readParquet(await randomAccess(), name, columns);
  else {
    const { buffer } = await readAll(chunks);
    yield* readParquet({ byteLength: buffer.byteLength, slice: (start, end) => Promise.resolve(buffer.slice(start, end)) }, name, columns);
  }
}
