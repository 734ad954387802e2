import type { NetworkWeights } from '@sekvens/layers';
import type { ModelParts } from '../model-parts.js';
import { damaged } from './damaged.js';
import type { Extras } from './extras.js';
import { readExtras, withVocabulary } from './extras.js';
import type { Hdf5Object } from './hdf5/read-hdf5.js';
import { readHdf5 } from './hdf5/read-hdf5.js';
import { modelFromKeras } from './model-from-keras.js';
import { parseJson } from './parse-json.js';
import { readWeight } from './read-weight.js';
import { readZip } from './read-zip.js';
import type { StoredVocabulary } from './text-vectorization-from-keras.js';
import { weightPlaces } from './weight-places.js';

export const EXTRAS_FILE = 'sekvens.json';

/**
 * The model in a `.keras` file of Keras 3: its network with weights, its TextVectorization as `vectorizer`, and labels where
 * {@link writeKeras} wrote it. Weights of other floats become 32-bit ones. How a model was compiled and its optimizer's state are
 * not part of what is read.
 *
 * @param place the file, named in errors
 * @throws SekvensError `invalid-file` for what is damaged; `unsupported`, naming every layer and option there is no counterpart for
 */
export function readKeras(bytes: Uint8Array, place: string): ModelParts {
  const files = readZip(bytes, place);
  const open = (name: string): Uint8Array => {
    const file = files.get(name);
    if (file === undefined) throw damaged(place, `a file ${name} in the archive`, [...files.keys()].slice(0, 10).join(', ') || 'no files');
    return file;
  };
  const config = parseJson(open('config.json'), `${place}/config.json`);
  const weightFile = `${place}/model.weights.h5`;
  const root = readHdf5(open('model.weights.h5'), weightFile);
  // TensorFlow 2.13, which had the format first, called the group otherwise
  const layers = root.get('layers') ?? root.get('_layer_checkpoint_dependencies');
  const { network, vectorizer } = modelFromKeras(config, `${place}/config.json`, storedVocabulary(files, layers, place));
  const weights: Record<string, Float32Array> = {};
  for (const { weight, path } of weightPlaces(network)) weights[weight.path] = readWeight(layers?.get(path), weight, weightFile, `layers/${path}`);
  const extras = files.get(EXTRAS_FILE);
  const read = extras && readExtras(parseJson(extras, `${place}/${EXTRAS_FILE}`), network, `${place}/${EXTRAS_FILE}`);
  return assemble({ network, vectorizer, weights }, read);
}

/** The parts of a model, labels and the like among them where the file has any. */
export function assemble({ network, vectorizer, weights }: Pick<ModelParts, 'network' | 'vectorizer'> & { readonly weights: NetworkWeights }, extras: Extras | undefined): ModelParts {
  return {
    network: extras?.network ?? network,
    weights,
    ...(vectorizer && { vectorizer: withVocabulary(vectorizer, extras?.fixedVocabulary) }),
    ...extras?.parts,
  };
}

/** The first vectorizer of a model is the only one here. */
function storedVocabulary(files: ReadonlyMap<string, Uint8Array>, layers: Hdf5Object | undefined, place: string): StoredVocabulary {
  const [inLayer, inLookup] = ['', '_lookup_layer/'].map((folder) => `assets/layers/text_vectorization/${folder}vocabulary.txt`);
  const name = files.has(inLayer) ? inLayer : inLookup;
  const bytes = files.get(name);
  const weights = layers?.get('text_vectorization/_lookup_layer/vars/idf_weights') ?? layers?.get('text_vectorization/vars/idf_weights');
  return { ...(bytes && { text: decode(bytes, `${place}/${name}`) }), ...(weights && { idfWeights: weights.floats('idf_weights') }) };
}

function decode(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw damaged(place, 'UTF-8 text', 'other bytes', cause);
  }
}
