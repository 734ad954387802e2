import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { classificationReport } from './classification-report.js';

describe('classificationReport', () => {
  it('is what one counts by hand', () => {
    // predicted: a, a, b, c, a, b; true: a, b, b, b, a, b
    const probabilities = [
      [0.7, 0.2, 0.1],
      [0.5, 0.4, 0.1],
      [0.1, 0.8, 0.1],
      [0.2, 0.2, 0.6],
      [0.6, 0.3, 0.1],
      [0.3, 0.4, 0.3],
    ];
    const report = classificationReport(['a', 'b', 'c'], probabilities.flat(), [0, 1, 1, 1, 0, 1]);
    expect(report.rows).toBe(6);
    expect(report.confusion).toEqual([[2, 0, 0], [1, 2, 1], [0, 0, 0]]);
    expect(report.accuracy).toBeCloseTo(4 / 6, 12);
    expect(report.loss).toBeCloseTo(-(Math.log(0.7) + Math.log(0.4) + Math.log(0.8) + Math.log(0.2) + Math.log(0.6) + Math.log(0.4)) / 6, 12);
    const [a, b, c] = report.classes;
    expect(a).toEqual({ label: 'a', precision: 2 / 3, recall: 1, f1: 0.8, support: 2 });
    expect(b).toEqual({ label: 'b', precision: 1, recall: 0.5, f1: 2 / 3, support: 4 });
    expect(c).toEqual({ label: 'c', precision: 0, recall: 0, f1: 0, support: 0 });
    expect(report.macroF1).toBeCloseTo((0.8 + 2 / 3) / 3, 12);
  });

  it('takes the first of equal probabilities, and counts a certain mistake as 1e-7', () => {
    const report = classificationReport(['a', 'b'], [0.5, 0.5, 1, 0], [0, 1]);
    expect(report.confusion).toEqual([[1, 0], [1, 0]]);
    expect(report.loss).toBeCloseTo(-(Math.log(0.5) + Math.log(1e-7)) / 2, 12);
  });

  it('of no rows is zeros', () => {
    expect(classificationReport(['a', 'b'], [], [])).toMatchObject({ rows: 0, accuracy: 0, loss: 0, macroF1: 0 });
  });

  it('refuses what does not fit', async () => {
    const refusal = (...args: Parameters<typeof classificationReport>) => errorOf(() => classificationReport(...args));
    expect(await refusal([], [], [])).toBe('invalid-data: classificationReport(labels): expected at least one label, got none.');
    expect(await refusal(['a', 'b'], [0.5, 0.5, 1], [0])).toBe('invalid-data: classificationReport(probabilities): expected 1 · 2 numbers, one a row and label, got 3.');
    for (const wrong of [2, -1, 0.5, NaN]) {
      expect(await refusal(['a', 'b'], [0.5, 0.5, 0.5, 0.5], [0, wrong])).toBe(`invalid-data: classificationReport(truth)[1]: expected a class from 0 to 1, got ${wrong}.`);
    }
  });
});
