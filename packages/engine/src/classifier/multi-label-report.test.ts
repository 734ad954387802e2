import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { multiLabelReport } from './multi-label-report.js';

describe('multiLabelReport', () => {
  it('is what one counts by hand', () => {
    // predicted: {a}, {a, b}, {}, {c}; true: {a}, {b}, {}, {b, c}
    const probabilities = [[0.9, 0.2, 0.1], [0.6, 0.7, 0.3], [0.1, 0.4, 0.2], [0.5, 0.1, 0.4]];
    const truth = [[1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 1, 1]];
    const report = multiLabelReport(['a', 'b', 'c'], probabilities.flat(), truth.flat(), [0.6, 0.5, 0.4]);
    expect(report.rows).toBe(4);
    expect(report.subsetAccuracy).toBe(2 / 4);
    expect(report.hammingLoss).toBe(2 / 12);
    expect(report.labels).toEqual([
      { label: 'a', threshold: 0.6, precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1, predicted: 2 },
      { label: 'b', threshold: 0.5, precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2, predicted: 1 },
      { label: 'c', threshold: 0.4, precision: 1, recall: 1, f1: 1, support: 1, predicted: 1 },
    ]);
    expect(report.microF1).toBe(6 / 8);
    expect(report.macroF1).toBeCloseTo((2 / 3 + 2 / 3 + 1) / 3, 12);
    const losses = probabilities.flatMap((row, r) => row.map((p, j) => -Math.log(truth[r][j] ? p : 1 - p)));
    expect(report.loss).toBeCloseTo(losses.reduce((a, b) => a + b, 0) / 12, 12);
  });

  it('counts a certain mistake as 1e-7, and is zeros where there is nothing to count', () => {
    expect(multiLabelReport(['a'], [0, 1], [1, 0], [0.5]).loss).toBeCloseTo(-Math.log(1e-7), 9);
    expect(multiLabelReport(['a'], [0.1], [0], [0.5])).toMatchObject({ subsetAccuracy: 1, hammingLoss: 0, microF1: 0, labels: [{ precision: 0, recall: 0, f1: 0, support: 0, predicted: 0 }] });
    expect(multiLabelReport(['a', 'b'], [], [], [0.5, 0.5])).toMatchObject({ rows: 0, loss: 0, subsetAccuracy: 0, hammingLoss: 0, microF1: 0, macroF1: 0 });
  });

  it('refuses what does not fit', async () => {
    const refusal = (...args: Parameters<typeof multiLabelReport>) => errorOf(() => multiLabelReport(...args));
    expect(await refusal([], [], [], [])).toBe('invalid-data: multiLabelReport(labels): expected at least one label, got none.');
    expect(await refusal(['a', 'b'], [0.5], [1], [0.5, 0.5])).toBe('invalid-data: multiLabelReport(truth): expected rows of 2 numbers, one a label, got 1.');
    expect(await refusal(['a', 'b'], [0.5], [1, 0], [0.5, 0.5])).toBe('invalid-data: multiLabelReport(probabilities): expected 2 numbers, as many as in truth, got 1.');
    expect(await refusal(['a', 'b'], [0.5, 0.5], [1, 0], [0.5])).toBe('invalid-data: multiLabelReport(thresholds): expected 2 numbers, one a label, got 1.');
    expect(await refusal(['a', 'b'], [0.5, 0.5], [1, 2], [0.5, 0.5])).toBe('invalid-data: multiLabelReport(truth)[1]: expected 0 or 1, got 2.');
  });
});
