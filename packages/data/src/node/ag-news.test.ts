import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendFile, serve } from '../../test/support/file-server.js';
import type { FileServer } from '../../test/support/file-server.js';
import { agNews, loadAgNews } from './ag-news.js';
import type { AgNewsFiles, AgNewsOptions } from './ag-news.js';

const TRAIN = Buffer.from('"3","Oil, up","It ""soars"""\n"4","Probe","lands\\now"\n'.repeat(4000));
const TEST = Buffer.from('"1","Talks","open"\n"2","Cup","final"\n');
const bytesOf = { '/train.csv': TRAIN, '/test.csv': TEST };
const files = Object.fromEntries(
  Object.entries(bytesOf).map(([path, bytes]) => [path.slice(1), { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }]),
) as unknown as AgNewsFiles;

let cacheDir: string;
let server: FileServer;
let answer: (path: string, request: IncomingMessage, response: ServerResponse) => void;
const good: typeof answer = (path, request, response) => sendFile(bytesOf[path as keyof typeof bytesOf], request, response);

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'sekvens-ag-news-'));
  answer = good;
  server = await serve((path, request, response) => answer(path, request, response));
});

afterEach(async () => {
  await server.close();
  await rm(cacheDir, { recursive: true, force: true });
});

const load = (options: AgNewsOptions = {}) => loadAgNews({ cacheDir, download: true, mirrors: [server.url], ...options }, files);
const cached = async (): Promise<string[]> => (await readdir(join(cacheDir, 'ag-news'))).sort();

