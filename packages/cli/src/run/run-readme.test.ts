import { classificationReport, multiLabelReport } from '@sekvens/engine';
import { expect, it } from 'vitest';
import { runReadme } from './run-readme.js';

const facts = { model: 'lstm', parameters: 12_345, vocabularySize: 200, data: 'a.csv', rows: 10 };

it('says what was measured, class by class', () => {
  const text = runReadme({ ...facts, test: classificationReport(['no', 'a|b'], [0.9, 0.1, 0.2, 0.8], [0, 1]) });
  expect(text).toContain('# lstm, trained by sekvens\n\n12,345 parameters, vocabulary of 200 entries. Trained on 10 rows of a.csv.\n\nAccuracy 100.00 % on 2 test rows.\n');
  expect(text).toContain('| a b | 1.000 | 1.000 | 1.000 | 1 |\n');
});

it('says what was measured of labels of which a text has any number', () => {
  const text = runReadme({ ...facts, test: multiLabelReport(['no', 'a|b'], [0.9, 0.1, 0.2, 0.8], [1, 0, 1, 1], [0.5, 0.5]) });
  expect(text).toContain('A text may have any number of the 2 labels. On 2 test rows: micro F1 0.800, macro F1 0.833; all labels of a text right for 50.00 %; Hamming loss 0.2500.\n');
  expect(text).toContain('| a b | 1.000 | 1.000 | 1.000 | 1 |\n');
  expect(text).toContain('- `metrics.json`: what was measured, label by label\n');
});

it('says that nothing was measured', () => {
  expect(runReadme({ ...facts, test: undefined })).toContain('It has not been tested on texts it was not trained on.\n');
});
