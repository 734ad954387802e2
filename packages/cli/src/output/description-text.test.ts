import { TextVectorization } from '@sekvens/core';
import { describeExamples } from '@sekvens/data/node';
import picocolors from 'picocolors';
import { expect, it } from 'vitest';
import { descriptionText } from './description-text.js';

const plain = picocolors.createColors(false);
const train = [
  { text: 'oil prices rise', label: 'business', line: 2 },
  { text: 'oil prices rise', label: 'world', line: 3 },
  { text: 'Oil prices rise!', label: 'business', line: 4 },
  { text: ' ', label: 'world', line: 5 },
  { text: 'a goal' },
];
const test = [
  { text: 'OIL prices rise', label: 'business', line: 2 },
  { text: 'new words', label: 'arts', line: 3 },
];

it('says how labels come together where rows may have any number of them', async () => {
  const sets = [['a', 'b'], ['b', 'a', 'c'], ['a'], []];
  const description = await describeExamples(sets.map((labels, i) => ({ text: `text ${i}`, labels })));
  const text = descriptionText(description, 10, plain);
  expect(text).not.toContain('without a label');
  expect(text.split('\n\n').slice(1, 4).join('\n\n')).toMatchInlineSnapshot(`
    "label  rows   share
    a         3  75.0 %  ██████████████████████████████
    b         2  50.0 %  ████████████████████
    c         1  25.0 %  ██████████

    1.50 labels a row; rows: 1 with none, 1 with 1, 1 with 2, 1 with 3; 4 different sets of labels

    label  together with  rows  of rows with either
    a      b                 2               66.7 %
    a      c                 1               33.3 %
    b      c                 1               50.0 %"
  `);
  expect(descriptionText(await describeExamples([{ text: 'a', labels: ['x'] }, { text: 'b', labels: [] }]), 10, plain)).toContain('0.50 labels a row; rows: 1 with none, 1 with 1; 2 different sets of labels\n\n2 tokens');
  const many = Array.from({ length: 6 }, (_, i) => `${i}`);
  expect(descriptionText(await describeExamples([{ text: 'a', labels: many }]), 10, plain)).toContain('5 further pairs');
});

it('says what deserves attention', async () => {
  const vectorizer = new TextVectorization();
  await vectorizer.adapt(train.map(({ text }) => text));
  const description = await describeExamples(train, { test, vectorizer });
  expect(descriptionText(description, vectorizer.vocabularySize(), plain)).toMatchInlineSnapshot(`
    "Training data  5 rows, 2 labels; the most frequent has 50.0 % of the rows, 1.0 times the rows of the least frequent
      1 row without a label
      1 empty text (line 5)
      1 repeated text, 2 if case, spaces and punctuation are left aside
      1 repeated text with another label than the first time (line 3)

    label     rows   share
    business     2  50.0 %  ██████████████████████████████
    world        2  50.0 %  ██████████████████████████████

    11 tokens: 2.2 a text on average; half of the texts have at most 3, 95 % 3, 99 % 3, the longest 3
    tokens  texts
         0      1  ██████████
         1      0
         2      1  ██████████
         3      3  ██████████████████████████████

    Test data  2 rows, 2 labels; the most frequent has 50.0 % of the rows, 1.0 times the rows of the least frequent
      0 empty texts
      0 repeated texts, 0 if case, spaces and punctuation are left aside

    label     rows   share
    arts         1  50.0 %  ██████████████████████████████
    business     1  50.0 %  ██████████████████████████████

    5 tokens: 2.5 a text on average; half of the texts have at most 2, 95 % 3, 99 % 3, the longest 3
    tokens  texts
         2      1  ██████████████████████████████
         3      1  ██████████████████████████████

    Vocabulary  7 entries of 5 different tokens
      0.00 % of the training tokens are outside it
      40.00 % of the test tokens are outside it; 1 test text without a known token

    Overlap
      0 test texts also in the training data, 1 if case, spaces and punctuation are left aside (line 2)
      labels in the test data alone: arts"
  `);
  const colored = descriptionText(description, vectorizer.vocabularySize(), picocolors.createColors(true));
  expect(colored).toContain('\u001b[33m1 empty text (line 5)\u001b[39m');
});

it('does without labels', async () => {
  const description = await describeExamples([{ text: 'one' }, { text: 'two words' }]);
  const text = descriptionText(description, 2, plain);
  expect(text).toContain('Data  2 rows, 0 labels\n');
  expect(text).toContain('2 rows without a label');
  expect(text).not.toContain('share');
});

it('shows thirty labels and counts the others', async () => {
  const description = await describeExamples(Array.from({ length: 35 }, (_, i) => ({ text: 'a', label: `l${i}` })));
  expect(descriptionText(description, 2, plain)).toContain('5 further labels');
});
