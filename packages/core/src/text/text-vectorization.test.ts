import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { raggedFrom } from '../batch.js';
import { TextVectorization } from './text-vectorization.js';
import type { TextVectorizationOptions } from './text-vectorization-options.js';

const corpus = ['The cat sat on the mat.', 'the dog sat on the cat!', ''];
const words = ['the', 'sat', 'on', 'cat', 'mat', 'dog'];
const adapted = async (options: TextVectorizationOptions = {}): Promise<TextVectorization> => {
  const vectorizer = new TextVectorization(options);
  await vectorizer.adapt(corpus);
  return vectorizer;
};

describe('adapt', () => {
  it('learns the same from an array, batches, iterables, async iterables and streams', async () => {
    async function* stream(): AsyncGenerator<string | string[]> {
      yield await Promise.resolve(corpus[0]);
      yield corpus.slice(1);
    }
    const readable = new ReadableStream<string>({
      start(controller) {
        for (const text of corpus) controller.enqueue(text);
        controller.close();
      },
    });
    const sources = [corpus, [corpus.slice(0, 2), corpus.slice(2)], new Set(corpus), stream(), readable, Object.freeze([...corpus])];
    for (const source of sources) {
      const vectorizer = new TextVectorization();
      await vectorizer.adapt(source);
      expect(vectorizer.getVocabulary()).toEqual(['', '[UNK]', ...words]);
    }
  });
  it('goes through a source once, holding no text', async () => {
    let open = 0;
    let most = 0;
    async function* texts(): AsyncGenerator<string> {
      for (let i = 0; i < 100; i++) {
        most = Math.max(most, ++open);
        yield await Promise.resolve(`word${i % 10}`);
        open--;
      }
    }
    const vectorizer = new TextVectorization();
    await vectorizer.adapt(texts());
    expect(vectorizer.vocabularySize()).toBe(12);
    expect(most).toBe(1);
  });
  it('begins anew when called again', async () => {
    const vectorizer = await adapted();
    await vectorizer.adapt(['new words']);
    expect(vectorizer.getVocabulary()).toEqual(['', '[UNK]', 'words', 'new']);
  });
  it('keeps the former vocabulary where it fails or is aborted', async () => {
    const vectorizer = await adapted();
    const before = vectorizer.toJSON();
    await refusal('invalid-data', () => vectorizer.adapt(['fine', 7 as never]));
    await refusal('aborted', () => vectorizer.adapt(['other'], { signal: AbortSignal.abort() }));
    const controller = new AbortController();
    async function* endless(): AsyncGenerator<string> {
      for (let i = 0; ; i++) {
        if (i === 10) controller.abort();
        yield await Promise.resolve('other');
      }
    }
    expect(await refusal('aborted', () => vectorizer.adapt(endless(), { signal: controller.signal }))).toMatch(
      /^TextVectorization.adapt\(texts\): expected to run to its end/,
    );
    expect(vectorizer.toJSON()).toEqual(before);
  });
  it('replaces a vocabulary that was set, but not one given to the constructor', async () => {
    const vectorizer = new TextVectorization();
    vectorizer.setVocabulary(['q']);
    await vectorizer.adapt(corpus);
    expect(vectorizer.getVocabulary({ includeSpecialTokens: false })).toEqual(words);
    expect(await refusal('unsupported', () => new TextVectorization({ vocabulary: ['q'] }).adapt(corpus))).toMatch(
      /got one whose vocabulary was given to the constructor\. Leave the vocabulary option out/,
    );
  });
  it('refuses texts without a token, single strings and other things', async () => {
    const vectorizer = new TextVectorization();
    for (const texts of [[], [''], ['?!'], ['[UNK]']]) {
      const message = await refusal('invalid-data', () =>
        new TextVectorization({ standardize: texts[0] === '[UNK]' ? null : 'lowerAndStripPunctuation' }).adapt(texts),
      );
      expect(message).toBe('TextVectorization.adapt(texts): expected at least one token in the texts, got none.');
    }
    expect(await refusal('invalid-data', () => vectorizer.adapt('a text'))).toMatch(/got "a text"\. Put a single text into an array: \[text\]\.$/);
    expect(await refusal('invalid-data', () => vectorizer.adapt(null as never))).toMatch(
      /expected an array, iterable, async iterable or ReadableStream of texts, got null/,
    );
    expect(await refusal('invalid-data', () => vectorizer.adapt([['a'], ['b', null]] as never))).toMatch(/expected text 2 to be a string, got null/);
    expect(await refusal('invalid-option', () => vectorizer.adapt(corpus, { steps: 3 } as never))).toMatch(
      /expected options among signal, got "steps"/,
    );
  });
  it('does not change the width of rows, as in Keras', async () => {
    const vectorizer = await adapted({ outputMode: 'count' });
    expect(await refusal('unsupported', () => vectorizer.adapt(['other words']))).toBe(
      "TextVectorization.adapt(texts): expected a vocabulary of the former size 7 in outputMode 'count', got 3. Set " +
        'maxTokens and padToMaxTokens: true, or make a new TextVectorization.',
    );
    await refusal('unsupported', () => vectorizer.setVocabulary(['other']));
    await vectorizer.adapt(['f e d c b a']);
    expect(vectorizer.getVocabulary()).toEqual(['[UNK]', 'f', 'e', 'd', 'c', 'b', 'a']);
    const padded = await adapted({ outputMode: 'count', maxTokens: 20, padToMaxTokens: true });
    await padded.adapt(['other words']);
    expect(padded.vocabularySize()).toBe(3);
  });
});

