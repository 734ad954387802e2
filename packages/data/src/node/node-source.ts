import { closest, SekvensError, throwIfAborted } from '@sekvens/core';
import { createReadStream } from 'node:fs';
import type { Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ByteSource, ExampleSource, RandomAccess } from '../source/byte-source.js';
import { fromStream, openSource } from '../source/byte-source.js';

/** The source of anything {@link openSource} takes, with strings as places: a path, a `file:` URL, `-` for stdin, an http(s) URL. */
export function openNodeSource(source: ExampleSource, where: string): ByteSource {
  if (source instanceof URL && source.protocol === 'file:') return fromFile(fileURLToPath(source));
  if (typeof source !== 'string') return openSource(source, where);
  if (source === '-') return fromStream(process.stdin, where, 'stdin');
  if (/^https?:\/\//i.test(source)) {
    if (URL.canParse(source)) return openSource(new URL(source), where);
    throw new SekvensError({ code: 'invalid-option', where, expected: 'a valid URL', got: JSON.stringify(source) });
  }
  if (source === '' || /[\r\n\0]/.test(source)) {
    throw new SekvensError({
      code: 'invalid-option',
      where,
      expected: "a path, '-' for stdin, or a URL",
      got: source === '' ? 'an empty string' : 'a string with line breaks',
      hint: 'Content goes in as { content }.',
    });
  }
  return fromFile(source);
}

function fromFile(path: string): ByteSource {
  return {
    name: path,
    async *open(signal) {
      await statFile(path);
      throwIfAborted(signal, path);
      try {
        yield* createReadStream(path, { highWaterMark: 1 << 18 });
      } catch (error) {
        throw await fileError(error, path);
      }
    },
    randomAccess: () => randomAccess(path),
  };
}

async function randomAccess(path: string): Promise<RandomAccess> {
  const { size } = await statFile(path);
  return {
    byteLength: size,
    async slice(start, end = size) {
      const file = await open(path);
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
        let read = 0;
        while (read < bytes.length) {
          const { bytesRead } = await file.read(bytes, read, bytes.length - read, start + read);
          if (bytesRead === 0) break;
          read += bytesRead;
        }
        return bytes.buffer.slice(0, read);
      } finally {
        await file.close();
      }
    },
  };
}

/** The file's facts, or an error that says why it cannot be read. */
async function statFile(path: string): Promise<Stats> {
  const stats = await statAny(path);
  if (!stats.isDirectory()) return stats;
  throw new SekvensError({
    code: 'invalid-option',
    where: path,
    expected: 'a file',
    got: 'a folder',
    hint: "A folder is read with format 'folder' (a folder per class) or 'class-files' (a file per class).",
  });
}

export async function statAny(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw await fileError(error, path);
  }
}

/** What the file system says, as a SekvensError; for a missing file, the name that was probably meant. */
export async function fileError(error: unknown, path: string): Promise<SekvensError> {
  if (error instanceof SekvensError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    return new SekvensError({ code: 'io', where: path, expected: 'to read it', got: code ?? message, cause: error });
  }
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  const meant = names === undefined ? undefined : closest(basename(path), names);
  return new SekvensError({
    code: 'not-found',
    where: path,
    expected: 'a file or folder',
    got: names === undefined ? `no folder ${folder} either` : 'none of that name',
    hint: meant === undefined ? undefined : `Did you mean ${meant}?`,
    cause: error,
  });
}
