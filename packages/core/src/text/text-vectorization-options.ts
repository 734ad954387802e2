import { SekvensError, show } from '../error.js';
import { assertKnownOptions, closest } from '../options.js';

/** What is done to a text before it is split; a function gets the text and returns it changed. */
export type Standardize = 'lowerAndStripPunctuation' | 'lower' | 'stripPunctuation' | null | ((text: string) => string);

/** How a text becomes tokens; a function gets the standardized text and returns its tokens. */
export type Split = 'whitespace' | 'character' | null | ((text: string) => readonly string[]);

export type OutputMode = 'int' | 'multiHot' | 'count' | 'tfIdf';

/** The options of {@link TextVectorization}: Keras', in camelCase. */
export interface TextVectorizationOptions {
  /** Largest vocabulary, special tokens included (2 in mode 'int', 1 in the others). Default null: no limit. */
  readonly maxTokens?: number | null;
  /** Default 'lowerAndStripPunctuation'. Only ASCII letters and ASCII punctuation are concerned, as in Keras. */
  readonly standardize?: Standardize;
  /** Default 'whitespace': the six ASCII white-space characters, runs of them taken as one. null: the text is one token. */
  readonly split?: Split;
  /** n: all n-grams of 1 to n tokens, joined by a space. A list: those orders, in that order. Default null: the tokens. */
  readonly ngrams?: number | readonly number[] | null;
  /** Default 'int': ids. The others give one row of vocabulary width a text: 0/1, counts, or counts times idf weights. */
  readonly outputMode?: OutputMode;
  /** Mode 'int' only: rows are cut to this length, and `call` pads them to it. Default null: the longest row's length. */
  readonly outputSequenceLength?: number | null;
  /** Not in mode 'int': rows are `maxTokens` wide even if the vocabulary is smaller. Default false. */
  readonly padToMaxTokens?: boolean;
  /** A given vocabulary, with or without the special tokens in front; `adapt` is then refused. Default null. */
  readonly vocabulary?: readonly string[] | null;
  /** Mode 'tfIdf' with a given vocabulary: one weight for each of its entries. */
  readonly idfWeights?: ArrayLike<number> | null;
}

/** The options with every default filled in, without the vocabulary. */
export interface TextVectorizationConfig {
  readonly maxTokens: number | null;
  readonly standardize: Standardize;
  readonly split: Split;
  readonly ngrams: number | readonly number[] | null;
  readonly outputMode: OutputMode;
  readonly outputSequenceLength: number | null;
  readonly padToMaxTokens: boolean;
}

export const CONFIG_NAMES = ['maxTokens', 'standardize', 'split', 'ngrams', 'outputMode', 'outputSequenceLength', 'padToMaxTokens'] as const;
const OPTION_NAMES = [...CONFIG_NAMES, 'vocabulary', 'idfWeights'];
const STANDARDIZE = ['lowerAndStripPunctuation', 'lower', 'stripPunctuation'];
const SPLIT = ['whitespace', 'character'];
const OUTPUT_MODES = ['int', 'multiHot', 'count', 'tfIdf'];
const LARGEST = 2147483647;

/** Checks the options and fills in the defaults. */
export function resolveOptions(options: TextVectorizationOptions): TextVectorizationConfig {
  assertKnownOptions(options, OPTION_NAMES, 'new TextVectorization(options)');
  const { maxTokens = null, standardize = 'lowerAndStripPunctuation', split = 'whitespace', ngrams = null } = options;
  const { outputMode = 'int', outputSequenceLength = null, padToMaxTokens = false, vocabulary = null, idfWeights = null } = options;

  requireName('standardize', standardize, STANDARDIZE, true);
  requireName('split', split, SPLIT, true);
  requireName('outputMode', outputMode, OUTPUT_MODES, false);
  const smallest = outputMode === 'int' ? 3 : 2;
  if (maxTokens !== null && !isInteger(maxTokens, smallest)) {
    const special = outputMode === 'int' ? 'padding, the unknown token' : 'the unknown token';
    throw bad('maxTokens', `null or an integer of at least ${smallest} (${special} and one word)`, maxTokens);
  }
  const orders = Array.isArray(ngrams) ? (ngrams as readonly unknown[]) : ngrams === null ? [] : [ngrams];
  if ((Array.isArray(ngrams) && orders.length === 0) || !orders.every((n) => isInteger(n, 1))) {
    throw bad('ngrams', 'null, an integer of at least 1, or a list of such integers', ngrams);
  }
  if (outputSequenceLength !== null) {
    if (!isInteger(outputSequenceLength, 1)) throw bad('outputSequenceLength', 'null or an integer of at least 1', outputSequenceLength);
    if (outputMode !== 'int')
      throw bad(
        'outputSequenceLength',
        `null with outputMode '${outputMode}'`,
        outputSequenceLength,
        'Rows of that mode are as wide as the vocabulary; leave the option out.',
      );
  }
  if (typeof padToMaxTokens !== 'boolean') throw bad('padToMaxTokens', 'true or false', padToMaxTokens);
  if (padToMaxTokens && maxTokens === null) throw bad('padToMaxTokens', 'maxTokens to be set as well', 'maxTokens: null');
  if (padToMaxTokens && outputMode === 'int')
    throw bad(
      'padToMaxTokens',
      "false with outputMode 'int'",
      true,
      'It widens the rows of multiHot, count and tfIdf; for ids see outputSequenceLength.',
    );
  if (idfWeights !== null && vocabulary === null)
    throw bad('idfWeights', 'vocabulary to be given as well', 'vocabulary: null', 'adapt() computes the weights by itself.');
  return Object.freeze({
    maxTokens,
    standardize,
    split,
    ngrams: Array.isArray(ngrams) ? Object.freeze([...(ngrams as readonly number[])]) : ngrams,
    outputMode,
    outputSequenceLength,
    padToMaxTokens,
  });
}

/** The orders of n-grams that `ngrams` stands for; null where there are only the tokens. */
export function ngramOrders(ngrams: TextVectorizationConfig['ngrams']): readonly number[] | null {
  return typeof ngrams === 'number' ? Array.from({ length: ngrams }, (_, i) => i + 1) : ngrams;
}

function requireName(option: string, value: unknown, names: readonly string[], orFunction: boolean): void {
  if (orFunction && (value === null || typeof value === 'function')) return;
  if (typeof value === 'string' && names.includes(value)) return;
  const meant = typeof value === 'string' ? closest(value, names) : undefined;
  const list = names.map((name) => `'${name}'`).join(', ');
  throw bad(option, orFunction ? `${list}, null or a function` : `one of ${list}`, value, meant && `Did you mean '${meant}'?`);
}

function isInteger(value: unknown, smallest: number): boolean {
  return Number.isInteger(value) && (value as number) >= smallest && (value as number) <= LARGEST;
}

function bad(option: string, expected: string, got: unknown, hint?: string): SekvensError {
  const text = typeof got === 'string' && got.includes(': ') ? got : show(got);
  return new SekvensError({ code: 'invalid-option', where: `new TextVectorization({ ${option} })`, expected, got: text, hint });
}
