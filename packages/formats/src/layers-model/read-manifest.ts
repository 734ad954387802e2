import type { Files } from '@sekvens/engine';
import { show } from '@sekvens/core';
import type { AffineGrid } from '../quantize/affine.js';
import { damaged, get, isObject, unusable } from './model-files.js';

/** A weight in the binary files. */
export interface ManifestEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** Of the numbers as stored. */
  readonly dtype: keyof typeof bytesOf;
  readonly grid?: AffineGrid;
  /** Whether numbers of a grid are rounded to integers. */
  readonly integer: boolean;
  /** Numbers stored. */
  readonly count: number;
  /** The files of its group, one after the other, and where it begins in them. */
  readonly shards: readonly Uint8Array[];
  readonly offset: number;
  /** The names of those files, for errors. */
  readonly place: string;
}

const bytesOf = { float32: 4, int32: 4, uint8: 1, uint16: 2, float16: 2 } as const;

export function byteLength({ count, dtype }: Pick<ManifestEntry, 'count' | 'dtype'>): number {
  return count * bytesOf[dtype];
}

/**
 * The weights that a manifest promises, all of which lie in files that are there; nothing is copied yet. Weights of an optimizer are left out.
 * @param file the file of the manifest
 * @throws code 'invalid-file'
 */
export function readManifest(manifest: unknown, files: Files, file: string, place: string): Map<string, ManifestEntry> {
  const where = `${file}, weightsManifest`;
  if (!Array.isArray(manifest)) throw unusable(where, 'a list of groups of weights', manifest);
  const entries = new Map<string, ManifestEntry>();
  const used = new Set<string>();
  manifest.forEach((group: unknown, g) => {
    const paths = readPaths(get(group, 'paths'), used, files, `${where}[${g}].paths`, place);
    const shards = paths.map((path) => files[path]);
    const names = `${place}/${paths.length === 1 ? paths[0] : `{${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ', …' : ''}}`}`;
    const weights = get(group, 'weights');
    if (!Array.isArray(weights)) throw unusable(`${where}[${g}].weights`, 'a list of weights', weights);
    const there = shards.reduce((sum, { length }) => sum + length, 0);
    let offset = 0;
    for (const weight of weights as readonly unknown[]) {
      const entry = { ...readEntry(weight, `${where}[${g}].weights`), shards, offset, place: names };
      const end = offset + byteLength(entry);
      if (end > there) throw damaged(`${names}, ${entry.name}`, `bytes ${offset} to ${end}, for ${entry.dtype} numbers of shape [${entry.shape.join(', ')}]`, `${there} bytes in all`);
      if (entries.has(entry.name)) throw damaged(where, 'one weight of each name', `${show(entry.name)} twice`);
      if (get(weight, 'group') !== 'optimizer') entries.set(entry.name, entry);
      offset = end;
    }
    if (offset !== there) throw damaged(names, `${offset} bytes, as ${file} says`, `${there}`);
  });
  return entries;
}

function readPaths(paths: unknown, used: Set<string>, files: Files, where: string, place: string): string[] {
  if (!Array.isArray(paths)) throw unusable(where, 'a list of file names', paths);
  for (const path of paths as readonly unknown[]) {
    if (typeof path !== 'string' || !isPlainPath(path)) throw damaged(where, 'names of files beside it, without protocol, leading slash, backslash and ..', path === '' ? 'an empty name' : show(path));
    if (used.has(path)) throw damaged(where, 'each file once', `${show(path)} twice`);
    if (!Object.hasOwn(files, path) || !(files[path] instanceof Uint8Array)) throw damaged(place, `the file ${show(path)}, which the manifest names`, 'no such file');
    used.add(path);
  }
  return paths as string[];
}

function isPlainPath(path: string): boolean {
  return path !== '' && !/^\/|[\\:]/.test(path) && !path.split('/').includes('..');
}

function readEntry(weight: unknown, where: string): Omit<ManifestEntry, 'shards' | 'offset' | 'place'> {
  const name = get(weight, 'name');
  if (typeof name !== 'string' || name === '' || name.length > 500) throw unusable(where, 'weights with names of 1 to 500 characters', name);
  const [shape, dtype, quantization] = ['shape', 'dtype', 'quantization'].map((key) => get(weight, key));
  const at = `${where}, ${name.slice(0, 100)}`;
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every((n) => Number.isSafeInteger(n) && n >= 0)) throw unusable(at, 'a shape of up to 8 sizes', shape);
  const count = (shape as number[]).reduce((product, n) => product * n, 1);
  if (!Number.isSafeInteger(count * 4)) throw unusable(at, 'a shape of fewer than 2^51 numbers', shape);
  if (dtype !== 'float32' && dtype !== 'int32') throw unusable(at, "dtype 'float32' or 'int32'", dtype);
  const plain = { name, shape: shape as number[], count, integer: dtype === 'int32' };
  return quantization === undefined ? { ...plain, dtype } : { ...plain, ...readQuantization(quantization, dtype, at) };
}

function readQuantization(quantization: unknown, dtype: string, at: string): Pick<ManifestEntry, 'dtype' | 'grid'> {
  const stored = get(quantization, 'dtype');
  if (stored === 'float16' && dtype === 'float32') return { dtype: stored };
  if (!isObject(quantization) || (stored !== 'uint8' && stored !== 'uint16')) throw unusable(at, `quantization of dtype ${dtype === 'float32' ? "'float16', " : ''}'uint8' or 'uint16'`, quantization);
  const [scale, min] = [get(quantization, 'scale'), get(quantization, 'min')];
  if (!Number.isFinite(scale) || !Number.isFinite(min)) throw unusable(at, 'quantization with scale and min, which are finite numbers', quantization);
  return { dtype: stored, grid: { scale: scale as number, min: min as number } };
}
