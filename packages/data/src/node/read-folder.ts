import { SekvensError } from '@sekvens/core';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Example } from '../example.js';
import type { FolderFormat } from '../format/detect-format.js';
import { readTextLines } from '../format/text-lines.js';
import { naturalOrder } from '../labels/natural-order.js';
import type { ReadOptions } from '../read-options.js';
import { decodeText } from '../source/decode-text.js';
import { unpack } from '../source/unpack.js';
import { fileError, openNodeSource, statAny } from './node-source.js';

/**
 * A folder to examples, names in natural order, hidden files left out.
 *
 * - `folder`: `positive/0001.txt`: a folder per class, a file per text (its last line break is dropped)
 * - `class-files`: `French.txt`: a file per class, a text per line
 */
export async function* readFolder(path: string, format: FolderFormat | undefined, options: ReadOptions): AsyncGenerator<Example> {
  const entries = await entriesOf(path);
  const folders = entries.filter((entry) => entry.isFolder);
  const files = entries.filter((entry) => !entry.isFolder);
  if (format === undefined && folders.length === 0) {
    throw shape(
      path,
      'a folder per class',
      files.length === 0 ? 'an empty folder' : 'files only',
      "For a file per class and a text per line pass format: 'class-files'.",
    );
  }
  if ((format ?? 'folder') === 'folder') {
    if (folders.length === 0) throw shape(path, 'a folder per class', files.length === 0 ? 'an empty folder' : 'files only');
    if (files.length > 0) throw shape(path, 'a folder per class and nothing else', `the file ${files[0].name}`);
    for (const folder of folders) yield* readClassFolder(join(path, folder.name), folder.name, options);
    return;
  }
  if (files.length === 0) throw shape(path, 'a file per class', folders.length === 0 ? 'an empty folder' : 'folders only');
  if (folders.length > 0) throw shape(path, 'a file per class and nothing else', `the folder ${folders[0].name}`);
  const labels = new Map<string, string>();
  for (const { name } of files) {
    const label = name.replace(/\.gz$/i, '').replace(/(.)\.[^.]*$/, '$1');
    if (labels.has(label)) throw shape(path, 'one file per class', `${labels.get(label)!} and ${name}`);
    labels.set(label, name);
    const file = join(path, name);
    for await (const examples of readTextLines(textsOf(file, options), file)) for (const example of examples) yield { ...example, label };
  }
}

async function* readClassFolder(path: string, label: string, options: ReadOptions): AsyncGenerator<Example> {
  const entries = await entriesOf(path);
  const folder = entries.find((entry) => entry.isFolder);
  if (folder !== undefined) throw shape(path, 'files with one text each', `the folder ${folder.name}`);
  if (entries.length === 0) throw shape(path, 'at least one file', 'an empty folder');
  for (const { name } of entries) {
    let text = '';
    for await (const part of textsOf(join(path, name), options)) text += part;
    yield { text: text.replace(/\r?\n$/, ''), label };
  }
}

async function* textsOf(path: string, { encoding = 'utf-8', signal }: ReadOptions): AsyncGenerator<string> {
  const opened = await unpack(openNodeSource(path, path).open(signal), path, 8);
  try {
    yield* decodeText(opened.chunks, path, encoding, signal);
  } finally {
    await opened.close();
  }
}

async function entriesOf(path: string): Promise<{ name: string; isFolder: boolean }[]> {
  try {
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort(naturalOrder);
    return await Promise.all(names.map(async (name) => ({ name, isFolder: (await statAny(join(path, name))).isDirectory() })));
  } catch (error) {
    throw await fileError(error, path);
  }
}

function shape(where: string, expected: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-file', where, expected, got, hint });
}
