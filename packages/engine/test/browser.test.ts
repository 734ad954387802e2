/**
 * The same bytes in a browser as in Node, in a Web Worker and on a page. Needs a Chromium: SEKVENS_CHROMIUM names one, or it is found in
 * PATH. Everything comes from a server of this test.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from './helpers/bundle.js';
import { findChromium, launchChromium } from './helpers/chromium.js';
import { expectedHashes } from './helpers/reproducible-training.js';
import { serve } from './helpers/serve.js';
import type { Site } from './helpers/serve.js';

/** What is asked of a place: hashes, or the message of the error. */
type Ask<T> = (threads?: number) => Promise<T>;

interface TestPage {
  readonly onPage: Ask<Record<string, string> | string>;
  readonly inWorker: Ask<Record<string, string> | string>;
  /** How many workers the Web Worker started, and how many of them it did not terminate. */
  readonly workers: Ask<{ readonly started: number; readonly left: number }>;
}

const worker = `
  import { trainedHashes } from './helpers/reproducible-training.js';
  const workers = { started: 0, left: 0 };
  globalThis.Worker = class extends Worker {
    constructor(url) { super(url); workers.started++; workers.left++; }
    terminate() { super.terminate(); workers.left--; }
  };
  onmessage = ({ data: threads }) => void trainedHashes(threads).catch((error) => error.message).then((hashes) => postMessage({ hashes, workers }));`;
const page = `
  import { trainedHashes } from './helpers/reproducible-training.js';
  const ask = (threads) => new Promise((resolve, reject) => {
    const worker = new Worker('worker.js');
    worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(threads);
  });
  globalThis.sekvens = {
    onPage: (threads) => trainedHashes(threads).catch((error) => error.message),
    inWorker: (threads) => ask(threads).then(({ hashes }) => hashes),
    workers: (threads) => ask(threads).then(({ workers }) => workers),
  };`;

const executable = findChromium();
const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

describe.skipIf(!executable)(`in Chromium${executable ? '' : ' (skipped: there is none in PATH, and SEKVENS_CHROMIUM does not name one)'}`, () => {
  let browser: Browser;
  let scripts: readonly [page: string, worker: string];
  const sites: Site[] = [];

  beforeAll(async () => {
    scripts = [await bundle(page, 'iife'), await bundle(worker, 'iife')];
    browser = await launchChromium(executable!);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    for (const site of sites.splice(0)) await site.close();
  });
  afterAll(() => browser?.close());

  async function open(headers: Readonly<Record<string, string>>): Promise<Page> {
    const site = await serve({
      '/': { type: 'text/html', body: '<!doctype html><title>sekvens</title><script src="page.js"></script>', headers },
      '/page.js': { type: 'text/javascript', body: scripts[0], headers },
      '/worker.js': { type: 'text/javascript', body: scripts[1], headers },
    });
    sites.push(site);
    const opened = await browser.newPage();
    opened.setDefaultTimeout(0);
    await opened.goto(site.origin);
    return opened;
  }

  /** The answer of `place` for each number of threads. */
  const answers = (opened: Page, place: keyof TestPage, ...threads: readonly (number | undefined)[]) =>
    opened.evaluate(
      async ([where, numbers]) => {
        const { sekvens } = globalThis as unknown as { sekvens: TestPage };
        const all = [];
        for (const number of numbers) all.push(await sekvens[where](number ?? undefined));
        return all;
      },
      [place, threads] as const,
    );

  test('on an isolated page, a Web Worker trains the same bytes with 1, 2 and 4 threads, and with as many as are chosen', async () => {
    const opened = await open(isolation);
    expect(await opened.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await answers(opened, 'inWorker', 1, 2, 4, undefined)).toEqual([expectedHashes, expectedHashes, expectedHashes, expectedHashes]);
  });

  test('on an isolated page, the page itself trains the same bytes alone, and is sent to a Web Worker for more threads', async () => {
    const opened = await open(isolation);
    expect(await answers(opened, 'onPage', 1, undefined, 2)).toEqual([
      expectedHashes,
      expectedHashes,
      'fit({ threads }): expected a place where 2 threads can share their work, got the main thread of a page, which may not wait for others. Train in a Web Worker, or leave threads out.',
    ]);
  });

  test('on a page that is not isolated, one thread trains the same bytes, and more are refused with the headers they need', async () => {
    const opened = await open({});
    expect(await opened.evaluate(() => crossOriginIsolated)).toBe(false);
    const refused = expect.stringMatching(/^fit\(\{ threads \}\): expected a place where 2 threads can share their work, got memory that threads cannot share\. .*Cross-Origin-Opener-Policy: same-origin/) as string;
    for (const place of ['inWorker', 'onPage'] as const) {
      expect(await answers(opened, place, undefined, 1, 2)).toEqual([expectedHashes, expectedHashes, refused]);
    }
  });

  test('under a policy that forbids workers from a blob, one thread trains the same bytes; more are an error that says so', async () => {
    const opened = await open({ ...isolation, 'content-security-policy': "worker-src 'self'; script-src 'self' 'wasm-unsafe-eval'" });
    const refused = expect.stringMatching(/^training threads: expected 1 worker to start, got .*worker-src blob:/) as string;
    expect(await answers(opened, 'inWorker', undefined, 2)).toEqual([expectedHashes, refused]);
  });

  test('the workers of a training end with it', async () => {
    const opened = await open(isolation);
    expect(await answers(opened, 'workers', 1, 3)).toEqual([{ started: 0, left: 0 }, { started: 2 * Object.keys(expectedHashes).length, left: 0 }]);
  });
});
