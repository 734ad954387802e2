import { classificationReport } from '@sekvens/engine';
import picocolors from 'picocolors';
import { expect, it } from 'vitest';
import { evaluationText } from './evaluation-text.js';

const plain = picocolors.createColors(false);

it('has accuracy, a row a class, and rows of true by columns of predicted classes', () => {
  const report = classificationReport(['no', 'yes'], [0.9, 0.1, 0.2, 0.8, 0.6, 0.4], [0, 1, 1]);
  expect(evaluationText(report, plain, 80)).toMatchInlineSnapshot(`
    "accuracy 66.67 %  loss 0.4149  macro F1 0.667  3 rows

    class  precision  recall     F1  rows
    no         0.500   1.000  0.667     1
    yes        1.000   0.500  0.667     2

    true \\ predicted  no  yes
    no                 1    0
    yes                1    1"
  `);
});

it('has the pairs confused most often instead of a matrix that is too wide', () => {
  const labels = ['alpha', 'beta', 'gamma', 'delta'];
  const certain = (label: number): number[] => labels.map((_, i) => (i === label ? 1 : 0));
  const predicted = [0, 1, 1, 2, 2, 2, 3, 0];
  const report = classificationReport(labels, predicted.flatMap(certain), [0, 0, 0, 1, 1, 1, 3, 3]);
  const text = evaluationText(report, plain, 40);
  expect(text).not.toContain('true \\ predicted');
  expect(text.split('\n\n')[2]).toBe('Confused most often\ntrue   predicted  rows\nbeta   gamma         3\nalpha  beta          2\ndelta  alpha         1');
  expect(evaluationText(classificationReport(labels, certain(0), [0]), plain, 40).split('\n\n')).toHaveLength(2);
});
