import { TextClassifier, textNetwork } from '@sekvens/engine';
import { expect, test } from 'vitest';
import { mostWords, TextReader, wordsOf } from './text-reader.js';

const examples = Array.from({ length: 60 }, (_, i) => ({ text: i % 2 === 0 ? `good soup ${i % 5}` : `cold soup ${i % 5}`, label: i % 2 === 0 ? 'good' : 'bad' }));
const { classifier } = await TextClassifier.train(examples, { layers: textNetwork({ cell: 'gru', units: 4, embeddingSize: 4, pooling: 'last', bidirectional: false }), epochs: 5 });

test('probabilities after each word are those of the beginning of the text', async () => {
  const reading = (await new TextReader(classifier).read('good  soup,\nnever'))!;
  expect(reading.words.map(({ text }) => text)).toEqual(['good', 'soup,', 'never']);
  const expected = (text: string) => classifier.labels.map((label) => classifier.predict(text).top.find((one) => one.label === label)!.probability);
  expect(reading.before).toEqual(expected(''));
  expect(reading.words.map(({ probabilities }) => probabilities)).toEqual([expected('good'), expected('good soup,'), expected('good soup, never')]);
  expect(reading.after).toEqual(expected('good  soup,\nnever'));
});

test('a word outside of the vocabulary is marked, one of punctuation alone is not', async () => {
  const reading = (await new TextReader(classifier).read('good never !!'))!;
  expect(reading.words.map(({ isKnown }) => isKnown)).toEqual([true, false, true]);
});

test('an empty text has no words and the probabilities of nothing', async () => {
  const reading = (await new TextReader(classifier).read(' \n '))!;
  expect(reading.words).toEqual([]);
  expect(reading.after).toEqual(reading.before);
});

test('of a long text the first words are shown, and all count in the end', async () => {
  const long = `${'good '.repeat(mostWords)}cold cold cold`;
  const reading = (await new TextReader(classifier).read(long))!;
  expect(reading.words).toHaveLength(mostWords);
  expect(reading.unread).toBe(3);
  expect(reading.after).not.toEqual(reading.words.at(-1)!.probabilities);
});

test('a reading that nobody waits for any more ends', async () => {
  let asked = 0;
  expect(await new TextReader(classifier).read('good '.repeat(60), () => (asked += 1) < 3)).toBeUndefined();
  expect(asked).toBe(3);
});

test('words are parted by any white space', () => {
  expect(wordsOf('  a\tb \n c ')).toEqual(['a', 'b', 'c']);
});