describe('encoding', () => {
  it('gives ids of one text, of many, and of a stream', async () => {
    const vectorizer = await adapted();
    expect(vectorizer.encode('The zebra sat!')).toEqual(Int32Array.of(2, 1, 3));
    expect(vectorizer.encodeAll(['The zebra sat!', '', 'dog'])).toEqual(raggedFrom([[2, 1, 3], [], [7]]));
    expect(vectorizer.encodeAll([])).toEqual(raggedFrom([]));
    expect(vectorizer.encodeAll(new Set(['dog']))).toEqual(raggedFrom([[7]]));
    async function* stream(): AsyncGenerator<string | string[]> {
      yield await Promise.resolve(['The zebra sat!', '']);
      yield 'dog';
    }
    expect(await vectorizer.encodeStream(stream())).toEqual(raggedFrom([[2, 1, 3], [], [7]]));
  });
  it('equals row by row encoding on many texts, while buffers grow', async () => {
    const vectorizer = await adapted();
    const texts = Array.from({ length: 3000 }, (_, i) => `${'the cat '.repeat(i % 40)}on`);
    expect(vectorizer.encodeAll(texts)).toEqual(raggedFrom(texts.map((text) => vectorizer.encode(text))));
  });
  it('cuts to outputSequenceLength; call pads as well', async () => {
    const vectorizer = await adapted({ outputSequenceLength: 2 });
    expect(vectorizer.encode('the dog sat')).toEqual(Int32Array.of(2, 7));
    expect(vectorizer.encodeAll(['the dog sat', 'cat'])).toEqual(raggedFrom([[2, 7], [5]]));
    expect(vectorizer.call(['the dog sat', 'cat'])).toEqual({ data: Int32Array.of(2, 7, 5, 0), shape: [2, 2] });
  });
  it('gives an empty shape for no texts, and no time for empty ones', async () => {
    const vectorizer = await adapted();
    expect(vectorizer.call([])).toEqual({ data: new Int32Array(0), shape: [0, 0] });
    expect(vectorizer.call(['', ' '])).toEqual({ data: new Int32Array(0), shape: [2, 0] });
  });
  it('reads texts longer than every buffer', async () => {
    const vectorizer = await adapted();
    const long = 'the é漢😀 '.repeat(30_000);
    expect(vectorizer.encode(long).length).toBe(60_000);
    expect(vectorizer.encode('cat')).toEqual(Int32Array.of(5));
  });
  it('takes a lone surrogate for U+FFFD', async () => {
    const vectorizer = new TextVectorization({ vocabulary: ['\ufffd'] });
    expect(vectorizer.encode('\ud800 \udc00 \ud83d\ude00')).toEqual(Int32Array.of(2, 2, 1));
    await Promise.resolve();
  });
  it('refuses what is no text, and what has no ids', async () => {
    const vectorizer = await adapted();
    expect(await refusal('invalid-data', () => vectorizer.encode(7 as never))).toBe('TextVectorization.encode(text): expected a string, got 7.');
    expect(await refusal('invalid-data', () => vectorizer.encode(['a'] as never))).toMatch(/Use encodeAll\(texts\) for many\.$/);
    expect(await refusal('invalid-data', () => vectorizer.tokens(undefined as never))).toBe(
      'TextVectorization.tokens(text): expected a string, got undefined.',
    );
    expect(await refusal('invalid-data', () => vectorizer.encodeAll('text'))).toMatch(
      /expected an array or iterable of texts, got "text"\. Put a single text into an array/,
    );
    expect(await refusal('invalid-data', () => vectorizer.encodeAll(null as never))).toMatch(/expected an array or iterable of texts, got null/);
    expect(await refusal('invalid-data', () => vectorizer.call(['a', 7] as never))).toBe(
      'TextVectorization.call(texts): expected text 1 to be a string, got 7.',
    );
    expect(await refusal('invalid-data', () => vectorizer.encodeStream([undefined] as never))).toBe(
      'TextVectorization.encodeStream(texts): expected text 0 to be a string, got undefined.',
    );
    await refusal('aborted', () => vectorizer.encodeStream(corpus, { signal: AbortSignal.abort() }));
    const dense = await adapted({ outputMode: 'count' });
    for (const run of [() => dense.encode('a'), () => dense.encodeAll(['a']), () => dense.encodeStream(['a']), () => dense.decode([1])]) {
      expect(await refusal('unsupported', run)).toMatch(
        /expected outputMode 'int', got 'count'\. That mode has one row a text: use call\(texts\)\.$/,
      );
    }
  });
  it('refuses to work without a vocabulary', async () => {
    const vectorizer = new TextVectorization();
    expect(vectorizer.getVocabulary()).toEqual(['', '[UNK]']);
    expect(vectorizer.vocabularySize()).toBe(2);
    expect(new TextVectorization({ outputMode: 'count' }).getVocabulary()).toEqual(['[UNK]']);
    for (const run of [
      () => vectorizer.encode('a'),
      () => vectorizer.call(['a']),
      () => vectorizer.decode([1]),
      () => vectorizer.encodeStream(['a']),
      () => new TextVectorization({ outputMode: 'count' }).call(['a']),
    ]) {
      expect(await refusal('invalid-option', run)).toMatch(
        /expected a vocabulary, got none\. First await adapt\(texts\), or call setVocabulary\(words\)\.$/,
      );
    }
  });
  it('refuses rows beyond the largest array', async () => {
    const vectorizer = new TextVectorization({ outputMode: 'count', maxTokens: 2_000_000_000, padToMaxTokens: true, vocabulary: ['a'] });
    expect(await refusal('invalid-data', () => vectorizer.call(['a', 'b']))).toBe(
      'TextVectorization.call(texts): expected texts · vocabulary below 2^31, got 2 · 2000000000. Call it on a part of the texts at a time.',
    );
  });
});

