import { TextVectorization } from '@sekvens/core';
import type { Config } from '../config/schema.js';

/** The vectorizer of a configuration, without a vocabulary yet. */
export function newVectorizer({ maxTokens, maxLength, characters, ngrams, standardize }: Config['tokens']): TextVectorization {
  return new TextVectorization({
    maxTokens, ngrams,
    outputSequenceLength: maxLength,
    split: characters ? 'character' : 'whitespace',
    standardize: standardize === 'none' ? null : standardize,
  });
}
