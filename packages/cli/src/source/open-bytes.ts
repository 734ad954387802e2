import { SekvensError } from '@sekvens/core';
import { createReadStream } from 'node:fs';
import type { Duplex } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { platformError } from '../platform-error.js';

/** The bytes of a file, unpacked if its name ends in `.gz`; what goes wrong is said of `path`. */
export async function* openBytes(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    const bytes = createReadStream(path, { signal });
    // composing hands an error of the file on, and closes it when reading ends early
    const source: AsyncIterable<Uint8Array> = /\.gz$/i.test(path) ? bytes.compose<Duplex>(createGunzip()) : bytes;
    for await (const chunk of source) yield chunk;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new SekvensError({ code: 'not-found', where: path, expected: 'a file', got: 'none of that name', cause: error });
    throw platformError(error, path, 'to read it');
  }
}
