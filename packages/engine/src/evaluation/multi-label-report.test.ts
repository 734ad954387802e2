import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { multiGoldens } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { multiLabelReport } from './multi-label-report.js';

describe('multiLabelReport', () => {
  it.each(multiGoldens)('is within 1e-12 of scikit-learn: $name', ({ labels, probabilities, targets, thresholds, expected }) => {
    const report = multiLabelReport(labels, probabilities, targets, thresholds);
    const { accuracy, accuracyInterval, hammingLoss, loss, macro, micro, weighted, samples, predicted } = expected;
    expectClose(report, { rows: targets.length / labels.length, accuracy, accuracyInterval, hammingLoss, loss, macro, micro, weighted, samples });
    for (const name of ['precision', 'recall', 'f1', 'support'] as const) expectClose(report.classes.map((one) => one[name]), expected.classes[name], name);
    expect(report.classes.map((one) => [one.predicted, one.threshold])).toEqual(predicted.map((n, c) => [n, thresholds[c]]));
  });

  it('takes 0.5 for a threshold, which counts as predicted, and one number for all', () => {
    expect(multiLabelReport(['a', 'b'], [0.5, 0.49], [1, 0]).accuracy).toBe(1);
    expect(multiLabelReport(['a', 'b'], [0.5, 0.49], [1, 0], 0.4).accuracy).toBe(0);
  });

  it('says what is undefined', () => {
    expect(multiLabelReport(['a', 'b'], [0.1, 0.1], [1, 0]).warnings).toEqual([
      'No row has the label "b": recall is undefined there and counts as 0, in the means as well.',
      'No row was predicted as "a", "b": precision is undefined there and counts as 0, in the means as well.',
    ]);
    expect(multiLabelReport(['a'], [], [])).toMatchObject({ rows: 0, accuracy: 0, hammingLoss: 0, warnings: ['There are no rows: every figure counts as 0.'] });
  });

  it('refuses what does not fit', async () => {
    const refusal = (...args: Parameters<typeof multiLabelReport>) => errorOf(() => multiLabelReport(...args));
    expect(await refusal([], [], [])).toBe('invalid-data: multiLabelReport(labels): expected at least one label, got none.');
    expect(await refusal(['a', 'b'], [0.5], [1, 0])).toBe('invalid-data: multiLabelReport(probabilities): expected 1 · 2 numbers, one a row and label, got 1.');
    expect(await refusal(['a'], [0.5, 0.5], [1, 2])).toBe('invalid-data: multiLabelReport(targets)[1]: expected 0 or 1, got 2.');
    expect(await refusal(['a', 'b'], [0.5, 0.5], [1, 0], [0.5])).toBe('invalid-data: multiLabelReport(thresholds): expected 2 values, got 1.');
    expect(await refusal(['a', 'b'], [0.5, 0.5], [1, 0], [0.5, 50])).toBe('invalid-data: multiLabelReport(thresholds)[1]: expected a number from 0 to 1, got 50.');
  });
});