describe('agNews', () => {
  it('downloads, checks and keeps the files, then needs no network', async () => {
    const progress: string[] = [];
    const { train, test, labels } = await load({
      onProgress: ({ file, receivedBytes, totalBytes }) => progress.push(`${file} ${receivedBytes}/${totalBytes}`),
    });
    expect(labels.labels).toEqual(['World', 'Sports', 'Business', 'Sci/Tech']);
    expect(await test.toArray()).toEqual([
      { text: 'Talks open', label: 'World', line: 1 },
      { text: 'Cup final', label: 'Sports', line: 2 },
    ]);
    expect(await train.count()).toBe(8000);
    expect(await train.take(2).toArray()).toEqual([
      { text: 'Oil, up It "soars"', label: 'Business', line: 1 },
      { text: 'Probe lands\\now', label: 'Sci/Tech', line: 2 },
    ]);
    expect(progress).toContain(`train.csv 0/${TRAIN.length}`);
    expect(progress).toContain(`train.csv ${TRAIN.length}/${TRAIN.length}`);
    expect(progress[progress.length - 1]).toBe(`test.csv ${TEST.length}/${TEST.length}`);
    expect(await cached()).toEqual(['test.csv', 'train.csv']);

    await load({ download: false });
    expect(server.requests).toEqual(['/train.csv', '/test.csv']);
  });

  it('chooses title or description', async () => {
    expect((await (await load({ text: 'title' })).test.take(1).toArray())[0].text).toBe('Talks');
    expect((await (await load({ text: ['description', 'title'] })).test.take(1).toArray())[0].text).toBe('open Talks');
  });

  it('never uses the network unless asked, and says what to do', async () => {
    await expect(load({ download: false })).rejects.toMatchObject({
      code: 'not-found',
      message:
        `agNews(options): expected train.csv of AG News in ${join(cacheDir, 'ag-news')}, got none that is complete. ` +
        'Pass download: true to fetch the 31 MB once, or dataDir with the folder of your own copy.',
    });
    await expect(agNews({ cacheDir })).rejects.toMatchObject({ code: 'not-found' });
    expect(server.requests).toEqual([]);
  });

  it('goes on where an interrupted download ended', async () => {
    answer = (path, request, response) => {
      if (path !== '/train.csv') return good(path, request, response);
      response.writeHead(200, { 'content-length': TRAIN.length });
      response.write(TRAIN.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 30));
    };
    await expect(load()).rejects.toMatchObject({ code: 'io' });
    expect(await cached()).toEqual(['train.csv.part']);
    const kept = await readFile(join(cacheDir, 'ag-news', 'train.csv.part'));
    expect(kept.length).toBeGreaterThan(0);
    expect(TRAIN.subarray(0, kept.length).equals(kept)).toBe(true);
    answer = good;
    expect(await (await load()).train.count()).toBe(8000);
    expect(server.requests).toEqual(['/train.csv', `/train.csv bytes=${kept.length}-`, '/test.csv']);
    expect(await cached()).toEqual(['test.csv', 'train.csv']);
  });

  it('takes over the part of a process that was killed, and leaves that of a running one', async () => {
    await mkdir(join(cacheDir, 'ag-news'));
    await writeFile(join(cacheDir, 'ag-news', `train.csv.part-${2 ** 22 + 1}-0`), TRAIN.subarray(0, 5000));
    await writeFile(join(cacheDir, 'ag-news', `test.csv.part-${process.pid}-999`), TEST.subarray(0, 5));
    await load();
    expect(server.requests).toEqual(['/train.csv bytes=5000-', '/test.csv']);
    expect(await cached()).toEqual(['test.csv', `test.csv.part-${process.pid}-999`, 'train.csv']);
  });

  it('starts again when the beginning it kept was damaged', async () => {
    await mkdir(join(cacheDir, 'ag-news'));
    await writeFile(join(cacheDir, 'ag-news', 'train.csv.part'), Buffer.alloc(5000, 'x'));
    await writeFile(join(cacheDir, 'ag-news', 'test.csv.part'), Buffer.alloc(TEST.length + 9, 'x'));
    await load();
    expect(server.requests).toEqual(['/train.csv bytes=5000-', '/train.csv', '/test.csv']);
  });

  it('starts again with a server that knows no ranges', async () => {
    await mkdir(join(cacheDir, 'ag-news'));
    await writeFile(join(cacheDir, 'ag-news', 'train.csv.part'), TRAIN.subarray(0, 5000));
    answer = (path, _, response) => response.writeHead(200).end(bytesOf[path as keyof typeof bytesOf]);
    expect(await (await load()).train.count()).toBe(8000);
  });

  it('goes to the next mirror, with what has arrived', async () => {
    answer = (path, request, response) => {
      if (path.startsWith('/gone')) response.writeHead(503).end('busy');
      else if (path.startsWith('/wrong')) response.end('something else');
      else if (path.startsWith('/more')) response.end(Buffer.concat([TRAIN, TRAIN]));
      else if (path.startsWith('/odd')) response.writeHead(206, { 'content-range': 'bytes 7-9/10' }).end('abc');
      else if (path.startsWith('/same')) response.end(Buffer.alloc(bytesOf[path.slice(5) as keyof typeof bytesOf].length, 'x'));
      else good(path, request, response);
    };
    const bad = ['gone', 'wrong', 'more', 'odd', 'same'].map((name) => `${server.url}/${name}/`);
    expect(await (await load({ mirrors: [...bad, 'http://127.0.0.1:1', server.url] })).test.count()).toBe(2);
    expect(await cached()).toEqual(['test.csv', 'train.csv']);
  });

  it('names what each mirror said when none works', async () => {
    answer = (path, _request, response) => {
      if (path.startsWith('/gone')) response.writeHead(503).end('busy');
      else response.end(Buffer.alloc(TRAIN.length, 'x'));
    };
    const error: unknown = await load({ mirrors: [`${server.url}/gone`, server.url, 'http://127.0.0.1:1'] }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'io',
      where: join(cacheDir, 'ag-news', 'train.csv'),
      expected: 'to download train.csv',
      hint: 'Check the connection and try again (what has arrived is kept), or put train.csv and test.csv into a folder and pass it as dataDir.',
    });
    expect((error as { got: string }).got.split('; ')).toEqual([
      `${server.url}/gone/train.csv: status 503`,
      `${server.url}/train.csv: another file than expected (SHA-256)`,
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/train\.csv: fetch failed/) as string,
    ]);
  });

  it('ends with the signal, and keeps what has arrived', async () => {
    const controller = new AbortController();
    answer = (_, _request, response) => {
      response.writeHead(200, { 'content-length': TRAIN.length });
      response.write(TRAIN.subarray(0, 50_000));
    };
    const aborted = load({ signal: controller.signal, onProgress: ({ receivedBytes }) => receivedBytes > 0 && controller.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect(await cached()).toEqual(['train.csv.part']);
  });

  it('keeps what an earlier download left when it is aborted before it begins', async () => {
    await mkdir(join(cacheDir, 'ag-news'));
    await writeFile(join(cacheDir, 'ag-news', 'train.csv.part'), TRAIN.subarray(0, 5000));
    await expect(load({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    expect(await cached()).toEqual(['train.csv.part']);
    expect(server.requests).toEqual([]);
  });

  it('lets two downloads run side by side', async () => {
    const [a, b] = await Promise.all([load(), load()]);
    expect([await a.train.count(), await b.test.count()]).toEqual([8000, 2]);
    expect(await cached()).toEqual(['test.csv', 'train.csv']);
  });

  it('downloads again what is damaged in the cache', async () => {
    await mkdir(join(cacheDir, 'ag-news'));
    await writeFile(join(cacheDir, 'ag-news', 'test.csv'), Buffer.alloc(TEST.length, 'x'));
    expect(await (await load()).test.count()).toBe(2);
  });

  it('reports a cache it cannot write to', async () => {
    const file = join(cacheDir, 'file');
    await writeFile(file, '');
    await expect(load({ cacheDir: file })).rejects.toMatchObject({
      code: 'io',
      expected: 'a folder that can be written to',
      hint: 'Choose another with the option cacheDir or the environment variable SEKVENS_CACHE.',
    });
  });

  it('reads a folder of your own, with or without a header, of any length', async () => {
    await writeFile(join(cacheDir, 'train.csv'), 'Class Index,Title,Description\n3,Oil,"is\nup"\n');
    await writeFile(join(cacheDir, 'test.csv'), '"1","a","b"\r\n');
    const { train, test } = await agNews({ dataDir: cacheDir });
    expect(await train.toArray()).toEqual([{ text: 'Oil is\nup', label: 'Business', line: 2 }]);
    expect(await test.toArray()).toEqual([{ text: 'a b', label: 'World', line: 1 }]);
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['a class that is none', '"5","a","b"\n', 'train.csv:1: expected a class from 1 to 4, got "5".'],
    ['other columns', '"1","a"\n', 'train.csv:1: expected three columns: class, title, description, got 2.'],
    ['a header further down', '"1","a","b"\n"class","a","b"\n', 'train.csv:2: expected a class from 1 to 4, got "class".'],
  ])('refuses %s', async (_, content, message) => {
    await writeFile(join(cacheDir, 'train.csv'), content);
    await writeFile(join(cacheDir, 'test.csv'), content);
    await expect((await agNews({ dataDir: cacheDir })).train.toArray()).rejects.toThrow(message);
  });

  it('refuses a folder without the files, naming the file', async () => {
    await expect(agNews({ dataDir: cacheDir })).rejects.toMatchObject({ code: 'not-found', where: join(cacheDir, 'train.csv') });
  });

  it.each<[string, object, string]>([
    ['unknown options', { folder: 'x' }, 'agNews(options): expected options among dataDir'],
    ['an empty folder name', { dataDir: '' }, 'expected dataDir to be the path of a folder, got "".'],
    ['download as a string', { download: 'yes' }, 'expected download to be true or false, got "yes".'],
    ['no mirrors', { mirrors: [] }, 'expected mirrors to be one or more URLs, got [].'],
    ['a mirror that is no URL', { mirrors: ['here'] }, 'expected mirrors to be one or more URLs, got ["here"].'],
    ['dataDir and download', { dataDir: 'x', download: true }, 'expected either dataDir, or download and cacheDir, got "both".'],
    ['another column', { text: 'body' }, "expected text to be 'title', 'description' or an array of those, got \"body\"."],
    ['no columns', { text: [] }, 'got [].'],
    ['onProgress as true', { onProgress: true }, 'expected onProgress to be a function, got true.'],
  ])('refuses %s', async (_, options, message) => {
    await expect(agNews(options)).rejects.toThrow(message);
  });
});
