/**
 * The files of a zip archive from anywhere. Sizes are checked against the bytes that are there before anything is inflated, names
 * against leaving the archive, and contents against their checksums.
 */
import { SekvensError } from '@sekvens/core';
import { inflateSync } from 'fflate';
import { damaged } from './damaged.js';

/** Weights hardly compress, and Keras does not try; a file that grows more than that is made to. */
const MOST_GROWTH = 100;
const FREE_BYTES = 1 << 20;
const MOST_FILES = 10_000;
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/** @throws SekvensError `invalid-file`; `unsupported` for encryption, other compressions than deflate, and archives of 4 GiB and more */
export function readZip(bytes: Uint8Array, place: string): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(view);
  if (end === undefined) throw damaged(place, 'a zip archive', bytes.length === 0 ? 'an empty file' : 'other bytes, or only its beginning');
  const [count, size, start] = [view.getUint16(end + 10, true), view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) throw unsupported(place, 'a zip archive below 4 GiB and 65,535 files', 'a larger one (zip64)');
  if (start + size > end) throw damaged(place, 'a directory before the end of the archive', `${size} bytes at ${start}`);
  if (count > MOST_FILES) throw damaged(place, `at most ${MOST_FILES} files`, String(count));
  const entries: Entry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw damaged(place, `${count} files in the archive's directory`, `${i}`);
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    if (at + 46 + nameLength + extra + comment > end) throw damaged(place, 'a whole directory', 'one that is cut off');
    const name = nameOf(bytes.subarray(at + 46, at + 46 + nameLength), place);
    const [flags, method] = [8, 10].map((offset) => view.getUint16(at + offset, true));
    const [checksum, stored, original] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true));
    entries.push({ name, flags, method, checksum, stored, original, local: view.getUint32(at + 42, true) });
    at += 46 + nameLength + extra + comment;
  }
  const inflated = entries.reduce((sum, { original }) => sum + original, 0);
  if (inflated > MOST_GROWTH * bytes.length + FREE_BYTES) {
    throw damaged(place, `at most ${MOST_GROWTH} times the archive's ${bytes.length} bytes in it`, `${inflated} bytes`);
  }
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry.name.endsWith('/')) continue;
    if (files.has(entry.name)) throw damaged(place, 'every name once', `${JSON.stringify(entry.name)} twice`);
    files.set(entry.name, content(bytes, view, entry, place));
  }
  return files;
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly stored: number;
  readonly original: number;
  readonly local: number;
}

/** The record at the end, before which the directory lies; a comment of up to 64 KiB may follow it. */
function findEnd(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 65535; at--) {
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return undefined;
}

function nameOf(bytes: Uint8Array, place: string): string {
  const name = new TextDecoder().decode(bytes);
  const bad = name === '' || name.startsWith('/') || /[\\:\0]/.test(name) || name.split('/').some((part) => part === '..' || part === '.');
  if (bad) throw damaged(place, 'names of files within the archive', JSON.stringify(name.slice(0, 100)));
  return name;
}

function content(bytes: Uint8Array, view: DataView, { name, flags, method, checksum, stored, original, local }: Entry, place: string): Uint8Array {
  const where = `${place}/${name}`;
  if (flags & 1) throw unsupported(where, 'a file without a password', 'an encrypted one');
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw damaged(where, 'a file in the archive', `none at ${local}`);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + stored > bytes.length) throw damaged(where, `${stored} bytes at ${start}`, `an archive of ${bytes.length} bytes`);
  const data = bytes.subarray(start, start + stored);
  if (method !== 0 && method !== 8) throw unsupported(where, 'a file stored as it is or by deflate', `compression ${method}`);
  const read = method === 0 ? data : inflate(data, original, where);
  if (read.length !== original) throw damaged(where, `${original} bytes`, read.length > original ? 'more' : String(read.length));
  if (crc32(read) !== checksum) throw damaged(where, 'content of the checksum the archive gives', 'other content');
  return read;
}

/** One byte more than promised tells of too many; what is given an array to fill does not make a larger one. */
function inflate(data: Uint8Array, size: number, where: string): Uint8Array {
  try {
    return inflateSync(data, { out: new Uint8Array(size + 1) });
  } catch (cause) {
    throw damaged(where, 'compressed bytes', 'others', cause);
  }
}

function crc32(bytes: Uint8Array): number {
  const table = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    return crc;
  });
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}

function unsupported(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'unsupported', where, expected, got });
}
