import { iterate, SekvensError, show } from '@sekvens/core';
import { downloadStream, urlName } from './download-stream.js';

/** Bytes that can be read at any place, as Parquet needs; hyparquet's `AsyncBuffer`. */
export interface RandomAccess {
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/** Where bytes come from, whatever the platform. */
export interface ByteSource {
  /** How the source is called in messages: a path, a URL, a file's name. */
  readonly name: string;
  /** True where the content was handed over as a string, so that there is no encoding to choose. */
  readonly isText?: boolean;
  readonly open: (signal: AbortSignal | undefined) => AsyncIterable<Uint8Array>;
  /** Reading at any place, where the source offers it. */
  readonly randomAccess?: () => Promise<RandomAccess>;
}

/** Content that is already there, with the name messages and format detection use. */
export interface InlineContent {
  readonly content: string;
  /** Default: `content`. Its ending takes part in format detection: `{ content, name: 'news.tsv' }`. */
  readonly name?: string;
}

/** What every platform can read. A `string` is the content itself, unless it begins with `http://` or `https://`. */
export type ExampleSource = string | URL | Blob | ArrayBuffer | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | InlineContent;

const SLICE = 1 << 18;

/** The {@link ByteSource} of anything a browser can hand over. */
export function openSource(source: ExampleSource, where: string): ByteSource {
  if (typeof source === 'string') return /^https?:\/\/\S+$/i.test(source) ? fromUrl(new URL(source)) : fromText(source, 'content');
  if (source instanceof URL) {
    if (source.protocol === 'http:' || source.protocol === 'https:') return fromUrl(source);
    throw unusable(where, source.href, source.protocol === 'file:' ? 'Files are read by readExamples of @sekvens/data/node.' : undefined);
  }
  if (source instanceof Blob) return fromBlob(source);
  if (source instanceof ArrayBuffer) return fromBytes(new Uint8Array(source), 'bytes');
  if (source instanceof Uint8Array) return fromBytes(source, 'bytes');
  if (source !== null && typeof source === 'object') {
    if ('content' in source && typeof source.content === 'string') return fromText(source.content, source.name ?? 'content');
    if ('getReader' in source || Symbol.asyncIterator in source) return fromStream(source as ReadableStream<Uint8Array>, where, 'stream');
  }
  throw unusable(where, show(source));
}

/** Bytes that pass by once. */
export function fromStream(stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>, where: string, name: string): ByteSource {
  let opened = false;
  return {
    name,
    open() {
      if (opened) {
        throw new SekvensError({
          code: 'invalid-data',
          where: name,
          expected: 'to be read once',
          got: 'a second pass over a stream',
          hint: 'Keep the examples with .cache(), or give a source that can be read again.',
        });
      }
      opened = true;
      return checkedBytes(stream, where);
    },
  };
}

async function* checkedBytes(stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>, where: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of iterate<unknown>(stream, where, 'a stream of bytes')) {
    if (!(chunk instanceof Uint8Array)) {
      throw new SekvensError({ code: 'invalid-data', where, expected: 'a stream of Uint8Array', got: `a chunk ${show(chunk)}` });
    }
    yield chunk;
  }
}

function fromText(content: string, name: string): ByteSource {
  // Encoding and decoding again costs little beside parsing, and leaves one path for everything.
  return { ...fromBytes(new TextEncoder().encode(content), name), isText: true };
}

function fromBytes(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    async *open() {
      for (let start = 0; start < bytes.length; start += SLICE) yield await Promise.resolve(bytes.subarray(start, start + SLICE));
    },
    randomAccess: () =>
      Promise.resolve({
        byteLength: bytes.length,
        slice: (start: number, end?: number) => Promise.resolve(bytes.slice(start, end).buffer),
      }),
  };
}

function fromBlob(blob: Blob): ByteSource {
  return {
    name: 'name' in blob && typeof blob.name === 'string' && blob.name !== '' ? blob.name : 'blob',
    async *open() {
      for (let start = 0; start < blob.size; start += SLICE) yield new Uint8Array(await blob.slice(start, start + SLICE).arrayBuffer());
    },
    randomAccess: () => Promise.resolve({ byteLength: blob.size, slice: (start: number, end?: number) => blob.slice(start, end).arrayBuffer() }),
  };
}

function fromUrl(url: URL): ByteSource {
  return { name: urlName(url), open: (signal) => downloadStream(url, signal) };
}

function unusable(where: string, got: string, hint?: string): SekvensError {
  return new SekvensError({
    code: 'invalid-option',
    where,
    expected: 'a source: a string, URL, Blob, File, ArrayBuffer, Uint8Array, stream of bytes, or { content }',
    got,
    hint,
  });
}
