import type { Files } from '@sekvens/engine';
import type { Network } from '@sekvens/layers';
import type { ModelParts } from '../model-parts.js';
import { scaleWeight } from './legacy-hard-sigmoid.js';
import { matchWeights } from './match-weights.js';
import { readMetadata } from './metadata.js';
import { damaged, get, isObject, parseJson, unusable } from './model-files.js';
import { modelTopology } from './model-topology.js';
import { readManifest } from './read-manifest.js';
import { readTopology } from './read-topology.js';
import { readWeight } from './read-weight.js';

/**
 * A TensorFlow.js layers model: written by `model.save` of TensorFlow.js, by its converter of Keras models, or by `writeLayersModel`. Weights
 * may be 32-bit floats or integers, quantized to 16 or 8 bits, in any number of groups and files; they become 32-bit floats. The hard
 * sigmoid of TensorFlow.js becomes that of Keras 3, with the weights of its gates 1.2 times as large.
 *
 * @param files by name: model.json, or one other file ending in .json, and those it names
 * @param place the folder, named in errors
 * @throws code 'invalid-file' for what is damaged; 'unsupported', naming every layer and option there is no counterpart for
 */
export function readLayersModel(files: Files, place: string): ModelParts {
  const name = topologyFile(files, place);
  const file = `${place}/${name}`;
  const model = parseJson(files[name], file);
  if (!isObject(model) || !Object.hasOwn(model, 'modelTopology')) throw unusable(file, 'a TensorFlow.js layers model, which has a modelTopology', model);
  const kind = get(model, 'format');
  if (kind !== undefined && kind !== null && kind !== 'layers-model') throw unusable(file, "format 'layers-model'", kind);
  const { network, scales } = readTopology(model.modelTopology, file);
  const entries = matchWeights(network, readManifest(get(model, 'weightsManifest'), files, file, place), file);
  const own = get(get(model, 'userDefinedMetadata'), 'sekvens');
  const parts = own === undefined ? { network } : readMetadata(own, file);
  if (own !== undefined && computed(readTopology(modelTopology(parts.network, true).topology, file).network) !== computed(network)) {
    throw damaged(file, 'the same network in modelTopology and in userDefinedMetadata.sekvens', 'two that differ');
  }
  const weights: Record<string, Float32Array> = {};
  let at = 0;
  network.layers.forEach((layer, i) => {
    for (const { path, shape } of layer.weights) {
      const values = readWeight(entries[at]);
      scaleWeight(values, path.slice(layer.name.length + 1), shape[shape.length - 1], scales[i]);
      weights[parts.network.weights[at++].path] = values;
    }
  });
  return { ...parts, weights };
}

function topologyFile(files: Files, place: string): string {
  if (!isObject(files)) throw unusable(place, 'files by name', files);
  const names = Object.keys(files).filter((name) => files[name] instanceof Uint8Array);
  if (names.includes('model.json')) return 'model.json';
  const json = names.filter((name) => name.endsWith('.json'));
  if (json.length !== 1) throw damaged(place, 'a file model.json, or one other that ends in .json', json.length === 0 ? 'none' : json.slice(0, 5).join(', '));
  return json[0];
}

/** What predictions depend on, as a text to be compared: not names, nor how weights begin and are trained. */
function computed({ input, layers }: Network): string {
  const skip = (key: string, value: unknown) => (/initializer$|dropout$|^(?:name|rate|trainable|unitForgetBias|initialWeights)$/i.test(key) ? undefined : value);
  return JSON.stringify([input, layers.map(({ definition }) => definition)], skip);
}
