import { classificationReport } from '@sekvens/engine';
import picocolors from 'picocolors';
import { expect, it } from 'vitest';
import { evaluationText } from './evaluation-text.js';

const plain = picocolors.createColors(false);

it('has accuracy, a row a class, and rows of true by columns of predicted classes', () => {
  const report = classificationReport(['no', 'yes'], [0.9, 0.1, 0.2, 0.8, 0.6, 0.4], [0, 1, 1]);
  expect(evaluationText(report, plain)).toMatchInlineSnapshot(`
    "accuracy 66.67 %  loss 0.4149  macro F1 0.667  3 rows

    class  precision  recall     F1  rows
    no         0.500   1.000  0.667     1
    yes        1.000   0.500  0.667     2

    true \\ predicted  no  yes
    no                 1    0
    yes                1    1"
  `);
});

it('leaves out a matrix that no terminal is wide enough for', () => {
  const labels = Array.from({ length: 21 }, (_, i) => `class ${i}`);
  const text = evaluationText(classificationReport(labels, labels.map((_, i) => (i === 0 ? 1 : 0)), [0]), plain);
  expect(text).toContain('The confusion matrix of 21 classes is in the JSON output only.');
  expect(text).not.toContain('true \\ predicted');
});