describe('own functions', () => {
  it('standardize and split as they like, n-grams included', async () => {
    const vectorizer = new TextVectorization({ standardize: (text) => text.replaceAll('ß', 'ss'), split: (text) => text.split(','), ngrams: 2 });
    await vectorizer.adapt(['Straße,weiß', 'weiß']);
    expect(vectorizer.getVocabulary()).toEqual(['', '[UNK]', 'weiss', 'Strasse weiss', 'Strasse']);
    expect(vectorizer.encode('weiß,,x')).toEqual(Int32Array.of(2, 0, 1, 1, 1));
  });
  it('split what a built-in standardized', () => {
    expect(new TextVectorization({ split: (text) => text.split('\u00a0') }).tokens('Ab.c\u00a0D-É')).toEqual(['abc', 'dÉ']);
  });
  it('must return what is asked of them', async () => {
    expect(await refusal('invalid-data', () => new TextVectorization({ standardize: () => 7 as never }).tokens('a'))).toBe(
      'TextVectorization({ standardize }): expected the function to return a string, got 7.',
    );
    for (const split of [() => 'ab' as never, () => [7] as never, () => undefined as never]) {
      expect(await refusal('invalid-data', () => new TextVectorization({ split }).tokens('a'))).toMatch(
        /^TextVectorization\(\{ split \}\): expected the function to return an array of strings, got /,
      );
    }
  });
});

