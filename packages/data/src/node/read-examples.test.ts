import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sendFile, serve } from '../../test/support/file-server.js';
import type { FileServer } from '../../test/support/file-server.js';
import type { ReadOptions } from '../read-options.js';
import { readExamples } from './read-examples.js';

const csv = 'label,text\nham,hi\n';
const expected = [{ text: 'hi', label: 'ham', line: 2 }];
let folder: string;
let server: FileServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sekvens-data-'));
  const file = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);
  await Promise.all([
    file('news.csv', csv),
    file('news.csv.gz', gzipSync(csv)),
    file('empty.csv', ''),
    file('latin.csv', new Uint8Array([...Buffer.from('label,text\nham,caf'), 0xe9, 0x0a])),
    file(
      'news.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'text', data: ['hi'] },
            { name: 'label', data: ['ham'] },
          ],
        }),
      ),
    ),
  ]);
  for (const path of [
    'classes/pos',
    'classes/neg',
    'classes/.git',
    'mixed/pos',
    'nested/pos/deep',
    'hollow/pos',
    'bare',
    'languages',
    'double',
    'languages2/sub',
  ])
    await mkdir(join(folder, path), { recursive: true });
  await Promise.all([
    file('classes/pos/10.txt', 'ten\n'),
    file('classes/pos/2.txt', 'two\r\nlines\r\n'),
    file('classes/pos/.hidden', 'no'),
    file('classes/neg/1.txt.gz', gzipSync('packed')),
    file('mixed/pos/1.txt', 'a'),
    file('mixed/readme.txt', 'b'),
    file('languages/French.txt', 'Abel\n\nAbraham\n'),
    file('languages/Czech.names.txt', 'Abl'),
    file('double/a.txt', 'x'),
    file('double/a.csv', 'x'),
    file('languages2/a.txt', 'x'),
  ]);
  server = await serve((path, request, response) => {
    if (path.startsWith('/news.csv')) sendFile(Buffer.from(csv), request, response);
    else if (path === '/cut.csv') {
      response.writeHead(200, { 'content-length': 999 });
      response.write('label,text\n', () => response.destroy());
    } else response.writeHead(path === '/teapot' ? 418 : 404).end('no');
  });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const read = (name: string, options?: ReadOptions) => readExamples(join(folder, name), options).toArray();

