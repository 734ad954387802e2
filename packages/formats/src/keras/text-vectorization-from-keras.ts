import { isSekvensError, SekvensError, show, TextVectorization } from '@sekvens/core';
import type { TextVectorizationOptions } from '@sekvens/core';
import { damaged } from './damaged.js';

type Fields = Readonly<Record<string, unknown>>;

/** What Keras keeps of a vocabulary outside of the layer's config. */
export interface StoredVocabulary {
  /** One word a line, special tokens included; what is in assets/ of a .keras file. */
  readonly text?: string;
  /** Mode 'tfIdf': a weight for each of them. */
  readonly idfWeights?: Float32Array;
}

const SAME = ['max_tokens', 'ngrams', 'output_sequence_length', 'pad_to_max_tokens'];
const NAMES = ['standardize', 'split', 'output_mode'];
/** Keys that mean nothing here; `vocabulary_size` repeats what the vocabulary says. */
const FREE = ['name', 'trainable', 'dtype', 'batch_shape', 'batch_input_shape', 'vocabulary', 'idf_weights', 'vocabulary_size'];
/** Keys with the one value that is offered. */
const FIXED: Fields = { sparse: false, ragged: false, encoding: 'utf-8' };

/**
 * Keras' TextVectorization as ours, from its config and what is stored beside it; undefined, and what stands in the way added to
 * `problems`, where there is no such option here.
 */
export function textVectorizationFromKeras(config: Fields, stored: StoredVocabulary, place: string, problems: string[]): TextVectorization | undefined {
  const label = `${typeof config.name === 'string' ? config.name : 'the first layer'} (TextVectorization)`;
  const before = problems.length;
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    if (SAME.includes(key)) options[camelCase(key)] = value;
    else if (NAMES.includes(key) && (value === null || typeof value === 'string')) options[camelCase(key)] = value === null ? null : camelCase(value.replace('-', '_'));
    else if (!FREE.includes(key) && value !== null && value !== FIXED[key]) problems.push(`${label}: ${key} = ${show(value)}`);
  }
  let vectorizer: TextVectorization | undefined;
  try {
    vectorizer = new TextVectorization(options);
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    problems.push(`${label}: ${error.where}: expected ${error.expected}, got ${error.got}`);
  }
  if (vectorizer === undefined || problems.length > before) return undefined;
  const given = wordsOf(config.vocabulary, place);
  const words = given ?? stored.text?.split('\n');
  if (words === undefined) {
    throw new SekvensError({
      code: 'invalid-file', where: place, expected: `the vocabulary of ${label}`, got: 'none',
      hint: "Keras keeps a vocabulary that was learned in .keras files, not in .h5: save the model as .keras.",
    });
  }
  const idfWeights = vectorizer.config.outputMode === 'tfIdf' ? (given ? numbersOf(config.idf_weights, place) : stored.idfWeights) : undefined;
  try {
    if (given) return new TextVectorization({ ...(options as TextVectorizationOptions), vocabulary: words, idfWeights });
    vectorizer.setVocabulary(words, idfWeights);
    return vectorizer;
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    throw damaged(place, `a vocabulary with ${error.expected}`, error.got, error);
  }
}

function wordsOf(vocabulary: unknown, place: string): readonly string[] | undefined {
  if (vocabulary === null || vocabulary === undefined) return undefined;
  if (!Array.isArray(vocabulary) || !vocabulary.every((word) => typeof word === 'string')) throw damaged(place, 'a vocabulary as a list of words', show(vocabulary));
  return vocabulary;
}

function numbersOf(weights: unknown, place: string): readonly number[] {
  if (!Array.isArray(weights) || !weights.every((weight) => typeof weight === 'number')) throw damaged(place, 'idf_weights as a list of numbers', show(weights));
  return weights;
}

/** output_mode → outputMode, tf_idf → tfIdf. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
