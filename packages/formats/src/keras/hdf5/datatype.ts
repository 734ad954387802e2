import { SekvensError } from '@sekvens/core';
import type { Cursor } from './hdf5-bytes.js';

/** The element types that are read. */
export type Datatype =
  | { readonly kind: 'float'; readonly size: number; readonly format: 'float16' | 'bfloat16' | 'float32' | 'float64'; readonly littleEndian: boolean }
  | { readonly kind: 'string'; readonly size: number; readonly variable: boolean }
  | { readonly kind: 'other'; readonly size: number; readonly name: string };

/** Bits of exponent and mantissa and the exponent's bias. */
const FLOATS = [
  ['float16', 2, 5, 10, 15],
  ['bfloat16', 2, 8, 7, 127],
  ['float32', 4, 8, 23, 127],
  ['float64', 8, 11, 52, 1023],
] as const;

const CLASSES = ['an integer', 'a number', 'a time', 'a string', 'a bit field', 'opaque bytes', 'a compound', 'a reference', 'an enumeration', 'a list', 'an array'];

/** @param note what the dataset's attribute `dtype` says, by which Keras tells that opaque bytes are bfloat16 */
export function readDatatype(body: Cursor, note?: string): Datatype {
  const classAndVersion = body.u8();
  const [bits, bits1] = [body.u8(), body.u8()];
  body.take(1);
  const size = body.u32();
  const type = classAndVersion & 15;
  if (size === 0) throw body.damaged('elements of at least one byte', '0');
  if (type === 1) return readFloat(body, size, bits, bits1);
  if (type === 5 && size === 2 && note === 'bfloat16') return { kind: 'float', size, format: 'bfloat16', littleEndian: true };
  if (type === 3) return { kind: 'string', size, variable: false };
  if (type === 9 && (bits & 15) === 1) return { kind: 'string', size, variable: true };
  return { kind: 'other', size, name: CLASSES[type] ?? `class ${type}` };
}

function readFloat(body: Cursor, size: number, bits: number, signAt: number): Datatype {
  body.take(4);
  const [exponentAt, exponent, mantissaAt, mantissa] = [body.u8(), body.u8(), body.u8(), body.u8()];
  const bias = body.u32();
  const known = FLOATS.find(([, bytes, e, m, b]) => bytes === size && e === exponent && m === mantissa && b === bias);
  // VAX has a byte order of its own
  if (known === undefined || (bits & 0x40) !== 0 || mantissaAt !== 0 || exponentAt !== mantissa || signAt !== size * 8 - 1) {
    return { kind: 'other', size, name: `a number of ${size} bytes that is none of IEEE 754` };
  }
  return { kind: 'float', size, format: known[0], littleEndian: (bits & 1) === 0 };
}

/** Dimensions; none for a scalar. */
export function readDataspace(body: Cursor): number[] {
  const version = body.u8();
  const rank = body.u8();
  body.take(1);
  const last = body.u8();
  if (version === 1) body.take(4);
  else if (version !== 2) throw body.damaged('version 1 or 2', String(version));
  if (version === 2 && last === 2) return [0];
  return Array.from({ length: rank }, () => body.u64());
}

export function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

export function refuseType(where: string, what: string, { name }: { readonly name: string }): SekvensError {
  return new SekvensError({ code: 'unsupported', where, expected: `${what} as 16-, 32- or 64-bit floats`, got: name });
}
