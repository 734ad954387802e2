/** The numbers of safetensors files that are not float32, as float32. */
import { show } from '@sekvens/core';
import type { SekvensError } from '@sekvens/core';

/** Makes the error about a file. */
export type RefuseFile = (expected: string, got: string) => SekvensError;

/** Where a quantized tensor begins, and how far its steps are apart: value = min + scale · step. */
export interface Scale {
  readonly min: number;
  readonly scale: number;
}

export type Scales = Readonly<Record<string, Scale>>;

/** The scales of quantized tensors by name: the JSON text that the file's metadata have as `quantization`. */
export function readScales(metadata: Readonly<Record<string, string>>, refuse: RefuseFile): Scales {
  const scales = Object.create(null) as Record<string, Scale>;
  if (!Object.hasOwn(metadata, 'quantization')) return scales;
  let json: unknown;
  try {
    json = JSON.parse(metadata.quantization);
  } catch {
    throw refuse('JSON as quantization of __metadata__', show(metadata.quantization));
  }
  for (const [name, entry] of Object.entries(json ?? {})) {
    const { min, scale } = (entry ?? {}) as Partial<Scale>;
    if (!Number.isFinite(min) || !Number.isFinite(scale)) throw refuse(`min and scale of ${show(name)} as numbers`, show(entry));
    scales[name] = { min, scale } as Scale;
  }
  return scales;
}

/** @param scales of the tensors of type U8 and U16 */
export function toFloat32(type: string, data: Float32Array | Float64Array | Int32Array | Uint16Array | Uint8Array, name: string, scales: Scales | undefined, refuse: RefuseFile): Float32Array {
  if (data instanceof Float32Array) return data;
  if (type === 'F64') return Float32Array.from(data);
  if (type === 'F16') return Float32Array.from(data, fromHalf);
  if (type === 'BF16') return new Float32Array(Uint32Array.from(data, (bits) => bits << 16).buffer);
  const found = scales?.[name];
  if (found === undefined) throw refuse(`floating-point numbers, or a scale of ${show(name)} in the metadata's quantization`, `integers (dtype ${type}) without one`);
  const { min, scale } = found;
  return Float32Array.from(data, (step) => min + scale * step);
}

const bits = new Uint32Array(1);
const number = new Float32Array(bits.buffer);

/** The value of a half (IEEE 754 binary16) from its bits. */
function fromHalf(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const sign = (half & 0x8000) << 16;
  if (exponent === 0) return (sign === 0 ? 1 : -1) * fraction * 2 ** -24;
  bits[0] = sign | ((exponent === 31 ? 255 : exponent + 112) << 23) | (fraction << 13);
  return number[0];
}
