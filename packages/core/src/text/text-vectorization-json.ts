import { SekvensError, isSekvensError, show } from '../error.js';
import { CONFIG_NAMES, resolveOptions } from './text-vectorization-options.js';
import type { TextVectorizationConfig } from './text-vectorization-options.js';

export const JSON_FORMAT = 'sekvens/text-vectorization';
export const JSON_VERSION = 1;

/** A {@link TextVectorization} as JSON; versions are read for ever, and unknown ones refused. */
export interface TextVectorizationJSON {
  readonly format: typeof JSON_FORMAT;
  readonly version: typeof JSON_VERSION;
  readonly maxTokens: number | null;
  readonly standardize: 'lowerAndStripPunctuation' | 'lower' | 'stripPunctuation' | null;
  readonly split: 'whitespace' | 'character' | null;
  readonly ngrams: number | readonly number[] | null;
  readonly outputMode: 'int' | 'multiHot' | 'count' | 'tfIdf';
  readonly outputSequenceLength: number | null;
  readonly padToMaxTokens: boolean;
  /** Whether the vocabulary was given to the constructor, so that `adapt` is refused. */
  readonly fixedVocabulary: boolean;
  /** The words in the order of their ids, without special tokens; null before `adapt`. */
  readonly vocabulary: readonly string[] | null;
  /** Mode 'tfIdf': the weight of the unknown token, then one for each word. */
  readonly idfWeights: readonly number[] | null;
}

export interface ParsedTextVectorization {
  readonly config: TextVectorizationConfig;
  readonly fixedVocabulary: boolean;
  readonly vocabulary: readonly string[] | null;
  readonly idfWeights: readonly number[] | null;
}

const NAMES: readonly string[] = ['format', 'version', ...CONFIG_NAMES, 'fixedVocabulary', 'vocabulary', 'idfWeights'];

/**
 * Checks JSON from anywhere: exactly the known keys, each of its type, every word a string and no option out of range.
 * Only own properties are read, and none is copied by name.
 */
export function parseTextVectorization(json: unknown): ParsedTextVectorization {
  const value = typeof json === 'string' ? parse(json) : json;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw bad('', 'the JSON object that toJSON() gives', value);
  for (const name of Object.keys(value)) if (!NAMES.includes(name)) throw bad('', `no key but ${NAMES.join(', ')}`, name);
  const get = (name: string): unknown => {
    if (!Object.hasOwn(value, name)) throw bad(`.${name}`, 'a value', undefined);
    return (value as Record<string, unknown>)[name];
  };
  if (get('format') !== JSON_FORMAT) throw bad('.format', `'${JSON_FORMAT}'`, get('format'));
  if (get('version') !== JSON_VERSION)
    throw bad('.version', `${JSON_VERSION}`, get('version'), 'The file may come from a newer sekvens: update the package.');
  const fixedVocabulary = get('fixedVocabulary');
  if (typeof fixedVocabulary !== 'boolean') throw bad('.fixedVocabulary', 'true or false', fixedVocabulary);
  const config = parseConfig(get);
  const vocabulary = parseList(get('vocabulary'), '.vocabulary', 'a string', (word): word is string => typeof word === 'string');
  const idfWeights = parseList(get('idfWeights'), '.idfWeights', 'a finite number', (weight): weight is number => Number.isFinite(weight));
  const weightCount = config.outputMode === 'tfIdf' && vocabulary !== null ? vocabulary.length + 1 : undefined;
  if (idfWeights?.length !== weightCount) {
    const expected =
      weightCount === undefined
        ? "null unless outputMode is 'tfIdf' and there is a vocabulary"
        : `${weightCount} numbers: one for the unknown token and one for each word`;
    throw bad('.idfWeights', expected, idfWeights);
  }
  if (fixedVocabulary && vocabulary === null) throw bad('.vocabulary', 'a list of words where fixedVocabulary is true', null);
  return { config, fixedVocabulary, vocabulary, idfWeights };
}

function parseConfig(get: (name: string) => unknown): TextVectorizationConfig {
  for (const name of ['standardize', 'split']) {
    if (typeof get(name) === 'function') throw bad(`.${name}`, 'a name or null', get(name));
  }
  const options = Object.fromEntries(CONFIG_NAMES.map((name) => [name, get(name)]));
  for (const name of CONFIG_NAMES) if (options[name] === undefined) throw bad(`.${name}`, 'a value', undefined);
  return inFile(() => resolveOptions(options));
}

/** Runs a check of options whose values come from a file: what it refuses is the file's fault. */
export function inFile<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { expected, got, hint } = error;
    throw new SekvensError({ code: 'invalid-file', where: 'TextVectorization.fromJSON(json)', expected, got, hint, cause: error });
  }
}

function parseList<T>(value: unknown, place: string, expected: string, accept: (item: unknown) => item is T): readonly T[] | null {
  if (value === null) return null;
  if (!Array.isArray(value)) throw bad(place, 'a list or null', value);
  const list: T[] = [];
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (!accept(item)) throw bad(`${place}[${i}]`, expected, item);
    list.push(item);
  }
  return list;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SekvensError({ code: 'invalid-file', where: 'TextVectorization.fromJSON(json)', expected: 'JSON', got: show(text), cause });
  }
}

function bad(place: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-file', where: `TextVectorization.fromJSON(json${place})`, expected, got: show(got), hint });
}
