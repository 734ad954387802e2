/**
 * Weights as a safetensors file: 8 bytes with the length of a JSON header (little-endian), the header, the numbers.
 * The format is that of huggingface/safetensors. Models have float32 tensors, quantized ones smaller numbers, checkpoints float64 and int32
 * ones, too; files of other programs may have any kind of floating-point numbers.
 */
import { SekvensError, show } from '@sekvens/core';
import { readScales, toFloat32 } from './stored-numbers.js';
import type { RefuseFile, Scales } from './stored-numbers.js';

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor whose numbers are stored as smaller ones: halves as their bits, or steps of a scale that the metadata has (`quantization`). */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly dtype: 'F16' | 'U8' | 'U16';
  readonly data: Uint8Array | Uint16Array;
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
  F16: { from: (buffer: ArrayBuffer) => new Uint16Array(buffer), bytes: 2 },
  BF16: { from: (buffer: ArrayBuffer) => new Uint16Array(buffer), bytes: 2 },
  U16: { from: (buffer: ArrayBuffer) => new Uint16Array(buffer), bytes: 2 },
  U8: { from: (buffer: ArrayBuffer) => new Uint8Array(buffer), bytes: 1 },
} as const;

type TypeName = keyof typeof types;

/** What the weights of a model may be stored as; U8 and U16 only with a scale. */
const floats: readonly TypeName[] = ['F32', 'F16', 'BF16', 'F64', 'U8', 'U16'];

