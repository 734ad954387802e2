import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { singleGoldens } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { classificationReport } from './classification-report.js';

describe('classificationReport', () => {
  it.each(singleGoldens)('is within 1e-12 of scikit-learn: $name', ({ labels, probabilities, truth, expected }) => {
    const report = classificationReport(labels, probabilities, truth);
    const { accuracy, accuracyInterval, loss, macro, micro, weighted, confusion } = expected;
    expectClose(report, { rows: truth.length, accuracy, accuracyInterval, loss, macro, micro, weighted, confusion });
    for (const name of ['precision', 'recall', 'f1', 'support'] as const) expectClose(report.classes.map((one) => one[name]), expected.classes[name], name);
  });

  it('takes the first of equal probabilities, and counts a certain mistake as 1e-7', () => {
    const report = classificationReport(['a', 'b'], [0.5, 0.5, 1, 0], [0, 1]);
    expect(report.confusion).toEqual([[1, 0], [1, 0]]);
    expect(report.loss).toBeCloseTo(-(Math.log(0.5) + Math.log(1e-7)) / 2, 12);
  });

  it('says what is undefined', () => {
    expect(classificationReport(['a', 'b', 'c'], [1, 0, 0, 0, 0, 1], [0, 1]).warnings).toEqual([
      'No row has the label "c": recall is undefined there and counts as 0, in the means as well.',
      'No row was predicted as "b": precision is undefined there and counts as 0, in the means as well.',
    ]);
    const labels = Array.from({ length: 8 }, (_, i) => `l${i}`);
    expect(classificationReport(labels, labels.map((_, i) => (i === 0 ? 1 : 0)), [0]).warnings[0]).toMatch(/^No row has the label "l1", "l2", "l3", "l4", "l5" and 2 more: /);
    expect(classificationReport(['a', 'b'], [1, 0, 0, 1], [0, 1]).warnings).toEqual([]);
  });

  it('of no rows is zeros, and says so', () => {
    expect(classificationReport(['a', 'b'], [], [])).toMatchObject({
      rows: 0, accuracy: 0, accuracyInterval: { low: 0, high: 1 }, loss: 0, macro: { f1: 0 }, weighted: { f1: 0 }, warnings: ['There are no rows: every figure counts as 0.'],
    });
  });

  it('refuses what does not fit', async () => {
    const refusal = (...args: Parameters<typeof classificationReport>) => errorOf(() => classificationReport(...args));
    expect(await refusal([], [], [])).toBe('invalid-data: classificationReport(labels): expected at least one label, got none.');
    expect(await refusal(['a', 'b'], [0.5, 0.5, 1], [0])).toBe('invalid-data: classificationReport(probabilities): expected 1 · 2 numbers, one a row and label, got 3.');
    for (const wrong of [NaN, -0.1, 1.1, Infinity]) {
      expect(await refusal(['a', 'b'], [1, 0, 0.5, wrong], [0, 1])).toBe(`invalid-data: classificationReport(probabilities): expected numbers from 0 to 1, got ${wrong} in row 1.`);
    }
    for (const wrong of [2, -1, 0.5, NaN]) {
      expect(await refusal(['a', 'b'], [0.5, 0.5, 0.5, 0.5], [0, wrong])).toBe(`invalid-data: classificationReport(truth)[1]: expected a class from 0 to 1, got ${wrong}.`);
    }
  });
});
