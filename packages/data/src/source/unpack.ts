import { iterate, SekvensError } from '@sekvens/core';
import { peek } from './peek.js';
import type { Peeked } from './peek.js';

/** First bytes of containers that are recognised only to be refused by name. */
const REFUSED: readonly (readonly [name: string, ...magic: number[]])[] = [
  ['a zip archive (or a spreadsheet)', 0x50, 0x4b, 0x03, 0x04],
  ['a bzip2 file', 0x42, 0x5a, 0x68],
  ['an xz file', 0xfd, 0x37, 0x7a, 0x58],
  ['a Zstandard file', 0x28, 0xb5, 0x2f, 0xfd],
  ['a 7-Zip archive', 0x37, 0x7a, 0xbc, 0xaf],
  ['a PDF document', 0x25, 0x50, 0x44, 0x46, 0x2d],
];

export interface Unpacked extends Peeked {
  readonly wasGzip: boolean;
}

/** Undoes gzip, recognised by its first two bytes, and refuses containers that need another program. */
export async function unpack(source: AsyncIterable<Uint8Array>, name: string, headSize: number): Promise<Unpacked> {
  let peeked = await peek(source, Math.max(2, headSize));
  const wasGzip = startsWith(peeked.head, [0x1f, 0x8b]);
  if (wasGzip) peeked = await peek(gunzip(peeked.chunks, name), headSize);
  const refused = REFUSED.find(([, ...magic]) => startsWith(peeked.head, magic));
  if (refused !== undefined) {
    await peeked.close();
    throw new SekvensError({
      code: 'invalid-file',
      where: name,
      expected: 'text, gzip or Parquet',
      got: refused[0],
      hint: 'Unpack or export it first.',
    });
  }
  return { ...peeked, wasGzip };
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  // What goes wrong while reading the source must not be reported as a damaged archive.
  let sourceError: Error | undefined;
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const result = await iterator.next();
        if (result.done) controller.close();
        else controller.enqueue(result.value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        sourceError = error instanceof Error ? error : new Error(String(error));
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  try {
    yield* iterate<Uint8Array>(packed.pipeThrough(new DecompressionStream('gzip')), name, 'gzip data');
  } catch (error) {
    if (sourceError !== undefined) throw sourceError;
    if (error instanceof SekvensError) throw error;
    throw new SekvensError({
      code: 'invalid-file',
      where: name,
      expected: 'a complete gzip file',
      got: `one that cannot be unpacked (${error instanceof Error ? error.message : String(error)})`,
      hint: 'The download may have been cut off; fetch it again.',
      cause: error,
    });
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte);
}