function typeOf(tensor: TypedTensor | StoredTensor): TypeName {
  if ('dtype' in tensor) return tensor.dtype;
  const { data } = tensor;
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
export function writeSafetensors(tensors: Readonly<Record<string, NamedTensor | StoredTensor>>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  for (const [name, tensor] of Object.entries(tensors)) {
    if (name === metadataName) throw new SekvensError({ code: 'invalid-option', where: 'writeSafetensors(tensors)', expected: `tensors with names other than ${metadataName}`, got: show(name) });
    const { shape, data } = tensor;
    const count = shape.reduce((product, n) => product * n, 1);
    const Numbers = !('dtype' in tensor) ? Float32Array : tensor.dtype === 'U8' ? Uint8Array : Uint16Array;
    if (!(data instanceof Numbers) || !isListOfSizes(shape) || data.length !== count) {
      throw new SekvensError({
        code: 'invalid-option', where: `writeSafetensors(tensors), ${name}`, expected: `a ${Numbers.name} as long as its shape [${shape.join(', ')}] says`,
        got: data instanceof Numbers ? `${data.length} numbers` : show(data),
      });
    }
  }
  return writeTensors(tensors, metadata);
}

/** {@link writeSafetensors} of tensors of any type, whose shapes are right and whose names are usable. */
export function writeTensors(tensors: Readonly<Record<string, TypedTensor | StoredTensor>>, metadata: Readonly<Record<string, string>>): Uint8Array {
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [[metadataName, metadata]] : [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const { shape, data } = tensor;
    entries.push([name, { dtype: typeOf(tensor), shape, data_offsets: [offset, offset + data.byteLength] }]);
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

/** A part of the bytes by itself. A Buffer's own `slice` would not copy. */
function copied(bytes: Uint8Array, from: number, to: number): ArrayBuffer {
  return new Uint8Array(bytes.subarray(from, to)).buffer;
}

/**
 * Tensors by name from the bytes of a safetensors file, as an object without prototype. `file` names it in errors. Halves (F16, BF16),
 * doubles (F64) and quantized numbers become float32.
 * Nothing is allocated before the whole header is known to fit: together the tensors cover the rest of the file, each byte once.
 * @throws code 'invalid-file'
 */
export function readSafetensors(bytes: Uint8Array, file = 'weights.safetensors'): Record<string, NamedTensor> {
  const refuse = refusal(file);
  const { header, start } = readFile(bytes, floats, refuse);
  let scales: Scales | undefined;
  const tensors = Object.create(null) as Record<string, NamedTensor>;
  for (const { name, type, shape, from, to } of header.entries) {
    if (type === 'U8' || type === 'U16') scales ??= readScales(header.metadata, refuse);
    tensors[name] = { shape, data: toFloat32(type, types[type].from(copied(bytes, start + from, start + to)), name, scales, refuse) };
  }
  return tensors;
}

/**
 * What a safetensors file says about itself: the texts of its `__metadata__` by name, as an object without prototype; none where it has none.
 * @throws code 'invalid-file' for a file whose header cannot be read
 */
export function readSafetensorsMetadata(bytes: Uint8Array, file = 'weights.safetensors'): Record<string, string> {
  const refuse = refusal(file);
  return Object.assign(Object.create(null) as Record<string, string>, readMetadata(readHeader(headerBytes(bytes, refuse), refuse), refuse));
}

/** The tensors of the named types. */
export function readTensors(bytes: Uint8Array, file: string, allowed: readonly ('F32' | 'F64' | 'I32')[]): Record<string, TypedTensor> {
  const { header, start } = readFile(bytes, allowed, refusal(file));
  const tensors = Object.create(null) as Record<string, TypedTensor>;
  for (const { name, type, shape, from, to } of header.entries) {
    tensors[name] = { shape, data: types[type].from(copied(bytes, start + from, start + to)) as TypedTensor['data'] };
  }
  return tensors;
}

function refusal(file: string): RefuseFile {
  return (expected, got) => new SekvensError({ code: 'invalid-file', where: file, expected, got, hint: 'The file is damaged or of another kind; save the model again.' });
}

interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The header, and where the numbers begin that it is about; they cover the rest of the file, each byte once. */
function readFile(bytes: Uint8Array, allowed: readonly TypeName[], refuse: RefuseFile): { readonly header: Header; readonly start: number } {
  const text = headerBytes(bytes, refuse);
  const json = readHeader(text, refuse);
  const entries = readEntries(json, allowed, refuse);
  const start = 8 + text.length;
  let end = 0;
  for (const { name, from, to } of [...entries].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end) throw refuse(`tensors one after the other, ${show(name)} from byte ${end}`, `byte ${from}`);
    end = to;
  }
  if (start + end !== bytes.length) throw refuse(`${end} bytes of numbers, as the header says`, `${bytes.length - start}`);
  return { header: { entries, metadata: readMetadata(json, refuse) }, start };
}

function headerBytes(bytes: Uint8Array, refuse: RefuseFile): Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw refuse('a Uint8Array', show(bytes));
  if (bytes.length < 8) throw refuse('at least 8 bytes', `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 4294967296;
  if (length > largestHeader || 8 + length > bytes.length) throw refuse(`a header that fits into the file's ${bytes.length} bytes`, `a header of ${length} bytes`);
  return bytes.subarray(8, 8 + length);
}

function readHeader(bytes: Uint8Array, refuse: RefuseFile): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('a JSON header', 'something else');
  }
  if (!isObject(header)) throw refuse('a JSON object as header', show(header));
  return header;
}

function readMetadata(header: Record<string, unknown>, refuse: RefuseFile): Readonly<Record<string, string>> {
  if (!Object.hasOwn(header, metadataName)) return {};
  const metadata = header[metadataName];
  if (!isObject(metadata) || Object.values(metadata).some((value) => typeof value !== 'string')) throw refuse(`${metadataName} with texts by name`, show(metadata));
  return metadata as Record<string, string>;
}

function readEntries(header: Record<string, unknown>, allowed: readonly TypeName[], refuse: RefuseFile): Entry[] {
  return Object.entries(header)
    .filter(([name]) => name !== metadataName)
    .map(([name, entry]) => {
      const get = (key: string): unknown => (isObject(entry) && Object.hasOwn(entry, key) ? entry[key] : undefined);
      const [dtype, shape, range] = [get('dtype'), get('shape'), get('data_offsets')];
      const type = allowed.find((candidate) => candidate === dtype);
      if (type === undefined) throw refuse(`tensors of dtype ${allowed.join(', ')}`, `${show(name)} with dtype ${show(dtype)}`);
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
