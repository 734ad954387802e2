import { toKerasConfig } from '@sekvens/layers';
import type { ModelParts } from '../model-parts.js';
import { assertVectorizerFits } from './assert-vectorizer-fits.js';
import { networkForKeras } from './network-for-keras.js';
import { textVectorizationToKeras } from './text-vectorization-to-keras.js';

export interface KerasModelConfig {
  /** As `model.to_json()` gives it, parsed. */
  readonly config: unknown;
  /** The layers' names, as config has them, without the input. */
  readonly vectorizerName: string | undefined;
  /** The vocabulary's file, where it is not in the config. */
  readonly vocabulary: string | undefined;
}

/** The config of a whole model: a vectorizer is its first layer, and its input then is texts. */
export function kerasConfigOf({ network, vectorizer }: ModelParts, files: boolean): KerasModelConfig {
  const config = toKerasConfig(networkForKeras(network));
  if (vectorizer === undefined) return { config, vectorizerName: undefined, vocabulary: undefined };
  assertVectorizerFits(vectorizer, network);
  const taken = new Set(network.layers.map(({ name }) => name));
  let name = 'text_vectorization';
  for (let i = 1; taken.has(name); i++) name = `text_vectorization_${i}`;
  const { layer, vocabulary } = textVectorizationToKeras(vectorizer, { name, files });
  // one text a row; without the 1 rows of the other modes are [batch, vocabulary]
  const shape = vectorizer.config.outputMode === 'int' ? [null, 1] : [null];
  const [input, ...layers] = config.config.layers;
  const texts = { ...input, config: { ...input.config, batch_shape: shape, dtype: 'string' } };
  return { config: { ...config, config: { ...config.config, layers: [texts, layer, ...layers], build_input_shape: shape } }, vectorizerName: name, vocabulary };
}
