import { SekvensError, throwIfAborted } from '@sekvens/core';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { networkReason, urlName } from '../source/download-stream.js';

/** A file as it must be. */
export interface ExpectedFile {
  readonly bytes: number;
  /** Lower-case hexadecimal digest. */
  readonly sha256: string;
}

export interface DownloadProgress {
  /** The file's name, e.g. `train.csv`. */
  readonly file: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

export interface DownloadOptions {
  /** Addresses of the same file, tried in this order. */
  readonly urls: readonly string[];
  readonly path: string;
  readonly expected: ExpectedFile;
  /** What to do if no address works: a sentence. */
  readonly hint: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** Distinguishes the downloads of one process. */
let downloads = 0;

/**
 * Downloads a file to `path`, which appears only when it is complete and its digest is right.
 *
 * What arrived before an interruption stays in `path.part`, and the next attempt, at the same address or another, asks for the rest.
 * Each attempt renames that file to a name of its own first, so two processes never write to one.
 */
export async function downloadFile(options: DownloadOptions): Promise<void> {
  const { urls, path, hint } = options;
  const own = `${path}.part-${process.pid}-${downloads++}`;
  await fileSystem(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    await claimPart(path, own);
  });
  try {
    const failures: Failure[] = [];
    for (const url of urls) {
      const failure = await tryAddress(own, url, options);
      if (failure === undefined) return;
      failures.push(failure);
    }
    const got = failures.map(({ reason }) => reason).join('; ');
    throw new SekvensError({ code: 'io', where: path, expected: `to download ${basename(path)}`, got, hint, cause: failures.at(-1)?.cause });
  } finally {
    // Gone already, if all went well.
    await rename(own, `${path}.part`).catch(() => undefined);
  }
}

interface Failure {
  readonly reason: string;
  readonly cause?: unknown;
}

/** Completes the file from one address and puts it in its place; else says why not. */
async function tryAddress(own: string, url: string, options: DownloadOptions): Promise<Failure | undefined> {
  const { path, expected, signal } = options;
  const name = urlName(new URL(url));
  // A damaged beginning spoils what is appended to it; only then is the same address worth a second attempt, from zero.
  for (;;) {
    throwIfAborted(signal, path);
    const begun = await sizeOf(own);
    try {
      await fetchInto(own, url, options);
    } catch (cause) {
      throwIfAborted(signal, path);
      return { reason: `${name}: ${networkReason(cause)}`, cause };
    }
    if ((await digest(own)) === expected.sha256) {
      await rename(own, path);
      return undefined;
    }
    await rm(own);
    if (begun === 0) return { reason: `${name}: another file than expected (SHA-256)` };
  }
}

/** Whether a file is there and is the one expected. */
export async function isExpectedFile(path: string, expected: ExpectedFile): Promise<boolean> {
  return (await sizeOf(path)) === expected.bytes && (await digest(path)) === expected.sha256;
}

async function fetchInto(own: string, url: string, { path, expected, signal, onProgress }: DownloadOptions): Promise<void> {
  let received = await sizeOf(own);
  if (received > expected.bytes) {
    await rm(own);
    received = 0;
  }
  const report = (): void => onProgress?.({ file: basename(path), receivedBytes: received, totalBytes: expected.bytes });
  if (received === expected.bytes) return report();
  // The digest and Range count the bytes of the file itself, so no encoding on the way.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (received > 0) headers.range = `bytes=${received}-`;
  const response = await fetch(url, { headers, signal: signal ?? null });
  if (response.body === null || (response.status !== 200 && response.status !== 206)) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const resumes = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${received}-`) === true;
  if (response.status === 206 && !resumes) {
    await response.body.cancel();
    throw new Error(`an answer for another range (${response.headers.get('content-range')})`);
  }
  if (!resumes) received = 0;
  report();
  const file = await open(own, resumes ? 'a' : 'w');
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      if (received + chunk.length > expected.bytes) throw new Error(`more than the expected ${expected.bytes} bytes`);
      await file.write(chunk);
      received += chunk.length;
      report();
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (received < expected.bytes) throw new Error(`the connection ended after ${received} of ${expected.bytes} bytes`);
}

/** Takes over what an earlier download has left, be it ended or killed. */
async function claimPart(path: string, own: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const prefix = `${basename(path)}.part`;
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    const owner = /^-(\d+)-\d+$/.exec(name.slice(prefix.length));
    if (owner !== null ? isRunning(Number(owner[1])) : name !== prefix) continue;
    try {
      await rename(join(dirname(path), name), own);
      return;
    } catch {
      // Another process was faster.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

async function fileSystem(path: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    throw new SekvensError({
      code: 'io',
      where: dirname(path),
      expected: 'a folder that can be written to',
      got: (cause as NodeJS.ErrnoException).code ?? String(cause),
      hint: 'Choose another with the option cacheDir or the environment variable SEKVENS_CACHE.',
      cause,
    });
  }
}
