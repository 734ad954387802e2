/** Text vectorization in a few readable lines: the oracle for the fast one. */
import type { TextVectorizationOptions } from '../src/index.js';

const PUNCTUATION = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;

export function plainTokens(text: string, options: TextVectorizationOptions): string[] {
  const { standardize = 'lowerAndStripPunctuation', split = 'whitespace', ngrams = null } = options;
  text = text.replace(/\p{Surrogate}/gu, '\ufffd');
  if (typeof standardize === 'function') text = standardize(text);
  if (standardize === 'lower' || standardize === 'lowerAndStripPunctuation') text = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (standardize === 'stripPunctuation' || standardize === 'lowerAndStripPunctuation') text = text.replace(PUNCTUATION, '');
  let tokens: readonly string[] = [text];
  if (typeof split === 'function') tokens = split(text);
  if (split === 'character') tokens = Array.from(text);
  if (split === 'whitespace') tokens = text.split(/[ \t\n\v\f\r]+/).filter((token) => token !== '');
  if (ngrams === null) return [...tokens];
  const orders = typeof ngrams === 'number' ? Array.from({ length: ngrams }, (_, i) => i + 1) : ngrams;
  return orders.flatMap((n) => tokens.slice(0, Math.max(0, tokens.length - n + 1)).map((_, i) => tokens.slice(i, i + n).join(' ')));
}

/** Words by count, then by code points, both descending. */
export function plainVocabulary(texts: readonly string[], options: TextVectorizationOptions): string[] {
  const counts = new Map<string, number>();
  for (const token of texts.flatMap((text) => plainTokens(text, options))) counts.set(token, (counts.get(token) ?? 0) + 1);
  counts.delete('');
  counts.delete('[UNK]');
  const points = (token: string): string => Array.from(token, (c) => c.codePointAt(0)!.toString(16).padStart(6, '0')).join('');
  const words = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || (points(a) < points(b) ? 1 : -1));
  return options.maxTokens ? words.slice(0, options.maxTokens - 2) : words;
}

export function plainIds(text: string, words: readonly string[], options: TextVectorizationOptions): number[] {
  return plainTokens(text, options)
    .map((token) => (token === '' ? 0 : words.indexOf(token) < 0 ? 1 : words.indexOf(token) + 2))
    .slice(0, options.outputSequenceLength ?? undefined);
}
