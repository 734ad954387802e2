/**
 * Weights as a safetensors file: 8 bytes with the length of a JSON header (little-endian), the header, the numbers.
 * The format is that of huggingface/safetensors; models have float32 tensors only, checkpoints float64 and int32 ones, too.
 */
import { SekvensError, show } from '@sekvens/core';

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor of any type that is written and read here. */
export interface TypedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

const types = {
  F32: { from: (buffer: ArrayBuffer) => new Float32Array(buffer), bytes: 4 },
  F64: { from: (buffer: ArrayBuffer) => new Float64Array(buffer), bytes: 8 },
  I32: { from: (buffer: ArrayBuffer) => new Int32Array(buffer), bytes: 4 },
} as const;

type TypeName = keyof typeof types;

function typeOf(data: TypedTensor['data']): TypeName {
  return data instanceof Float32Array ? 'F32' : data instanceof Float64Array ? 'F64' : 'I32';
}

/** Where a tensor lies, in bytes after the header. */
interface Entry {
  readonly name: string;
  readonly type: TypeName;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

const largestHeader = 100_000_000;
const metadataName = '__metadata__';

/**
 * Tensors by name to the bytes of a safetensors file; names come out in the order given.
 * @throws code 'invalid-option' for the name `__metadata__`, and for a shape that is not that of the data
 */
export function writeSafetensors(tensors: Readonly<Record<string, NamedTensor>>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (name === metadataName) throw new SekvensError({ code: 'invalid-option', where: 'writeSafetensors(tensors)', expected: `tensors with names other than ${metadataName}`, got: show(name) });
    const count = shape.reduce((product, n) => product * n, 1);
    if (!(data instanceof Float32Array) || !isListOfSizes(shape) || data.length !== count) {
      throw new SekvensError({
        code: 'invalid-option', where: `writeSafetensors(tensors), ${name}`, expected: `a Float32Array as long as its shape [${shape.join(', ')}] says`,
        got: data instanceof Float32Array ? `${data.length} numbers` : show(data),
      });
    }
  }
  return writeTensors(tensors, metadata);
}

/** {@link writeSafetensors} of tensors of any type, whose shapes are right and whose names are usable. */
export function writeTensors(tensors: Readonly<Record<string, TypedTensor>>, metadata: Readonly<Record<string, string>>): Uint8Array {
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [[metadataName, metadata]] : [];
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    entries.push([name, { dtype: typeOf(data), shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // numbers begin at a multiple of 8, so the header is filled up with spaces
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, headerLength, true);
  bytes.set(text, 8);
  let at = 8 + headerLength;
  for (const { data } of Object.values(tensors)) {
    // numbers lie in memory as in the file: wherever WebAssembly's memory can be looked at as numbers, they are little-endian
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Tensors by name from the bytes of a safetensors file, as an object without prototype. `file` names it in errors.
 * Nothing is allocated before the whole header is known to fit: together the tensors cover the rest of the file, each byte once.
 * @throws code 'invalid-file'
 */
export function readSafetensors(bytes: Uint8Array, file = 'weights.safetensors'): Record<string, NamedTensor> {
  return readTensors(bytes, file, ['F32']) as Record<string, NamedTensor>;
}

/** {@link readSafetensors} of tensors of the named types. */
export function readTensors(bytes: Uint8Array, file: string, allowed: readonly TypeName[]): Record<string, TypedTensor> {
  const refuse = (expected: string, got: string): SekvensError => new SekvensError({ code: 'invalid-file', where: file, expected, got, hint: 'The file is damaged or of another kind; save the model again.' });
  if (!(bytes instanceof Uint8Array)) throw refuse('a Uint8Array', show(bytes));
  if (bytes.length < 8) throw refuse('at least 8 bytes', `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(0, true) + view.getUint32(4, true) * 4294967296;
  if (headerLength > largestHeader || 8 + headerLength > bytes.length) throw refuse(`a header that fits into the file's ${bytes.length} bytes`, `a header of ${headerLength} bytes`);
  const header = readHeader(bytes.subarray(8, 8 + headerLength), allowed, refuse);
  const start = 8 + headerLength;
  let end = 0;
  for (const { name, from, to } of [...header].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end) throw refuse(`tensors one after the other, ${show(name)} from byte ${end}`, `byte ${from}`);
    end = to;
  }
  if (start + end !== bytes.length) throw refuse(`${end} bytes of numbers, as the header says`, `${bytes.length - start}`);
  const tensors = Object.create(null) as Record<string, TypedTensor>;
  for (const { name, type, shape, from, to } of header) {
    tensors[name] = { shape, data: types[type].from(bytes.slice(start + from, start + to).buffer) };
  }
  return tensors;
}

function readHeader(bytes: Uint8Array, allowed: readonly TypeName[], refuse: (expected: string, got: string) => SekvensError): Entry[] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('a JSON header', 'something else');
  }
  if (!isObject(header)) throw refuse('a JSON object as header', show(header));
  return Object.entries(header)
    .filter(([name]) => name !== metadataName)
    .map(([name, entry]) => {
      const get = (key: string): unknown => (isObject(entry) && Object.hasOwn(entry, key) ? entry[key] : undefined);
      const [dtype, shape, range] = [get('dtype'), get('shape'), get('data_offsets')];
      const type = allowed.find((candidate) => candidate === dtype);
      if (type === undefined) throw refuse(allowed.length === 1 ? 'float32 tensors (dtype F32)' : `tensors of dtype ${allowed.join(', ')}`, `${show(name)} with dtype ${show(dtype)}`);
      if (!isListOfSizes(shape)) throw refuse(`a shape of ${show(name)}`, show(shape));
      if (!isListOfSizes(range) || range.length !== 2) throw refuse(`data_offsets of ${show(name)}`, show(range));
      const [from, to] = range;
      const length = shape.reduce((product, n) => product * n, types[type].bytes);
      if (to - from !== length) throw refuse(`${length} bytes for ${show(name)}, shape [${shape.join(', ')}]`, `bytes ${from} to ${to}`);
      return { name, type, shape, from, to };
    });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 8 && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
