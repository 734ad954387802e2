import { show } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { ModelParts } from '../model-parts.js';
import { damaged } from './damaged.js';
import { readExtras } from './extras.js';
import type { Hdf5Object } from './hdf5/read-hdf5.js';
import { readHdf5 } from './hdf5/read-hdf5.js';
import { modelFromKeras } from './model-from-keras.js';
import { parseJson } from './parse-json.js';
import { assemble } from './read-keras.js';
import { readWeight } from './read-weight.js';
import { legacyOrder } from './weight-places.js';

export const EXTRAS_ATTRIBUTE = 'sekvens';

/**
 * The model in a legacy `.h5` file of Keras 2 or 3, as {@link readKeras} gives it. Such files keep a vocabulary only where it was given
 * to TextVectorization, or where {@link writeKerasH5} wrote them.
 *
 * @param place the file, named in errors
 * @throws SekvensError `invalid-file` for what is damaged; `unsupported`, naming every layer and option there is no counterpart for
 */
export function readKerasH5(bytes: Uint8Array, place: string): ModelParts {
  const root = readHdf5(bytes, place);
  const config = root.texts('model_config')?.[0];
  if (config === undefined) throw damaged(place, 'the attribute model_config of a saved model', root.texts('layer_names') || root.get('layers') ? 'weights alone' : 'none');
  const { network, vectorizer } = modelFromKeras(parseJson(config, `${place}, model_config`), place, {});
  const stored = root.get('model_weights');
  if (stored === undefined) throw damaged(place, 'a group model_weights', 'none');
  const weights = readWeights(network, stored, place);
  const extras = root.texts(EXTRAS_ATTRIBUTE)?.[0];
  const where = `${place}, ${EXTRAS_ATTRIBUTE}`;
  return assemble({ network, vectorizer, weights }, extras === undefined ? undefined : readExtras(parseJson(extras, where), network, where));
}

/** Layers follow each other in the file as in the model, and so do a layer's weights; names are those of the session that saved them. */
function readWeights(network: Network, stored: Hdf5Object, place: string): Record<string, Float32Array> {
  const groups = (list(stored, 'layer_names') ?? [])
    .map((name) => ({ name, group: stored.get(name) }))
    .map(({ name, group }) => ({ name, group, weights: (group && list(group, 'weight_names')) ?? [] }))
    .filter(({ weights }) => weights.length > 0);
  const layers = network.layers.filter(({ weights }) => weights.length > 0);
  if (groups.length !== layers.length) throw damaged(place, `${layers.length} layers with weights`, `${groups.length}: ${groups.slice(0, 8).map(({ name }) => show(name)).join(', ')}`);
  const read: Record<string, Float32Array> = {};
  layers.forEach((layer, i) => {
    const { name, group, weights } = groups[i];
    if (weights.length !== layer.weights.length) throw damaged(place, `${layer.weights.length} weights of ${layer.name}`, `${weights.length} in ${show(name)}`);
    legacyOrder(layer).forEach((weight, w) => (read[weight.path] = readWeight(group!.get(weights[w]), weight, place, `model_weights/${name}/${weights[w]}`)));
  });
  return read;
}

/** A list of texts, which Keras cuts into numbered pieces where it is long. */
function list(object: Hdf5Object, name: string): string[] | undefined {
  const whole = object.texts(name);
  if (whole !== undefined) return whole;
  const pieces: string[] = [];
  for (let i = 0; ; i++) {
    const piece = object.texts(`${name}${i}`);
    if (piece === undefined) return i === 0 ? undefined : pieces;
    pieces.push(...piece);
  }
}
