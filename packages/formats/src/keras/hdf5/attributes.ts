import { SekvensError } from '@sekvens/core';
import { product, readDataspace, readDatatype } from './datatype.js';
import type { Cursor, Hdf5Bytes } from './hdf5-bytes.js';
import { textOf } from './hdf5-bytes.js';
import type { Message } from './object-header.js';
import { messages } from './object-header.js';

/** The texts of the attribute `name`; undefined where there is none. An empty list has any type, as NumPy's have. */
export function readTexts(file: Hdf5Bytes, header: readonly Message[], name: string): string[] | undefined {
  for (const { type, body } of header) {
    if (type === messages.attributeInfo) refuseDense(file, body);
    if (type !== messages.attribute) continue;
    const found = readAttribute(file, body, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readAttribute(file: Hdf5Bytes, body: Cursor, wanted: string): string[] | undefined {
  body.position = 0;
  const version = body.u8();
  if (version < 1 || version > 3) throw body.damaged('version 1, 2 or 3', String(version));
  const flags = body.u8();
  const sizes = [body.u16(), body.u16(), body.u16()];
  if (version === 3) body.take(1);
  const padded = (length: number) => (version === 1 ? Math.ceil(length / 8) * 8 : length);
  const what = `the attribute ${wanted}`;
  const [name, datatype, dataspace] = sizes.map((length) => body.inner(Math.min(padded(length), body.remaining), what));
  if (textOf(name.bytes, file.place, 'the name of an attribute') !== wanted) return undefined;
  if (version > 1 && (flags & 3) !== 0) throw body.damaged('a type of its own', 'a shared one');
  const count = product(readDataspace(dataspace));
  if (count === 0) return [];
  const element = readDatatype(datatype);
  if (element.kind !== 'string') throw body.damaged('texts', element.kind === 'float' ? 'numbers' : element.name);
  if (count * element.size > body.remaining) throw body.damaged(`${count} texts of ${element.size} bytes`, `${body.remaining} bytes`);
  if (!element.variable) return Array.from({ length: count }, () => textOf(body.slice(element.size), file.place, what));
  return Array.from({ length: count }, () => heapText(file, body.inner(element.size, what), what));
}

/** A text in the global heap: its length, the heap's address, its number there. */
function heapText(file: Hdf5Bytes, reference: Cursor, what: string): string {
  const length = reference.u32();
  const address = reference.address();
  const wanted = reference.u32();
  if (length === 0 || address === undefined) return '';
  const head = file.part(address, 16, 'a global heap');
  head.signature('GCOL');
  head.take(4);
  const size = head.u64();
  if (address + size > file.bytes.length || size < 16) throw head.damaged('a size within the file', String(size));
  for (let at = address + 16; at + 16 <= address + size; ) {
    const entry = file.part(at, 16, 'a global heap');
    const number = entry.u16();
    entry.take(6);
    const bytes = entry.u64();
    if (number === wanted && number !== 0) {
      if (bytes < length) throw entry.damaged(`${length} bytes for ${what}`, String(bytes));
      return textOf(file.part(at + 16, length, what).bytes, file.place, what);
    }
    if (number === 0) break;
    at += 16 + Math.ceil(bytes / 8) * 8;
  }
  throw head.damaged(`object ${wanted} for ${what}`, 'none of that number');
}

/** Attributes in a fractal heap, which libraries write when asked for the latest format. */
function refuseDense(file: Hdf5Bytes, body: Cursor): void {
  body.position = 1;
  if (body.u8() & 1) body.take(2);
  if (body.address() === undefined) return;
  throw new SekvensError({
    code: 'unsupported', where: file.place, expected: 'objects that list their attributes', got: 'one with its attributes in a fractal heap',
    hint: "Keras does not write such files; save the model again with Keras' own save, or h5py's libver='earliest'.",
  });
}
