import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { TextVectorization } from './text-vectorization.js';

const words = ['__proto__', 'constructor', 'toString', 'a', '[UNK]', '\ufeff', '😀'];
const stored = (): Record<string, unknown> =>
  JSON.parse(JSON.stringify(new TextVectorization({ standardize: null, vocabulary: words }))) as Record<string, unknown>;

describe('toJSON and fromJSON', () => {
  it('give the same vectorizer back, from an object or a text, whatever the words', () => {
    for (const json of [stored(), JSON.stringify(stored())]) {
      const vectorizer = TextVectorization.fromJSON(json);
      expect(vectorizer.getVocabulary({ includeSpecialTokens: false })).toEqual(words);
      expect(vectorizer.encode('__proto__ valueOf [UNK] 😀')).toEqual(Int32Array.of(2, 1, 6, 8));
      expect(vectorizer.toJSON()).toEqual(stored());
    }
  });
  it('write this format', () => {
    expect(new TextVectorization({ outputMode: 'tfIdf', maxTokens: 9, ngrams: [1, 2], vocabulary: ['a'], idfWeights: [0.5] }).toJSON()).toEqual({
      format: 'sekvens/text-vectorization',
      version: 1,
      maxTokens: 9,
      standardize: 'lowerAndStripPunctuation',
      split: 'whitespace',
      ngrams: [1, 2],
      outputMode: 'tfIdf',
      outputSequenceLength: null,
      padToMaxTokens: false,
      fixedVocabulary: true,
      vocabulary: ['a'],
      idfWeights: [0.5, 0.5],
    });
  });
  it('keep whether adapt is allowed, also before it', async () => {
    await refusal('unsupported', () => TextVectorization.fromJSON(stored()).adapt(['x']));
    const fresh = TextVectorization.fromJSON(new TextVectorization({ maxTokens: 7 }).toJSON());
    expect(fresh.config.maxTokens).toBe(7);
    await fresh.adapt(['x y']);
    const again = TextVectorization.fromJSON(fresh.toJSON());
    await again.adapt(['z']);
    expect(again.getVocabulary({ includeSpecialTokens: false })).toEqual(['z']);
  });
  it('refuse functions, which cannot be stored', async () => {
    expect(await refusal('unsupported', () => new TextVectorization({ standardize: (t) => t }).toJSON())).toBe(
      'TextVectorization.toJSON() with standardize: expected the name of a built-in or null, got a function. A ' +
        'function cannot be stored: save getVocabulary(), and build the vectorizer again with your standardize and { vocabulary }.',
    );
    expect(await refusal('unsupported', () => JSON.stringify(new TextVectorization({ split: (t) => [t] })))).toMatch(
      /^TextVectorization\.toJSON\(\) with split:/,
    );
  });

  const missing = stored();
  delete missing.split;
  it.each<[string, unknown]>([
    ['(json): expected JSON, got "{"', '{'],
    ['(json): expected the JSON object that toJSON() gives, got null', null],
    ['(json): expected the JSON object that toJSON() gives, got [1]', [1]],
    ['(json): expected the JSON object that toJSON() gives, got 7', '7'],
    ['(json): expected no key but format, version,', JSON.stringify(stored()).replace('{', '{"__proto__":{"polluted":true},')],
    ['(json): expected no key but format, version,', { ...stored(), extra: 1 }],
    ['(json.split): expected a value, got undefined', missing],
    ['(json.split): expected a value, got undefined', { ...stored(), split: undefined }],
    ['(json.format): expected a value, got undefined', Object.create(stored())],
    ['(json.format): expected \'sekvens/text-vectorization\', got "keras"', { ...stored(), format: 'keras' }],
    ['(json.version): expected 1, got 2. The file may come from a newer sekvens: update the package.', { ...stored(), version: 2 }],
    ['(json.fixedVocabulary): expected true or false, got 1', { ...stored(), fixedVocabulary: 1 }],
    ['(json.standardize): expected a name or null, got a function', { ...stored(), standardize: (t: string) => t }],
    ["(json): expected 'whitespace', 'character', null or a function, got \"regex\"", { ...stored(), split: 'regex' }],
    ['(json): expected null or an integer of at least 3 (padding, the unknown token and one word), got "1e9"', { ...stored(), maxTokens: '1e9' }],
    ['(json): expected at most maxTokens = 5 entries, special tokens included, got 9', { ...stored(), maxTokens: 5 }],
    ['(json.vocabulary): expected a list or null, got {"length":3}', { ...stored(), vocabulary: { length: 3 } }],
    ['(json.vocabulary[0]): expected a string, got undefined', { ...stored(), vocabulary: new Array(4294967295) }],
    ['(json.vocabulary[1]): expected a string, got ["b"]', { ...stored(), vocabulary: ['a', ['b']] }],
    ['(json): expected every word once, got "a" twice', { ...stored(), vocabulary: ['a', 'b', 'a'] }],
    ["(json): expected no empty word: '' is padding, got '' at place 3", { ...stored(), vocabulary: ['a', ''] }],
    ['(json): expected at least one word, got special tokens alone', { ...stored(), vocabulary: [] }],
    ['(json.vocabulary): expected a list of words where fixedVocabulary is true, got null', { ...stored(), vocabulary: null }],
    ["(json.idfWeights): expected null unless outputMode is 'tfIdf' and there is a vocabulary, got [1]", { ...stored(), idfWeights: [1] }],
    [
      '(json.idfWeights): expected 8 numbers: one for the unknown token and one for each word, got [1]',
      { ...stored(), outputMode: 'tfIdf', idfWeights: [1] },
    ],
    ['(json.idfWeights): expected 8 numbers: one for the unknown token and one for each word, got null', { ...stored(), outputMode: 'tfIdf' }],
    ['(json.idfWeights[0]): expected a finite number, got null', { ...stored(), outputMode: 'tfIdf', idfWeights: [null] }],
  ])('refuses: %s', async (message, json) =>
    expect(await refusal('invalid-file', () => TextVectorization.fromJSON(json))).toContain(`TextVectorization.fromJSON${message}`),
  );

  it('pollutes no prototype', () => expect(({} as Record<string, unknown>).polluted).toBeUndefined());
});
