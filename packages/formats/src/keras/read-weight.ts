import type { WeightSpec } from '@sekvens/layers';
import { damaged } from './damaged.js';
import type { Hdf5Object } from './hdf5/read-hdf5.js';

/** The numbers of one weight, whose shape has to be the network's. */
export function readWeight(dataset: Hdf5Object | undefined, { path, shape }: WeightSpec, place: string, at: string): Float32Array {
  if (dataset === undefined) throw damaged(place, `the weight ${path} of shape [${shape.join(', ')}]`, `none at ${at}`);
  const got = dataset.shape;
  if (got === undefined || got.length !== shape.length || got.some((length, d) => length !== shape[d])) {
    throw damaged(place, `the weight ${path} of shape [${shape.join(', ')}]`, got === undefined ? `a group at ${at}` : `[${got.join(', ')}] at ${at}`);
  }
  const numbers = dataset.floats(path);
  const wrong = numbers.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw damaged(place, `finite 32-bit numbers in ${path}`, `${numbers[wrong]} at ${wrong}`);
  return numbers;
}
