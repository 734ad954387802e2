import { SekvensError, show } from '../error.js';
import type { TextVectorizationConfig } from './text-vectorization-options.js';
import { TokenTable } from './token-table.js';
import type { LearnedVocabulary } from './vocabulary-counter.js';

/** A vocabulary that the caller brings, checked as Keras does: `special` tokens in front are optional, everything else must be a new word. */
export function checkVocabulary(
  vocabulary: readonly string[],
  idfWeights: ArrayLike<number> | null,
  { outputMode, maxTokens }: TextVectorizationConfig,
  special: readonly string[],
  where: string,
): LearnedVocabulary {
  const bad = (expected: string, got: string, hint?: string): SekvensError =>
    new SekvensError({ code: 'invalid-option', where, expected, got, hint });
  if (!Array.isArray(vocabulary)) {
    throw bad('an array of words', show(vocabulary), typeof vocabulary === 'string' ? 'Read the file yourself and split its lines.' : undefined);
  }
  const wrong = (vocabulary as readonly unknown[]).findIndex((word) => typeof word !== 'string');
  if (wrong >= 0) throw bad(`word ${wrong} to be a string`, show(vocabulary[wrong]));
  const hasSpecial = special.every((token, i) => vocabulary[i] === token);
  const words: readonly string[] = hasSpecial ? vocabulary.slice(special.length) : vocabulary;
  if (words.length === 0) throw bad('at least one word', vocabulary.length === 0 ? 'none' : 'special tokens alone');
  if (words.includes('')) {
    const hint = `Leave the special tokens out, or begin with exactly ${show(special)}.`;
    throw bad("no empty word: '' is padding", `'' at place ${vocabulary.lastIndexOf('')}`, hint);
  }
  if (maxTokens !== null && words.length + special.length > maxTokens) {
    throw bad(`at most maxTokens = ${maxTokens} entries, special tokens included`, `${words.length + special.length}`);
  }
  const table = new TokenTable();
  words.forEach((word, i) => {
    if (table.addString(word) !== i) throw bad('every word once', `${show(word)} twice`);
  });
  if (outputMode !== 'tfIdf') {
    if (idfWeights !== null) throw bad(`no idfWeights with outputMode '${outputMode}'`, show(idfWeights));
    return { table, idfWeights: undefined };
  }
  if (idfWeights === null) throw bad("idfWeights, which outputMode 'tfIdf' needs", 'none', 'Give one weight for each entry of the vocabulary.');
  if (idfWeights.length !== vocabulary.length) throw bad(`idfWeights of the vocabulary's length ${vocabulary.length}`, `${idfWeights.length}`);
  const given = Array.from(idfWeights);
  const wrongWeight = given.findIndex((weight) => !Number.isFinite(weight));
  if (wrongWeight >= 0) throw bad('idfWeights that are finite numbers', show(given[wrongWeight]));
  const mean = given.reduce((sum, weight) => sum + weight, 0) / given.length;
  return { table, idfWeights: Float32Array.from(hasSpecial ? given : [mean, ...given]) };
}
