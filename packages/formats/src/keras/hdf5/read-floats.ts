/** The numbers of a dataset as 32-bit floats. */
import { SekvensError } from '@sekvens/core';
import { damaged } from '../damaged.js';
import type { Datatype } from './datatype.js';
import { product, refuseType } from './datatype.js';
import { readChunks } from './read-chunks.js';
import type { Hdf5Bytes } from './hdf5-bytes.js';
import type { Message } from './object-header.js';
import { messages } from './object-header.js';

export interface DatasetHeader {
  readonly shape: readonly number[];
  readonly datatype: Datatype;
  readonly header: readonly Message[];
}

/** What is promised is compared with what is there before anything is allocated. */
export function readFloats(file: Hdf5Bytes, { shape, datatype, header }: DatasetHeader, what: string): Float32Array {
  const { place } = file;
  if (datatype.kind !== 'float') throw refuseType(place, what, datatype.kind === 'string' ? { name: 'strings' } : datatype);
  if (header.some(({ type }) => type === messages.external)) throw unsupported(place, `${what} within the file`, 'numbers in another file');
  const layout = header.find(({ type }) => type === messages.layout);
  if (layout === undefined) throw damaged(place, `the place of ${what}`, 'none');
  const { body } = layout;
  body.position = 0;
  const version = body.u8();
  if (version !== 3 && version !== 4) throw unsupported(place, `a layout of version 3 or 4 for ${what}`, `version ${version}`);
  const kind = body.u8();
  const size = product(shape) * datatype.size;
  if (kind === 0) return convert(body.slice(exactly(place, what, body.u16(), size)), datatype);
  if (kind === 1) {
    const address = body.address();
    const stored = body.u64();
    if (address === undefined) throw damaged(place, `numbers of ${what}`, 'none');
    return convert(file.part(address, exactly(place, what, stored, size), what).bytes, datatype);
  }
  if (kind !== 2 || version !== 3) throw unsupported(place, `${what} in one piece, or in chunks listed by a B-tree`, `layout ${kind} of version ${version}`);
  return convert(readChunks(file, body, { shape, elementSize: datatype.size, filters: header.find(({ type }) => type === messages.filters) }, what), datatype);
}

function exactly(place: string, what: string, stored: number, size: number): number {
  if (stored !== size) throw damaged(place, `${size} bytes of ${what}`, String(stored));
  return size;
}

function convert(bytes: Uint8Array, { format, size, littleEndian }: Datatype & { readonly kind: 'float' }): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = new Float32Array(bytes.length / size);
  const word = new DataView(new ArrayBuffer(4));
  const bfloat16 = (at: number): number => {
    word.setUint16(0, view.getUint16(at, littleEndian));
    return word.getFloat32(0);
  };
  for (let i = 0, at = 0; i < numbers.length; i++, at += size) {
    if (format === 'float32') numbers[i] = view.getFloat32(at, littleEndian);
    else if (format === 'float64') numbers[i] = view.getFloat64(at, littleEndian);
    else numbers[i] = format === 'bfloat16' ? bfloat16(at) : float16(view.getUint16(at, littleEndian));
  }
  return numbers;
}

function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? mantissa * 2 ** -24 : (1024 + mantissa) * 2 ** (exponent - 25));
}

export function unsupported(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'unsupported', where, expected, got });
}
