import type { TextVectorization } from '@sekvens/core';
import { embeddingMatrix, isSekvensError, readWordVectors, SekvensError } from '@sekvens/core';
import type { EmbeddingMatrix, WordVectors } from '@sekvens/core';
import { count, listed, percent } from '../output/numbers.js';
import type { Output } from '../output/output.js';
import { openBytes } from '../source/open-bytes.js';

/** Rows of words without a vector begin like those of an embedding without pretrained vectors: Keras' uniform(-0.05, 0.05). */
const range = 0.05;

/** The embedding of a vocabulary from a file of pretrained vectors; says how much of the vocabulary it covers. */
export async function readVectors(file: string, vectorizer: TextVectorization, seed: number, output: Output, signal: AbortSignal): Promise<EmbeddingMatrix> {
  const words = vectorizer.getVocabulary({ includeSpecialTokens: false });
  const vectors = await readFile(file, words, signal);
  const embedding = embeddingMatrix(vectors, vectorizer, { lowercaseFallback: true, initializer: { kind: 'uniform', min: -range, max: range, seed } });
  const { found, missing, share, missingExamples } = embedding.coverage;
  if (found === 0) {
    throw new SekvensError({
      code: 'invalid-data', where: file, expected: 'vectors of words of the vocabulary', got: `none of the ${count(missing)} words, such as ${listed(missingExamples, 5)}`, hint: 'Are the vectors of another language, or the tokens characters?',
    });
  }
  output.fact('vectors', `${file}: ${embedding.dim} numbers a word, ${count(found)} of ${count(found + missing)} words found (${percent(share, 1)})`);
  if (missing > 0) output.fact('', `without a vector, most frequent first: ${listed(missingExamples.slice(0, 8), 8)}${missing > 8 ? ', …' : ''}`);
  return embedding;
}

async function readFile(file: string, words: readonly string[], signal: AbortSignal): Promise<WordVectors> {
  try {
    return await readWordVectors(openBytes(file, signal), { words, ignoreCase: true, signal });
  } catch (error) {
    // the reader knows bytes only, not the name of their file
    if (!isSekvensError(error) || !error.where.startsWith('readWordVectors')) throw error;
    const { code, expected, got, hint } = error;
    throw new SekvensError({ code, where: error.where.replace(/^readWordVectors\([^)]*\)/, file), expected, got, hint, cause: error });
  }
}
