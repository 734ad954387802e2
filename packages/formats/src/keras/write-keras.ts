import { zipSync } from 'fflate';
import type { NetworkWeights } from '@sekvens/layers';
import type { ModelParts } from '../model-parts.js';
import { assertFinite } from './assert-finite.js';
import { extrasToJSON } from './extras.js';
import type { Hdf5Floats, Hdf5Tree } from './hdf5/write-hdf5.js';
import { writeHdf5 } from './hdf5/write-hdf5.js';
import { kerasConfigOf } from './keras-config-of.js';
import { EXTRAS_FILE } from './read-keras.js';
import type { WeightPlace } from './weight-places.js';
import { weightPlaces } from './weight-places.js';

/** The version of Keras whose files these are like. */
export const KERAS_VERSION = '3.15.1';
/** Archives cannot do without a date, and the same model is the same bytes. */
const DATE = '1980-01-01 00:00:00';

/**
 * The model as a `.keras` file, which Keras 3 loads: `keras.models.load_model(path)`. A vectorizer becomes its first layer; labels,
 * task and thresholds go into a file of their own, which Keras skips and {@link readKeras} reads. The same model gives the same bytes.
 *
 * @throws SekvensError `unsupported`, naming every layer and option that Keras does not have; `diverged` for weights that are not finite
 */
export function writeKeras(parts: ModelParts): Uint8Array {
  assertFinite(parts, 'writeKeras(parts)');
  const { config, vocabulary } = kerasConfigOf(parts, true);
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const assets: Record<string, Uint8Array> = vocabulary === undefined ? {} : { 'assets/layers/text_vectorization/_lookup_layer/vocabulary.txt': text(vocabulary), 'assets/layers/text_vectorization/vocabulary.txt': text(vocabulary) };
  const idf = parts.vectorizer?.toJSON().idfWeights;
  const files = {
    'metadata.json': text(JSON.stringify({ keras_version: KERAS_VERSION, date_saved: DATE.replace(' ', '@') })),
    'config.json': text(JSON.stringify(config)),
    'model.weights.h5': writeHdf5(weightTree(weightPlaces(parts.network), parts.weights, idf ? Float32Array.from(idf) : undefined)),
    ...assets,
    [EXTRAS_FILE]: text(extrasToJSON(parts)),
  };
  return zipSync(files, { level: 0, mtime: new Date(DATE) });
}

function weightTree(places: readonly WeightPlace[], weights: NetworkWeights, idfWeights: Float32Array | undefined): Hdf5Tree {
  const layers = new Map<string, unknown>();
  const set = (path: string, numbers: Hdf5Floats): void => {
    let folder = layers;
    const names = path.split('/');
    for (const name of names.slice(0, -1)) {
      if (!folder.has(name)) folder.set(name, new Map());
      folder = folder.get(name) as Map<string, unknown>;
    }
    folder.set(names[names.length - 1], numbers);
  };
  for (const { weight, path } of places) set(path, { shape: weight.shape, floats: weights[weight.path] });
  if (idfWeights) for (const folder of ['', '_lookup_layer/']) set(`text_vectorization/${folder}vars/idf_weights`, { shape: [idfWeights.length], floats: idfWeights });
  return { children: { layers: treeOf(layers), vars: {} } };
}

function treeOf(folder: ReadonlyMap<string, unknown>): Hdf5Tree {
  return { children: Object.fromEntries([...folder].map(([name, item]) => [name, item instanceof Map ? treeOf(item) : (item as Hdf5Floats)])) };
}
