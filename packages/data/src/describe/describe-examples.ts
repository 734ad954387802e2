import { assertKnownOptions, iterate, SekvensError, show, TextVectorization, throwIfAborted } from '@sekvens/core';
import { firstPass } from '../dataset/first-pass.js';
import type { Example } from '../example.js';
import { naturalOrder } from '../labels/natural-order.js';
import { textHash } from './text-hash.js';
import { normalizedHash, SplitStatistics } from './split-statistics.js';
import type { SplitDescription } from './split-statistics.js';

export interface DescribeOptions {
  /** A second set, which should share no text with the first. */
  readonly test?: Iterable<Example> | AsyncIterable<Example>;
  /** Whose tokens are counted, and whose vocabulary OOV refers to if it has one. Default: `new TextVectorization()`, without vocabulary. */
  readonly vectorizer?: TextVectorization;
  readonly signal?: AbortSignal;
}

/** Rows of the test set that the model has, or as good as has, been trained on. */
export interface Overlap {
  /** Test rows whose text is a text of the first set. */
  readonly exact: number;
  /** Test rows whose letters and digits, case aside, are those of a text of the first set. */
  readonly normalized: number;
  /** Lines (or positions from 1) of the first few of the latter. */
  readonly lines: readonly number[];
  /** Labels of the test set that the first set does not have, in natural order. */
  readonly unknownLabels: readonly string[];
}

export interface ExamplesDescription {
  readonly train: SplitDescription;
  readonly test: SplitDescription | undefined;
  readonly overlap: Overlap | undefined;
}

const LINES = 10;

/**
 * What one should know of examples before training on them: how many, how balanced, how long, how many tokens are unknown,
 * what is empty or doubled, and what the test set shares with the training set.
 *
 * Each set is read once. Of texts only hashes of 53 bits are kept, of tokens every distinct one.
 */
export async function describeExamples(
  train: Iterable<Example> | AsyncIterable<Example>,
  options: DescribeOptions = {},
): Promise<ExamplesDescription> {
  const where = 'describeExamples(train, options)';
  assertKnownOptions(options, ['test', 'vectorizer', 'signal'], where);
  const { test, signal } = options;
  const vectorizer = options.vectorizer ?? new TextVectorization();
  if (typeof vectorizer.tokens !== 'function' || typeof vectorizer.getVocabulary !== 'function') {
    throw new SekvensError({ code: 'invalid-option', where, expected: 'vectorizer to be a TextVectorization', got: show(vectorizer) });
  }
  const words = vectorizer.getVocabulary({ includeSpecialTokens: false });
  const vocabulary = words.length === 0 ? undefined : new Set(words);

  const first = new SplitStatistics(vectorizer, vocabulary, undefined);
  for await (const example of iterate(firstPass(train), where, 'examples')) {
    throwIfAborted(signal, where);
    first.add(example);
  }
  if (test === undefined) return { train: first.finish(), test: undefined, overlap: undefined };

  const second = new SplitStatistics(vectorizer, vocabulary, first);
  const lines: number[] = [];
  let exact = 0;
  let normalized = 0;
  let position = 0;
  for await (const example of iterate(firstPass(test), where, 'examples')) {
    throwIfAborted(signal, where);
    second.add(example);
    position++;
    if (example.text.trim() === '') continue;
    if (first.texts.has(textHash(example.text))) exact++;
    if (first.normalized.has(normalizedHash(example.text))) {
      normalized++;
      if (lines.length < LINES) lines.push(example.line ?? position);
    }
  }
  const unknownLabels = [...second.labelRows.keys()].filter((label) => !first.labelRows.has(label)).sort(naturalOrder);
  return { train: first.finish(), test: second.finish(), overlap: { exact, normalized, lines, unknownLabels } };
}
