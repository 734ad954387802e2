import { raggedFrom } from '@sekvens/core';
import { evaluatePredictions } from '@sekvens/engine';
import type { PredictedTexts } from '@sekvens/engine';
import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { evaluationText } from './evaluation-text.js';

const options = { colors: picocolors.createColors(false), width: 100 };

function predicted(labels: readonly string[], rows: readonly (readonly number[])[], truth: readonly number[], task: PredictedTexts['task'] = 'multiClass'): PredictedTexts {
  return { task, labels, truth, probabilities: rows.flat(), texts: rows.map((_, r) => `text ${r} of\nsome`), ids: raggedFrom(rows.map((_, r) => [2, 1, 1].slice(0, r))) };
}
const certain = (labels: readonly string[], label: number): number[] => labels.map((_, i) => (i === label ? 1 : 0));

describe('an evaluation as text', () => {
  it('has the first figures, a row a class, rows of true by columns of predicted classes, and what is undefined', () => {
    const evaluation = evaluatePredictions(predicted(['no', 'yes'], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], [0, 1, 1]));
    expect(evaluationText(evaluation, options)).toMatchInlineSnapshot(`
      "accuracy 66.67 %  95 % interval 20.77 % to 93.85 %  3 rows
      macro F1 0.667  weighted F1 0.667  ROC-AUC 1.000  calibration error 30.00 %  loss 0.4149

      class  precision  recall     F1  rows  ROC-AUC  avg. precision
      no         0.500   1.000  0.667     1    1.000           1.000
      yes        1.000   0.500  0.667     2    1.000           1.000

      true \\ predicted  no  yes
      no                 1    0
      yes                1    1

      1 of 3 rows have no token and are in no slice by unknown tokens."
    `);
  });

  it('has slices and mistakes where they are asked for', () => {
    const evaluation = evaluatePredictions(predicted(['no', 'yes'], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], [0, 1, 1]), { groups: ['a', 'b', 'b'] });
    expect(evaluationText(evaluation, { ...options, slices: true, mistakes: 3 }).split('\n\n').slice(3, -1).join('\n\n')).toMatchInlineSnapshot(`
      "Accuracy by length
      tokens  rows  accuracy        95 % interval
      0          1  100.00 %  20.65 % to 100.00 %
      1          1  100.00 %  20.65 % to 100.00 %
      2          1    0.00 %    0.00 % to 79.35 %

      Accuracy by unknown tokens
      unknown  rows  accuracy        95 % interval
      0.0 %       1  100.00 %  20.65 % to 100.00 %
      50.0 %      1    0.00 %    0.00 % to 79.35 %

      Accuracy by group
      group  rows  accuracy        95 % interval
      a         1  100.00 %  20.65 % to 100.00 %
      b         2   50.00 %    9.45 % to 90.55 %

      The most confident mistakes
       60.0 %  no instead of yes
               text 2 of some"
    `);
    const right = evaluatePredictions(predicted(['no', 'yes'], [[1, 0]], [0]));
    expect(evaluationText(right, { ...options, mistakes: 1 })).toContain('\n\nNo row was predicted wrong.\n\n');
  });

  it('of a task with many labels a row says so', () => {
    const evaluation = evaluatePredictions(predicted(['red', 'blue'], [[0.9, 0.1], [0.2, 0.8]], [1, 0, 1, 1], 'multiLabel'));
    expect(evaluationText(evaluation, { ...options, mistakes: 3 })).toMatchInlineSnapshot(`
      "accuracy of whole rows 50.00 %  95 % interval 9.45 % to 90.55 %  2 rows
      Hamming loss 25.00 %  micro F1 0.800  macro F1 0.833  weighted F1 0.778  ROC-AUC 1.000  calibration error 30.00 %  loss 0.5108

      class  precision  recall     F1  rows  predicted  threshold  ROC-AUC  avg. precision
      red        1.000   0.500  0.667     2          1      0.500        –           1.000
      blue       1.000   1.000  1.000     1          1      0.500    1.000           1.000

      The most confident mistakes
       20.0 %  red, which is there
               text 1 of some

      ROC-AUC is undefined for 1 of 2 labels, which no row or every row has, and left out of its means.
      1 of 2 rows have no token and are in no slice by unknown tokens."
    `);
  });

  it('has the pairs confused most often instead of a matrix that is too wide', () => {
    const labels = ['alpha', 'beta', 'gamma', 'delta'];
    const guesses = [0, 1, 1, 2, 2, 2, 3, 0];
    const text = evaluationText(evaluatePredictions(predicted(labels, guesses.map((label) => certain(labels, label)), [0, 0, 0, 1, 1, 1, 3, 3])), { ...options, width: 40 });
    expect(text).not.toContain('true \\ predicted');
    expect(text.split('\n\n')[2]).toBe('Confused most often\ntrue   predicted  rows\nbeta   gamma         3\nalpha  beta          2\ndelta  alpha         1');
  });

  it('passes no control characters of texts to the terminal', () => {
    const evaluation = evaluatePredictions({ ...predicted(['no', 'yes'], [[0, 1]], [0]), texts: ['\u001b]0;title\u0007 and \u001b[31mred'] });
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    expect(evaluationText(evaluation, { ...options, mistakes: 1 })).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
