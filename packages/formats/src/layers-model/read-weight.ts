import { fromAffine } from '../quantize/affine.js';
import { fromFloat16 } from '../quantize/float16.js';
import { damaged } from './model-files.js';
import type { ManifestEntry } from './read-manifest.js';
import { byteLength } from './read-manifest.js';

/**
 * The numbers of a weight as 32-bit floats, as TensorFlow.js reads them.
 * @throws code 'invalid-file' for numbers that are not finite
 */
export function readWeight(entry: ManifestEntry): Float32Array {
  const values = decode(entry, bytesOf(entry));
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw damaged(`${entry.place}, ${entry.name}`, 'finite numbers', `${values[wrong]} at ${wrong}`);
  return values;
}

function decode({ dtype, grid, integer }: ManifestEntry, { buffer }: { readonly buffer: ArrayBuffer }): Float32Array {
  if (dtype === 'float32') return new Float32Array(buffer);
  if (dtype === 'int32') return Float32Array.from(new Int32Array(buffer));
  if (dtype === 'float16') return fromFloat16(new Uint16Array(buffer));
  const values = fromAffine(dtype === 'uint8' ? new Uint8Array(buffer) : new Uint16Array(buffer), grid!);
  return integer ? values.map(Math.round) : values;
}

/** A copy of the bytes, which begin at any place and may go on in the next file. */
function bytesOf(entry: ManifestEntry): { readonly buffer: ArrayBuffer } {
  const bytes = new Uint8Array(byteLength(entry));
  let start = 0;
  for (const shard of entry.shards) {
    const from = Math.max(entry.offset - start, 0);
    const to = Math.min(entry.offset + bytes.length - start, shard.length);
    if (from < to) bytes.set(shard.subarray(from, to), start + from - entry.offset);
    start += shard.length;
  }
  return bytes;
}
