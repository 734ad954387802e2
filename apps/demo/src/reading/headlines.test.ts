import { readFileSync } from 'node:fs';
import { TextClassifier } from '@sekvens/engine';
import { expect, test } from 'vitest';
import { unzipModel } from '../model/unzip-model.js';
import { headlineLabels, headlinePairs, openingText } from './headlines.js';
import { TextReader, wordsOf } from './text-reader.js';
import { wordShifts } from './word-shifts.js';

const file = new URL('../model/opening-model.generated.zip', import.meta.url);
const classifier = TextClassifier.fromFiles(unzipModel(readFileSync(file), 'the opening model'));
const bag = (text: string) => [...wordsOf(text.toLowerCase().replace(/[^a-z ]/g, ''))].sort();

test.each(headlinePairs)('$because: the same words in another order are another topic', ({ texts: [first, second] }) => {
  expect(bag(first)).toEqual(bag(second));
  const [a, b] = classifier.predict([first, second]);
  expect(a.label).not.toBe(b.label);
  expect(Math.min(a.probability, b.probability)).toBeGreaterThan(0.9);
});

test('the network has the labels that the headlines are about', () => expect(classifier.labels).toEqual(headlineLabels));

test('every word of the headlines but names is known to the network', async () => {
  for (const { texts: [text] } of headlinePairs) expect((await new TextReader(classifier).read(text))!.words.filter(({ isKnown }) => !isKnown)).toEqual([]);
});

test('the page opens with a text at which the network changes its mind twice', async () => {
  const shifts = wordShifts((await new TextReader(classifier).read(openingText))!);
  expect(shifts.filter(({ changesMind }) => changesMind)).toHaveLength(2);
});