describe('readExamples in Node', () => {
  it('reads files by path and file URL, gzipped or not, again and again', async () => {
    for (const name of ['news.csv', 'news.csv.gz', 'news.parquet']) {
      const line = name === 'news.parquet' ? 1 : 2;
      const dataset = readExamples(join(folder, name));
      expect(await dataset.toArray()).toEqual([{ ...expected[0], line }]);
      expect(await dataset.toArray()).toEqual([{ ...expected[0], line }]);
      expect(await readExamples(pathToFileURL(join(folder, name))).toArray()).toEqual([{ ...expected[0], line }]);
    }
  });

  it('reads content, Blobs and bytes as elsewhere', async () => {
    expect(await readExamples({ content: csv }).toArray()).toEqual(expected);
    expect(await readExamples(new Blob([csv])).toArray()).toEqual(expected);
  });

  it('reads stdin, once', async () => {
    const stdin = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from(csv)]) as typeof process.stdin);
    const dataset = readExamples('-');
    expect(await dataset.toArray()).toEqual(expected);
    await expect(dataset.toArray()).rejects.toThrow(
      'stdin: expected to be read once, got a second pass over a stream. Keep the examples with .cache(), or give a source that can be read again.',
    );
    stdin.mockRestore();
  });

  it('downloads URLs, and keeps secrets of theirs out of messages', async () => {
    expect(await readExamples(`${server.url}/news.csv?token=secret`).toArray()).toEqual(expected);
    expect(await readExamples(new URL(`${server.url}/news.csv`)).toArray()).toEqual(expected);
    await expect(readExamples(`${server.url}/none.csv?token=secret`).toArray()).rejects.toMatchObject({
      code: 'not-found',
      message: `${server.url}/none.csv: expected an answer with status 200, got status 404 (Not Found).`,
    });
    await expect(readExamples(`${server.url}/teapot`).toArray()).rejects.toMatchObject({ code: 'io', got: "status 418 (I'm a Teapot)" });
    await expect(readExamples(`${server.url}/cut.csv`).toArray()).rejects.toMatchObject({
      code: 'io',
      expected: 'to download it',
      hint: 'Check the address and the connection.',
    });
    await expect(readExamples(`${server.url}/news.csv`, { signal: AbortSignal.abort() }).toArray()).rejects.toMatchObject({ code: 'aborted' });
    await expect(readExamples('http://127.0.0.1:1/x.csv').toArray()).rejects.toMatchObject({ code: 'io', where: 'http://127.0.0.1:1/x.csv' });
  });

  it('says what is wrong with a place', async () => {
    await expect(read('newz.csv')).rejects.toMatchObject({
      code: 'not-found',
      message: `${join(folder, 'newz.csv')}: expected a file or folder, got none of that name. Did you mean news.csv?`,
    });
    await expect(read('newz.csv', { format: 'csv' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(read('none/news.csv')).rejects.toThrow(`got no folder ${join(folder, 'none')} either.`);
    await expect(read('news.csv/x')).rejects.toMatchObject({ code: 'not-found' });
    await expect(read('x'.repeat(300))).rejects.toMatchObject({ code: 'io', expected: 'to read it', got: 'ENAMETOOLONG' });
    await expect(read('empty.csv')).rejects.toMatchObject({
      code: 'invalid-file',
      message: `${join(folder, 'empty.csv')}: expected at least one row, got none. The file is empty, or has a header only.`,
    });
    await expect(read('classes', { format: 'csv' })).rejects.toMatchObject({
      code: 'invalid-option',
      message: `${join(folder, 'classes')}: expected a file, got a folder. A folder is read with format 'folder' (a folder per class) or 'class-files' (a file per class).`,
    });
    await expect(read('latin.csv')).rejects.toThrow(`${join(folder, 'latin.csv')}:2: expected UTF-8 text, got the byte 0xe9 at byte 18.`);
    expect(await read('latin.csv', { encoding: 'latin1' })).toEqual([{ text: 'café', label: 'ham', line: 2 }]);
  });

  it.each<[string, unknown, string]>([
    ['an empty path', '', "expected a path, '-' for stdin, or a URL, got an empty string. Content goes in as { content }."],
    ['content as a path', csv, 'got a string with line breaks. Content goes in as { content }.'],
    ['a broken URL', 'http://', 'expected a valid URL, got "http://".'],
    ['a number', 1, 'got 1.'],
  ])('refuses %s', (_, source, message) => {
    expect(() => readExamples(source as string)).toThrow(message);
  });

  it('ends reading a file with the signal', async () => {
    await expect(read('news.csv', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('readExamples of folders', () => {
  it('reads a folder per class, in natural order, without hidden files', async () => {
    const rows = [
      { text: 'packed', label: 'neg' },
      { text: 'two\r\nlines', label: 'pos' },
      { text: 'ten', label: 'pos' },
    ];
    expect(await read('classes')).toEqual(rows);
    expect(await readExamples(pathToFileURL(join(folder, 'classes')), { format: 'folder', encoding: 'utf-8' }).toArray()).toEqual(rows);
  });

  it('reads a file per class', async () => {
    expect(await read('languages', { format: 'class-files' })).toEqual([
      { text: 'Abl', label: 'Czech.names', line: 1 },
      { text: 'Abel', label: 'French', line: 1 },
      { text: 'Abraham', label: 'French', line: 3 },
    ]);
  });

  it.each<[string, string, ReadOptions, string]>([
    [
      'files where folders should be',
      'languages',
      {},
      "languages: expected a folder per class, got files only. For a file per class and a text per line pass format: 'class-files'.",
    ],
    ['files where folders were asked for', 'languages', { format: 'folder' }, 'expected a folder per class, got files only.'],
    ['an empty folder', 'bare', {}, 'expected a folder per class, got an empty folder.'],
    ['an empty folder as class-files', 'bare', { format: 'class-files' }, 'expected a file per class, got an empty folder.'],
    ['folders as class-files', 'classes', { format: 'class-files' }, 'expected a file per class, got folders only.'],
    ['folders among class-files', 'languages2', { format: 'class-files' }, 'expected a file per class and nothing else, got the folder sub.'],
    ['files beside the classes', 'mixed', {}, 'mixed: expected a folder per class and nothing else, got the file readme.txt.'],
    ['folders inside a class', 'nested', {}, 'expected files with one text each, got the folder deep.'],
    ['a class without files', 'hollow', {}, 'expected at least one file, got an empty folder.'],
    ['a class twice', 'double', { format: 'class-files' }, 'expected one file per class, got a.csv and a.txt.'],
    ['an option of tables', 'classes', { text: 'title' }, 'expected options for the format folder: encoding, got text.'],
    ['a folder that is not there', 'clases', { format: 'folder' }, 'clases: expected a file or folder, got none of that name. Did you mean classes?'],
  ])('refuses %s', async (_, name, options, message) => {
    await expect(read(name, options)).rejects.toThrow(message);
  });
});
