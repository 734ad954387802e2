import { SekvensError } from '@sekvens/core';
import type { TextVectorization } from '@sekvens/core';

/** Characters at which Keras takes a line of the stored vocabulary to end. */
// eslint-disable-next-line no-control-regex -- these are the ones
const LINE_END = /[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

export interface KerasVectorizer {
  /** As Keras writes a layer. */
  readonly layer: { readonly module: 'keras.layers'; readonly class_name: 'TextVectorization'; readonly config: Readonly<Record<string, unknown>>; readonly registered_name: null };
  /** The file of the vocabulary; undefined where it is in the config. */
  readonly vocabulary: string | undefined;
}

/**
 * A vectorizer as Keras' layer. A vocabulary that was learned goes into a file beside the config where `files` are there, as Keras has
 * it; one that was given, one with idf weights, and one whose words contain ends of lines, go into the config.
 *
 * @throws SekvensError `invalid-option` before `adapt`; `unsupported` for functions
 */
export function textVectorizationToKeras(vectorizer: TextVectorization, { name, files }: { readonly name: string; readonly files: boolean }): KerasVectorizer {
  const json = vectorizer.toJSON();
  if (json.vocabulary === null) {
    throw new SekvensError({ code: 'invalid-option', where: 'the vectorizer', expected: 'a vocabulary', got: 'none', hint: 'First await adapt(texts), or call setVocabulary(words).' });
  }
  const inConfig = !files || json.fixedVocabulary || json.idfWeights !== null || json.vocabulary.some((word) => LINE_END.test(word));
  const config = {
    name,
    trainable: true,
    dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null },
    max_tokens: json.maxTokens,
    standardize: snakeCase(json.standardize),
    split: json.split,
    ngrams: json.ngrams,
    output_mode: snakeCase(json.outputMode),
    output_sequence_length: json.outputSequenceLength,
    pad_to_max_tokens: json.padToMaxTokens,
    sparse: false,
    ragged: false,
    vocabulary: inConfig ? vectorizer.getVocabulary() : null,
    idf_weights: json.idfWeights,
    encoding: 'utf-8',
    vocabulary_size: vectorizer.vocabularySize(),
  };
  return { layer: { module: 'keras.layers', class_name: 'TextVectorization', config, registered_name: null }, vocabulary: inConfig ? undefined : vectorizer.getVocabulary().join('\n') };
}

function snakeCase(name: string | null): string | null {
  return name && name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
