/**
 * Weights as a safetensors file: 8 bytes with the length of a JSON header (little-endian), the header, the numbers.
 * The format is that of huggingface/safetensors; only float32 tensors are written and read.
 */
import { SekvensError } from '@sekvens/core';

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const largestHeader = 100_000_000;

/** Tensors by name to the bytes of a safetensors file; names come out in the order given. */
export function writeSafetensors(tensors: Readonly<Record<string, NamedTensor>>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // numbers begin at a multiple of 8, so the header is filled up with spaces
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, headerLength, true);
  bytes.set(text, 8);
  let at = 8 + headerLength;
  for (const { data } of Object.values(tensors)) {
    for (let i = 0; i < data.length; i++, at += 4) view.setFloat32(at, data[i], true);
  }
  return bytes;
}

/** Tensors by name from the bytes of a safetensors file. `file` names it in errors. */
export function readSafetensors(bytes: Uint8Array, file = 'weights.safetensors'): Record<string, NamedTensor> {
  const refuse = (expected: string, got: string): SekvensError => new SekvensError({ code: 'invalid-file', where: file, expected, got, hint: 'The file is damaged or of another kind; save the model again.' });
  if (bytes.length < 8) throw refuse('at least 8 bytes', `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(0, true) + view.getUint32(4, true) * 4294967296;
  if (headerLength > largestHeader || 8 + headerLength > bytes.length) throw refuse(`a header that fits into the file's ${bytes.length} bytes`, `a header of ${headerLength} bytes`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerLength)));
  } catch {
    throw refuse('a JSON header', 'something else');
  }
  if (header === null || typeof header !== 'object' || Array.isArray(header)) throw refuse('a JSON object as header', 'another value');
  const start = 8 + headerLength;
  const tensors: Record<string, NamedTensor> = Object.create(null) as Record<string, NamedTensor>;
  for (const [name, entry] of Object.entries(header as Record<string, unknown>)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: range } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
    if (dtype !== 'F32') throw refuse(`float32 tensors (dtype F32)`, `${name} with dtype ${String(dtype)}`);
    if (!isListOfSizes(shape) || !isListOfSizes(range) || range.length !== 2) throw refuse(`shape and data_offsets of ${name}`, 'something else');
    const count = shape.reduce((product, n) => product * n, 1);
    const [from, to] = range;
    if (to - from !== count * 4 || start + to > bytes.length) throw refuse(`${count * 4} bytes for ${name}, shape [${shape.join(', ')}]`, `bytes ${from} to ${to} of ${bytes.length - start}`);
    const data = new Float32Array(count);
    for (let i = 0; i < count; i++) data[i] = view.getFloat32(start + from + 4 * i, true);
    tensors[name] = { shape, data };
  }
  return tensors;
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 8 && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