describe('decode', () => {
  it('gives the standardized text back', async () => {
    const vectorizer = await adapted();
    expect(vectorizer.decode(vectorizer.encode('The cat, the dog.'))).toBe('the cat the dog');
    expect(vectorizer.decode([2, 1, 0, 7, 0])).toBe('the [UNK] dog');
    expect(vectorizer.decode([2, 7], { separator: '_' })).toBe('the_dog');
    expect(vectorizer.decode([])).toBe('');
    const characters = new TextVectorization({ split: 'character' });
    await characters.adapt(['hello 😀 world']);
    expect(characters.decode(characters.encode('low 😀'))).toBe('low 😀');
  });
  it('refuses ids that are none, and n-grams', async () => {
    const vectorizer = await adapted();
    for (const id of [8, -1, 1.5, NaN])
      expect(await refusal('invalid-data', () => vectorizer.decode([2, id]))).toMatch(
        /^TextVectorization\.decode\(ids\[1\]\): expected an id from 0 to 7, got /,
      );
    expect(await refusal('unsupported', () => new TextVectorization({ ngrams: 2, vocabulary: ['a'] }).decode([2]))).toMatch(
      /expected a vectorizer without n-grams, got ngrams: 2\. getVocabulary\(\)\[id\] is the token of an id\.$/,
    );
    expect(new TextVectorization({ ngrams: 1, vocabulary: ['a'] }).decode([2])).toBe('a');
  });
});

describe('setVocabulary', () => {
  const idf = (weights: ArrayLike<number>, vocabulary = ['a', 'b']): void =>
    new TextVectorization({ outputMode: 'tfIdf' }).setVocabulary(vocabulary, weights);
  it.each([
    [
      'an array of words, got "words.txt". Read the file yourself and split its lines.',
      () => new TextVectorization().setVocabulary('words.txt' as never),
    ],
    ['an array of words, got 7', () => new TextVectorization().setVocabulary(7 as never)],
    ['word 1 to be a string, got null', () => new TextVectorization().setVocabulary(['a', null as never])],
    ['at least one word, got none', () => new TextVectorization().setVocabulary([])],
    ['at least one word, got special tokens alone', () => new TextVectorization().setVocabulary(['', '[UNK]'])],
    [
      'no empty word: \'\' is padding, got \'\' at place 1. Leave the special tokens out, or begin with exactly ["", "[UNK]"].',
      () => new TextVectorization().setVocabulary(['a', '']),
    ],
    ['at most maxTokens = 4 entries, special tokens included, got 5', () => new TextVectorization({ maxTokens: 4 }).setVocabulary(['a', 'b', 'c'])],
    ['every word once, got "a" twice', () => new TextVectorization().setVocabulary(['a', 'b', 'a'])],
    ["no idfWeights with outputMode 'int', got [1]", () => new TextVectorization().setVocabulary(['a'], [1])],
    ["idfWeights, which outputMode 'tfIdf' needs, got none", () => idf(null as never)],
    ["idfWeights of the vocabulary's length 2, got 1", () => idf([1])],
    ['idfWeights that are finite numbers, got NaN', () => idf([1, NaN])],
  ])('refuses: %s', async (message, run) =>
    expect(await refusal('invalid-option', run)).toContain(`TextVectorization.setVocabulary(vocabulary): expected ${message}`),
  );

  it('is the constructor with a vocabulary', () => {
    const set = new TextVectorization({ outputMode: 'tfIdf' });
    set.setVocabulary(['a', 'b'], new Float32Array([1, 3]));
    const given = new TextVectorization({ outputMode: 'tfIdf', vocabulary: ['a', 'b'], idfWeights: [1, 3] });
    expect(given.call(['a a c'])).toEqual(set.call(['a a c']));
    expect(set.call(['a a c']).data).toEqual(Float32Array.of(2, 2, 0));
  });
});
