import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raggedFrom, TextVectorization } from '../src/index.js';
import type { TextVectorizationOptions } from '../src/index.js';
import { plainIds, plainTokens, plainVocabulary } from './plain-vectorization.js';

const SEED = { seed: 20260, numRuns: 300 };

/** Any UTF-16 code units, lone surrogates included, with much of what is treated specially. */
const text = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...'abcABZ  \t\n\r\v\f.,!?\'"-_~`@[]{}|^\\0127') },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          'é',
          'İ',
          'ẞ',
          '漢',
          '\u00a0',
          '\u2028',
          '\u0085',
          '\ufeff',
          '\u0000',
          '\uffff',
          '\ue000',
          '😀',
          '\u200d',
          'word',
          '[UNK]',
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) },
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

/** English and not, runs of each: words of every length around four and eight bytes, with what Unicode and ASCII disagree about between them. */
const mixedText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom(...'abcdefgXYZ019'), minLength: 1, maxLength: 13 }) },
      { weight: 4, arbitrary: fc.constantFrom(' ', ' ', '  ', '\t', '\n', '\r\n', '\v', '\f', '. ', "'", '-', ', ') },
      { weight: 3, arbitrary: fc.constantFrom(...['İ', 'ı', 'ß', 'ẞ', 'Σ', 'σ', 'ς', 'ΟΔΟΣ', '\u00a0', '\u0085', '\u2003', '\u3000', '\ufeff', 'É', 'e\u0301']) },
      { weight: 2, arbitrary: fc.constantFrom(...['\ud83d', '\ude00', '😀', '\ude00\ud83d', '漢字', '’', '“', '—', '¿', '×']) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 0x9f }).map((unit) => String.fromCharCode(unit)) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const options: fc.Arbitrary<TextVectorizationOptions> = fc.record({
  standardize: fc.constantFrom(
    'lowerAndStripPunctuation' as const,
    'lower' as const,
    'stripPunctuation' as const,
    null,
    (t: string) => `${t} ${t.toUpperCase()}`,
  ),
  split: fc.constantFrom('whitespace' as const, 'character' as const, null, (t: string) => t.split(/[ab]/u)),
  ngrams: fc.constantFrom(null, 1, 2, 3, [2], [3, 1], [2, 2]),
  maxTokens: fc.constantFrom(null, 3, 4, 9),
  outputSequenceLength: fc.constantFrom(null, 1, 5),
});

describe('the fast path equals the plain implementation', () => {
  it('in its tokens', () => {
    fc.assert(
      fc.property(text, options, (t, o) => void expect(new TextVectorization(o).tokens(t)).toEqual(plainTokens(t, o))),
      SEED,
    );
  });

  it('in vocabulary and ids, whatever came before on the same vectorizer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 12 }), fc.array(text, { maxLength: 4 }), options, async (corpus, unseen, o) => {
        const words = plainVocabulary(corpus, o);
        fc.pre(words.length > 0);
        const vectorizer = new TextVectorization(o);
        await vectorizer.adapt(corpus);
        expect(vectorizer.getVocabulary({ includeSpecialTokens: false })).toEqual(words);
        const texts = [...corpus, ...unseen];
        const rows = texts.map((t) => plainIds(t, words, o));
        expect(vectorizer.encodeAll(texts)).toEqual(raggedFrom(rows));
        texts.forEach((t, i) => expect(Array.from(vectorizer.encode(t))).toEqual(rows[i]));
      }),
      SEED,
    );
  });

  it('on texts of several scripts, with built-in options', async () => {
    const builtIn = fc.record({
      standardize: fc.constantFrom('lowerAndStripPunctuation' as const, 'lower' as const, 'stripPunctuation' as const, null),
      ngrams: fc.constantFrom(null, null, null, 2, [3, 1]),
      outputSequenceLength: fc.constantFrom(null, null, 6),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mixedText, { minLength: 1, maxLength: 10 }), mixedText, builtIn, async (corpus, unseen, o) => {
        const words = plainVocabulary(corpus, o);
        fc.pre(words.length > 0);
        const vectorizer = new TextVectorization(o);
        await vectorizer.adapt(corpus);
        expect(vectorizer.getVocabulary({ includeSpecialTokens: false })).toEqual(words);
        const texts = [...corpus, unseen];
        expect(vectorizer.encodeAll(texts)).toEqual(raggedFrom(texts.map((t) => plainIds(t, words, o))));
        for (const t of texts) expect(vectorizer.tokens(t)).toEqual(plainTokens(t, o));
      }),
      { seed: 20261, numRuns: 500 },
    );
  });

  it('in counts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 8 }), text, async (corpus, unseen) => {
        const words = plainVocabulary(corpus, {});
        fc.pre(words.length > 0);
        const [count, multiHot] = [new TextVectorization({ outputMode: 'count' }), new TextVectorization({ outputMode: 'multiHot' })];
        for (const vectorizer of [count, multiHot]) await vectorizer.adapt(corpus);
        const expected = new Float32Array(words.length + 1);
        for (const token of plainTokens(unseen, {})) expected[words.indexOf(token) + 1]++;
        expect(count.call([unseen])).toEqual({ data: expected, shape: [1, words.length + 1] });
        expect(multiHot.call([unseen]).data).toEqual(expected.map((n) => Math.min(n, 1)));
      }),
      SEED,
    );
  });
});
