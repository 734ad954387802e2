import type { ModelParts } from '../model-parts.js';
import { assertFinite } from './assert-finite.js';
import { extrasToJSON } from './extras.js';
import type { Hdf5Floats, Hdf5Tree } from './hdf5/write-hdf5.js';
import { writeHdf5 } from './hdf5/write-hdf5.js';
import { kerasConfigOf } from './keras-config-of.js';
import { EXTRAS_ATTRIBUTE } from './read-keras-h5.js';
import { legacyOrder } from './weight-places.js';
import { KERAS_VERSION } from './write-keras.js';

/** Texts a piece of a list: what is longer than 64 KiB does not fit into an attribute. */
const MOST_TEXTS = 1000;

/**
 * The model as a legacy `.h5` file, which Keras 3 loads: `keras.models.load_model(path)`. A vectorizer becomes its first layer, with the
 * vocabulary in its config; labels, task and thresholds are an attribute of their own, which Keras skips and {@link readKerasH5} reads.
 * The same model gives the same bytes.
 *
 * @throws SekvensError `unsupported`, naming every layer and option that Keras does not have; `diverged` for weights that are not finite
 */
export function writeKerasH5(parts: ModelParts): Uint8Array {
  assertFinite(parts, 'writeKerasH5(parts)');
  const { network, weights } = parts;
  const { config, vectorizerName } = kerasConfigOf(parts, false);
  const groups: Record<string, Hdf5Tree> = Object.create(null) as Record<string, Hdf5Tree>;
  if (vectorizerName !== undefined) groups[vectorizerName] = { attributes: { weight_names: [] } };
  for (const layer of network.layers) {
    const ordered = legacyOrder(layer);
    const numbers = ordered.map((weight, i): [string, Hdf5Floats] => [`${i}`, { shape: weight.shape, floats: weights[weight.path] }]);
    groups[layer.name] = { attributes: { weight_names: numbers.map(([name]) => name) }, children: Object.fromEntries(numbers) };
  }
  const about = { keras_version: KERAS_VERSION, backend: 'tensorflow' };
  return writeHdf5({
    attributes: { ...about, model_config: JSON.stringify(config), [EXTRAS_ATTRIBUTE]: extrasToJSON(parts) },
    children: { model_weights: { attributes: { ...about, ...pieces('layer_names', Object.keys(groups)) }, children: { ...groups, top_level_model_weights: { attributes: { weight_names: [] } } } } },
  });
}

function pieces(name: string, texts: readonly string[]): Record<string, readonly string[]> {
  if (texts.length <= MOST_TEXTS) return { [name]: texts };
  const cut = Array.from({ length: Math.ceil(texts.length / MOST_TEXTS) }, (_, i): [string, readonly string[]] => [`${name}${i}`, texts.slice(i * MOST_TEXTS, (i + 1) * MOST_TEXTS)]);
  return Object.fromEntries(cut);
}
