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
