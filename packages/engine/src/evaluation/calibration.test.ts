import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { multiGoldens, singleGoldens } from '../../test/helpers/evaluation-goldens.js';
import type { GoldenCalibration } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { calibration } from './calibration.js';
import { predictedClasses } from './predicted-classes.js';

function expectGolden(probabilities: readonly number[], outcomes: readonly number[], golden: GoldenCalibration): void {
  const { error, maximumError, bins } = calibration(probabilities, outcomes);
  expectClose({ error, maximumError }, { error: golden.error, maximumError: golden.maximumError });
  expect(bins.map(({ rows }) => rows)).toEqual(golden.rows);
  const filled = bins.filter(({ rows }) => rows > 0);
  expectClose(filled.map(({ share }) => share), golden.share);
  expectClose(filled.map(({ probability }) => probability), golden.probability);
}

describe('calibration', () => {
  it.each(singleGoldens)('has the bins of scikit-learn for what was predicted: $name', ({ labels, probabilities, truth, expected }) => {
    const predicted = predictedClasses(probabilities, labels.length);
    expectGolden(truth.map((_, r) => probabilities[r * labels.length + predicted[r]]), truth.map((c, r) => Number(predicted[r] === c)), expected.calibration);
  });

  it.each(multiGoldens)('has the bins of scikit-learn for all labels: $name', ({ probabilities, targets, expected }) => expectGolden(probabilities, targets, expected.calibration));

  it('puts edges into the bin below, whatever the rounding', () => {
    for (const bins of [1, 3, 7, 10, 20, 49]) {
      for (let i = 1; i <= bins; i++) {
        expect(calibration([i / bins], [1], bins).bins.findIndex(({ rows }) => rows === 1)).toBe(i - 1);
        const above = i / bins + Number.EPSILON;
        if (i < bins) expect(calibration([above], [1], bins).bins.findIndex(({ rows }) => rows === 1)).toBe(i);
      }
    }
    expect(calibration([0], [1]).bins[0].rows).toBe(1);
    // a softmax may round above 1
    expect(calibration([1 + 1e-7], [1]).bins[9].rows).toBe(1);
  });

  it('of no rows has no error', () => {
    expect(calibration([], [], 2)).toEqual({ error: 0, maximumError: 0, bins: [{ from: 0, to: 0.5, rows: 0, probability: null, share: null }, { from: 0.5, to: 1, rows: 0, probability: null, share: null }] });
  });

  it('refuses what does not fit', async () => {
    expect(await errorOf(() => calibration([1], [1], 0))).toBe('invalid-option: calibration(bins): expected a positive integer, got 0.');
    expect(await errorOf(() => calibration([1], []))).toBe('invalid-data: calibration(outcomes): expected 1 values, got 0.');
    expect(await errorOf(() => calibration([1], [2]))).toBe('invalid-data: calibration(outcomes)[0]: expected 0 or 1, got 2.');
  });
});
