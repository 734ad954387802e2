import { assertKnownOptions, assertSeed, closest, show } from '@sekvens/core';
import { assertSignal } from '../model/assert-signal.js';
import { assertSettings, refuseOption } from '../option-checks.js';

export interface NgramClassifierOptions {
  /** Tokens are characters instead of words. Default false. */
  readonly characters?: boolean;
  /** All n-grams of 1 to so many tokens. Default 2 of words, 4 of characters. */
  readonly ngrams?: number;
  /** As in TextVectorization. Default 'lowerAndStripPunctuation' for words, 'lower' for characters. */
  readonly standardize?: 'lowerAndStripPunctuation' | 'lower' | 'stripPunctuation' | null;
  /** How many n-grams count: the most frequent. It bounds the memory of the model, n-grams · classes · 4 bytes. Default 200000. */
  readonly maxNgrams?: number;
  /** C, what a row on the wrong side costs beside the norm of the weights. Default 1. */
  readonly cost?: number;
  /** The classes. Default: the labels of the examples in their natural order. */
  readonly labels?: readonly string[];
  /** Of the order in which rows are gone through. Default 0. */
  readonly seed?: number;
  /** Ends the training with an error of code 'aborted'. */
  readonly signal?: AbortSignal;
}

const names = ['characters', 'ngrams', 'standardize', 'maxNgrams', 'cost', 'labels', 'seed', 'signal'];
const standardizations = ['lowerAndStripPunctuation', 'lower', 'stripPunctuation'];
const mostNgrams = 2 ** 30;

/** Fills in the defaults; refuses what is unknown or impossible. */
export function resolveNgramOptions(options: NgramClassifierOptions, where: string) {
  assertKnownOptions(options, names, `${where}(examples, options)`);
  const { characters = false, cost = 1, labels, seed = 0, signal } = options;
  const { ngrams = characters ? 4 : 2, standardize = characters ? 'lower' : 'lowerAndStripPunctuation', maxNgrams = 200_000 } = options;
  assertSettings({ characters, ngrams, maxNgrams, cost }, { characters: 'flag', ngrams: 'count', maxNgrams: 'count', cost: 'positive' }, {}, where);
  if (maxNgrams > mostNgrams) throw refuseOption(`${where}.maxNgrams`, `at most ${mostNgrams}`, maxNgrams);
  if (standardize !== null && !standardizations.includes(standardize)) {
    const meant = typeof standardize === 'string' ? closest(standardize, standardizations) : undefined;
    throw refuseOption(`${where}.standardize`, `${standardizations.map((name) => show(name)).join(', ')} or null`, standardize, meant && `Did you mean ${meant}?`);
  }
  assertSeed(seed, `${where}({ seed })`);
  assertSignal(signal, `${where}({ signal })`);
  return { characters, ngrams, standardize, maxNgrams, cost, labels, seed, signal };
}
