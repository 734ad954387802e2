import { expect, test } from 'vitest';
import { describeReading } from './describe-reading.js';
import { largestIndex, wordShifts } from './word-shifts.js';

const reading = {
  text: 'a b c', labels: ['World', 'Sports'], before: [0.5, 0.5], after: [0.9, 0.1], unread: 0,
  words: [
    { text: 'a', isKnown: true, probabilities: [0.25, 0.75] },
    { text: 'b', isKnown: true, probabilities: [0.25, 0.75] },
    { text: 'c', isKnown: true, probabilities: [0.875, 0.125] },
  ],
};

test('a word speaks for the label that gains most by it', () => {
  expect(wordShifts(reading)).toEqual([
    { gains: 1, amount: 0.25, leads: 1, changesMind: false },
    { gains: 0, amount: 0, leads: 1, changesMind: false },
    { gains: 0, amount: 0.625, leads: 0, changesMind: true },
  ]);
});

test('where all labels of independent outputs lose, nothing is gained', () => {
  expect(wordShifts({ before: [0.5, 0.5], words: [{ text: 'a', isKnown: true, probabilities: [0.25, 0.375] }] })).toEqual([{ gains: 1, amount: 0, leads: 1, changesMind: false }]);
});

test('of equal numbers the first is the largest', () => expect(largestIndex([1, 3, 3])).toBe(1));

test('sentences say what leads in the end, and where that changed', () => {
  expect(describeReading(reading)).toBe('World, 90 %. Changed its mind at c to World.');
  expect(describeReading({ ...reading, words: [] })).toBe('Nothing to read yet.');
});
