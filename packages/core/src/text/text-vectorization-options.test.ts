import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { ngramOrders, resolveOptions } from './text-vectorization-options.js';
import type { TextVectorizationOptions } from './text-vectorization-options.js';

describe('resolveOptions', () => {
  it('fills in the defaults', () => {
    expect(resolveOptions({})).toEqual({
      maxTokens: null,
      standardize: 'lowerAndStripPunctuation',
      split: 'whitespace',
      ngrams: null,
      outputMode: 'int',
      outputSequenceLength: null,
      padToMaxTokens: false,
    });
    expect(resolveOptions({ ngrams: [1, 3] }).ngrams).toEqual([1, 3]);
    expect(Object.isFrozen(resolveOptions({}))).toBe(true);
  });

  it.each<[string, object]>([
    [
      'new TextVectorization(options): expected options among maxTokens, standardize, split, ngrams, outputMode, ' +
        'outputSequenceLength, padToMaxTokens, vocabulary, idfWeights, got "max_tokens". Did you mean maxTokens?',
      { max_tokens: 3 },
    ],
    [
      'new TextVectorization({ maxTokens }): expected null or an integer of at least 3 (padding, the unknown token and one word), got 2.',
      { maxTokens: 2 },
    ],
    [
      'new TextVectorization({ maxTokens }): expected null or an integer of at least 2 (the unknown token and one word), got 1.',
      { maxTokens: 1, outputMode: 'count' },
    ],
    [
      'new TextVectorization({ maxTokens }): expected null or an integer of at least 3 (padding, the unknown token and one word), got "9".',
      { maxTokens: '9' },
    ],
    [
      "new TextVectorization({ standardize }): expected 'lowerAndStripPunctuation', 'lower', 'stripPunctuation', " +
        'null or a function, got "strip_punctuation". Did you mean \'stripPunctuation\'?',
      { standardize: 'strip_punctuation' },
    ],
    ["new TextVectorization({ split }): expected 'whitespace', 'character', null or a function, got true.", { split: true }],
    [
      "new TextVectorization({ outputMode }): expected one of 'int', 'multiHot', 'count', 'tfIdf', got \"tf_idf\". Did you mean 'tfIdf'?",
      { outputMode: 'tf_idf' },
    ],
    ["new TextVectorization({ outputMode }): expected one of 'int', 'multiHot', 'count', 'tfIdf', got null.", { outputMode: null }],
    ['new TextVectorization({ ngrams }): expected null, an integer of at least 1, or a list of such integers, got 0.', { ngrams: 0 }],
    ['new TextVectorization({ ngrams }): expected null, an integer of at least 1, or a list of such integers, got [].', { ngrams: [] }],
    ['new TextVectorization({ ngrams }): expected null, an integer of at least 1, or a list of such integers, got [1, 0.5].', { ngrams: [1, 0.5] }],
    ['new TextVectorization({ outputSequenceLength }): expected null or an integer of at least 1, got 0.', { outputSequenceLength: 0 }],
    [
      "new TextVectorization({ outputSequenceLength }): expected null with outputMode 'count', got 4. Rows of that " +
        'mode are as wide as the vocabulary; leave the option out.',
      { outputSequenceLength: 4, outputMode: 'count' },
    ],
    ['new TextVectorization({ padToMaxTokens }): expected true or false, got 1.', { padToMaxTokens: 1 }],
    [
      'new TextVectorization({ padToMaxTokens }): expected maxTokens to be set as well, got maxTokens: null.',
      { padToMaxTokens: true, outputMode: 'count' },
    ],
    [
      "new TextVectorization({ padToMaxTokens }): expected false with outputMode 'int', got true. It widens the rows " +
        'of multiHot, count and tfIdf; for ids see outputSequenceLength.',
      { padToMaxTokens: true, maxTokens: 5 },
    ],
    [
      'new TextVectorization({ idfWeights }): expected vocabulary to be given as well, got vocabulary: null. adapt() computes the weights by itself.',
      { idfWeights: [1], outputMode: 'tfIdf' },
    ],
  ])('refuses: %s', async (message, options) =>
    expect(await refusal('invalid-option', () => resolveOptions(options as TextVectorizationOptions))).toBe(message),
  );
});

describe('ngramOrders', () => {
  it('takes n for 1 to n, and a list as it is', () => {
    expect(ngramOrders(3)).toEqual([1, 2, 3]);
    expect(ngramOrders([3, 1])).toEqual([3, 1]);
    expect(ngramOrders(null)).toBeNull();
  });
});
