import { isSekvensError, SekvensError } from '@sekvens/core';
import type { TextVectorization } from '@sekvens/core';
import { fromKerasConfig, readKerasChain } from '@sekvens/layers';
import type { Network } from '@sekvens/layers';
import { asFloat32 } from './as-float32.js';
import { inFile } from '../in-file.js';
import type { StoredVocabulary } from './text-vectorization-from-keras.js';
import { textVectorizationFromKeras } from './text-vectorization-from-keras.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The network of a Keras model's config, and the vectorizer in front of it where it reads texts.
 * @param stored what is stored of a vectorizer beside the config
 * @throws SekvensError `unsupported`, naming every layer and option that does not exist here; `invalid-file`
 */
export function modelFromKeras(config: unknown, place: string, stored: StoredVocabulary): { readonly network: Network; readonly vectorizer: TextVectorization | undefined } {
  return inFile(place, () => {
    const where = 'the config of the model';
    const problems: string[] = [];
    const { name, layers, buildShape } = readKerasChain(asFloat32(config), problems, where);
    const at = layers.findIndex((layer) => (layer as Fields | null)?.class_name === 'TextVectorization');
    if (at < 0 || layers.slice(0, at).some((layer) => (layer as Fields | null)?.class_name !== 'InputLayer')) {
      return { network: readNetwork({ name, layers, build_input_shape: buildShape }, problems, where), vectorizer: undefined };
    }
    const settings = ((layers[at] as Fields).config ?? {}) as Fields;
    const vectorizer = textVectorizationFromKeras(settings, stored, place, problems);
    const input = { class_name: 'InputLayer', config: { name: 'input_layer', ...inputOf(vectorizer) } };
    return { network: readNetwork({ name, layers: [input, ...layers.slice(at + 1)] }, problems, where), vectorizer };
  });
}

/** What a vectorizer gives to the layer behind it. */
function inputOf(vectorizer: TextVectorization | undefined): Fields {
  if (vectorizer === undefined) return { batch_shape: [null, null], dtype: 'int32' };
  const { outputMode, outputSequenceLength, padToMaxTokens, maxTokens } = vectorizer.config;
  if (outputMode === 'int') return { batch_shape: [null, outputSequenceLength], dtype: 'int32' };
  return { batch_shape: [null, padToMaxTokens && maxTokens !== null ? maxTokens : vectorizer.vocabularySize()], dtype: 'float32' };
}

/** The network; its problems and those found before are one error. */
function readNetwork(config: Fields, problems: readonly string[], where: string): Network {
  let more: SekvensError | undefined;
  try {
    const network = fromKerasConfig(config);
    if (problems.length === 0) return network;
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    if (problems.length === 0) throw error;
    more = error;
  }
  const got = [...problems.slice(0, 50), ...(more ? [more.got] : [])].join('; ');
  throw new SekvensError({ code: 'unsupported', where, expected: 'layers and options that exist here', got, cause: more });
}
