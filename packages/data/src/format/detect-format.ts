import { SekvensError, show } from '@sekvens/core';
import { commonWidth } from './csv-dialect.js';

/** Formats of a single file. */
export type FileFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet' | 'fasttext' | 'text';

/** Formats of a folder: a folder per class with a file per text, or a file per class with a text per line. */
export type FolderFormat = 'folder' | 'class-files';

export const FILE_FORMATS: readonly FileFormat[] = ['csv', 'tsv', 'jsonl', 'parquet', 'fasttext', 'text'];

const BY_EXTENSION: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  pq: 'parquet',
  ft: 'fasttext',
  fasttext: 'fasttext',
};

/** The format the ending of a name stands for, if it stands for one. */
export function formatByName(name: string): FileFormat | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(name.replace(/\.gz$/i, ''))?.[1].toLowerCase();
  return extension !== undefined && Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
}

/**
 * The format of a file by the ending of its name (`.gz` aside), else by its first bytes.
 *
 * @param isWhole whether `head` is all there is
 * @param isTable whether options were given that only tables have, so that it is not plain text
 */
export function detectFormat(name: string, head: Uint8Array, isWhole: boolean, labelPrefix: string, isTable: boolean): FileFormat {
  const isParquet = head.length >= 4 && head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x52 && head[3] === 0x31;
  if (isParquet) return 'parquet';
  const named = formatByName(name);
  if (named !== undefined) return named;
  const text = new TextDecoder().decode(head).replace(/^\uFEFF/, '');
  const firstLine = text.trimStart().split(/[\r\n]/, 1)[0];
  if (firstLine.startsWith(labelPrefix)) return 'fasttext';
  if (isObject(firstLine)) return 'jsonl';
  if (/\.json(\.gz)?$/i.test(name)) {
    throw new SekvensError({
      code: 'unsupported',
      where: name,
      expected: 'JSON Lines, one object a line',
      got: `a JSON document that begins with ${show(firstLine.slice(0, 20))}`,
      hint: 'Write one object a line, without commas or brackets between them.',
    });
  }
  // Sentences may happen to have one comma each, so a name that says text is believed.
  if (!isTable && /\.te?xt(\.gz)?$/i.test(name)) return 'text';
  if (commonWidth(text, isWhole, '\t') > 1) return 'tsv';
  if (isTable || [',', ';', '|'].some((delimiter) => commonWidth(text, isWhole, delimiter) > 1)) return 'csv';
  return 'text';
}

function isObject(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    // A long first line is cut off by the end of the sample; an object that is spread over lines ends in a bracket or a comma.
    return line.length > 2048;
  }
}
