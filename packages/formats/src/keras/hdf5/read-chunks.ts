/** Datasets in chunks, each of which may be compressed. Keras writes none; tools that repack files do. */
import { SekvensError } from '@sekvens/core';
import { unzlibSync } from 'fflate';
import { damaged } from '../damaged.js';
import { product } from './datatype.js';
import type { Cursor, Hdf5Bytes } from './hdf5-bytes.js';
import { treeLeaves } from './links.js';
import type { Message } from './object-header.js';

/** Weights hardly compress; numbers that grow more than that are made to. Small ones are free. */
const MOST_GROWTH = 100;
const FREE_BYTES = 1 << 20;

interface Chunked {
  readonly shape: readonly number[];
  readonly elementSize: number;
  readonly filters: Message | undefined;
}

export function readChunks(file: Hdf5Bytes, layout: Cursor, { shape, elementSize, filters: message }: Chunked, what: string): Uint8Array {
  const { place } = file;
  const rank = layout.u8() - 1;
  const root = layout.address();
  const chunk = Array.from({ length: rank }, () => layout.u32());
  if (rank !== shape.length || rank < 1 || chunk.includes(0) || layout.u32() !== elementSize) throw layout.damaged(`chunks of ${shape.length} dimensions`, `[${chunk.join(', ')}]`);
  if (root === undefined) throw damaged(place, `numbers of ${what}`, 'none');
  const filters = message === undefined ? [] : readFilters(message.body, place, what);
  const chunkBytes = product(chunk) * elementSize;
  const leaves = treeLeaves(file, root, 1, 8 + 8 * (rank + 1)).map(({ key, child }) => ({ key: new DataView(key.buffer, key.byteOffset, key.length), child }));
  const stored = leaves.reduce((sum, { key }) => sum + key.getUint32(0, true), 0);
  const needed = product(shape.map((length, d) => Math.ceil(length / chunk[d])));
  if (leaves.length !== needed) throw damaged(place, `${needed} chunks of ${what}`, String(leaves.length));
  if (needed * chunkBytes > (filters.includes(1) ? MOST_GROWTH * stored + FREE_BYTES : stored)) throw damaged(place, `${needed} chunks of ${chunkBytes} bytes for ${what}`, `${stored} bytes`);
  const out = new Uint8Array(product(shape) * elementSize);
  const seen = new Set<string>();
  for (const { key, child } of leaves) {
    const offsets = shape.map((_, d) => Number(key.getBigUint64(8 + 8 * d, true)));
    if (offsets.some((at, d) => at >= shape[d] || at % chunk[d] !== 0) || seen.has(offsets.join())) throw damaged(place, `chunks of ${what} in their places`, `one at [${offsets.join(', ')}]`);
    seen.add(offsets.join());
    const bytes = file.part(child, key.getUint32(0, true), what).bytes;
    const mask = key.getUint32(4, true);
    placeChunk(out, shape, chunk, offsets, unfilter(bytes, filters, mask, { size: chunkBytes, elementSize, place, what }), elementSize);
  }
  return out;
}

function readFilters(body: Cursor, place: string, what: string): number[] {
  body.position = 0;
  const version = body.u8();
  const count = body.u8();
  if (version === 1) body.take(6);
  else if (version !== 2) throw body.damaged('version 1 or 2', String(version));
  return Array.from({ length: count }, () => {
    const id = body.u16();
    const nameLength = version === 1 || id >= 256 ? body.u16() : 0;
    body.take(2);
    const values = body.u16();
    body.take(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength);
    body.take(values * 4 + (version === 1 && values % 2 === 1 ? 4 : 0));
    if (id < 1 || id > 3) throw new SekvensError({ code: 'unsupported', where: place, expected: `${what} not compressed, or by gzip`, got: `filter ${id}`, hint: 'Save the model again with Keras, or repack the file: h5repack -f NONE.' });
    return id;
  });
}

interface Wanted {
  readonly size: number;
  readonly elementSize: number;
  readonly place: string;
  readonly what: string;
}

/** Undoes deflate (1), shuffle (2) and a checksum at the end (3), the last one first. */
function unfilter(stored: Uint8Array, filters: readonly number[], mask: number, { size, elementSize, place, what }: Wanted): Uint8Array {
  let bytes = stored;
  for (let i = filters.length - 1; i >= 0; i--) {
    if (mask & (1 << i)) continue;
    if (filters[i] === 1) bytes = inflate(bytes, size + 4, place, what);
    else if (filters[i] === 2) bytes = unshuffle(bytes, elementSize);
    else bytes = bytes.subarray(0, Math.max(0, bytes.length - 4));
  }
  if (bytes.length !== size) throw damaged(place, `chunks of ${size} bytes for ${what}`, String(bytes.length));
  return bytes;
}

/** At most `most` bytes: what is given an array to fill does not make a larger one. */
function inflate(bytes: Uint8Array, most: number, place: string, what: string): Uint8Array {
  try {
    return unzlibSync(bytes, { out: new Uint8Array(most + 1) });
  } catch (cause) {
    throw damaged(place, `compressed numbers of ${what}`, 'other bytes', cause);
  }
}

function unshuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  const out = bytes.slice();
  for (let b = 0; b < elementSize; b++) for (let i = 0; i < count; i++) out[i * elementSize + b] = bytes[b * count + i];
  return out;
}

/** Copies a chunk, row after row, without what sticks out. */
function placeChunk(out: Uint8Array, shape: readonly number[], chunk: readonly number[], offsets: readonly number[], bytes: Uint8Array, elementSize: number): void {
  const last = shape.length - 1;
  const width = Math.min(chunk[last], shape[last] - offsets[last]) * elementSize;
  const copy = (d: number, from: number, to: number): void => {
    if (d === last) return out.set(bytes.subarray(from * elementSize, from * elementSize + width), (to + offsets[last]) * elementSize);
    const [inner, outer] = [product(chunk.slice(d + 1)), product(shape.slice(d + 1))];
    for (let i = 0; i < chunk[d] && offsets[d] + i < shape[d]; i++) copy(d + 1, from + i * inner, to + (offsets[d] + i) * outer);
  };
  copy(0, 0, 0);
}
