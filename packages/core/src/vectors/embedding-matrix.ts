import { SekvensError, show } from '../error.js';
import { assertKnownOptions } from '../options.js';
import { assertSeed, Random } from '../random.js';
import type { WordVectors } from './word-vectors.js';

/** What the rows of words without a vector begin as. */
export type MissingInitializer =
  | 'zeros'
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number; readonly seed: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly stddev: number; readonly seed: number };

export interface EmbeddingMatrixOptions {
  /** The length of the rows, if vectors of another are to be refused. Default: the vectors' own. */
  readonly dim?: number;
  /** Rows of words without a vector, drawn in the order of the vocabulary. Default 'zeros'. */
  readonly initializer?: MissingInitializer;
  /**
   * A word without a vector takes the one of its lower-case form, else of the first word that differs in case alone. Default false.
   * For vectors read with `words`, read them with `ignoreCase: true`.
   */
  readonly lowercaseFallback?: boolean;
}

export interface EmbeddingMatrix {
  /** [rows, dim], row after row: the weights of an embedding with `inputDim: rows, outputDim: dim`. */
  readonly matrix: Float32Array;
  /** The vocabulary's size, special tokens included. */
  readonly rows: number;
  readonly dim: number;
  /** Special tokens ('' and '[UNK]') are not counted. */
  readonly coverage: {
    readonly found: number;
    readonly missing: number;
    /** found / (found + missing); 0 without words. */
    readonly share: number;
    /** The first 20 words without a vector: the most frequent ones, if the vocabulary was learned. */
    readonly missingExamples: readonly string[];
  };
}

const WHERE = 'embeddingMatrix(vectors, vocabulary, options)';
const EXAMPLES = 20;

/**
 * The rows of an embedding for a vocabulary, from pretrained vectors; the padding token '' gets zeros.
 *
 * @param vocabulary a vectorizer, or its vocabulary with the special tokens, in the order of the ids
 */
export function embeddingMatrix(
  vectors: WordVectors,
  vocabulary: readonly string[] | { getVocabulary(): readonly string[] },
  options: EmbeddingMatrixOptions = {},
): EmbeddingMatrix {
  assertKnownOptions(options, ['dim', 'initializer', 'lowercaseFallback'], WHERE);
  const { dim = vectors.dim, initializer = 'zeros', lowercaseFallback = false } = options;
  if (dim !== vectors.dim) throw bad('dim', `the vectors' ${vectors.dim}`, dim);
  if (typeof lowercaseFallback !== 'boolean') throw bad('lowercaseFallback', 'true or false', lowercaseFallback);
  const draw = sampler(initializer);
  const words: readonly string[] = 'getVocabulary' in vocabulary ? vocabulary.getVocabulary() : vocabulary;
  if (!Array.isArray(words) || !(words as readonly unknown[]).every((word) => typeof word === 'string')) {
    throw new SekvensError({ code: 'invalid-data', where: WHERE, expected: 'a vectorizer or an array of words as vocabulary', got: show(words) });
  }
  const matrix = new Float32Array(words.length * dim);
  const missingExamples: string[] = [];
  let found = 0;
  let missing = 0;
  words.forEach((word: string, row) => {
    if (word === '') return;
    const vector = vectors.get(word) ?? (lowercaseFallback ? vectors.getIgnoringCase(word) : undefined);
    const target = matrix.subarray(row * dim, (row + 1) * dim);
    if (vector !== undefined) target.set(vector);
    else for (let i = 0; i < dim; i++) target[i] = draw();
    if (isUnknownToken(word, row, words)) return;
    if (vector !== undefined) found++;
    else if (missing++ < EXAMPLES) missingExamples.push(word);
  });
  return { matrix, rows: words.length, dim, coverage: { found, missing, share: found === 0 ? 0 : found / (found + missing), missingExamples } };
}

/** '[UNK]' is the unknown token only in its place: first, or after padding. */
function isUnknownToken(word: string, row: number, words: readonly string[]): boolean {
  return word === '[UNK]' && (row === 0 || (row === 1 && words[0] === ''));
}

function sampler(initializer: MissingInitializer): () => number {
  const expected = "'zeros', { kind: 'uniform', min, max, seed } or { kind: 'normal', mean, stddev, seed }";
  if (initializer === 'zeros') return () => 0;
  if (initializer === null || typeof initializer !== 'object') throw bad('initializer', expected, initializer);
  const where = 'embeddingMatrix({ initializer })';
  if (initializer.kind === 'uniform') {
    assertKnownOptions(initializer, ['kind', 'min', 'max', 'seed'], where);
    const { min, max, seed } = initializer;
    if (!Number.isFinite(min) || !Number.isFinite(max) || min > max) throw bad('initializer', 'finite min and max, min at most max', initializer);
    assertSeed(seed, where);
    const random = new Random(seed);
    return () => random.uniform(min, max);
  }
  if (initializer.kind !== 'normal') throw bad('initializer', expected, initializer);
  assertKnownOptions(initializer, ['kind', 'mean', 'stddev', 'seed'], where);
  const { mean, stddev, seed } = initializer;
  if (!Number.isFinite(mean) || !Number.isFinite(stddev) || stddev < 0)
    throw bad('initializer', 'finite mean and stddev, stddev at least 0', initializer);
  assertSeed(seed, where);
  const random = new Random(seed);
  return () => mean + stddev * random.normal();
}

function bad(option: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: `embeddingMatrix({ ${option} })`, expected, got: show(got) });
}
