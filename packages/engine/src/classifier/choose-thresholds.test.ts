import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { chooseThresholds } from './choose-thresholds.js';
import { multiLabelReport } from '../evaluation/multi-label-report.js';

describe('chooseThresholds', () => {
  it('separates what can be separated, halfway', () => {
    expect(chooseThresholds([0.1, 0.3, 0.2, 0.9], [0, 1, 0, 1], 1)).toEqual([0.25]);
    // [rows, labels]: the second label is the first turned around
    expect(chooseThresholds([0.125, 0.875, 0.375, 0.625], [0, 1, 1, 0], 2)).toEqual([0.25, 0.75]);
  });

  it('has the highest F1 of all thresholds, also among equal probabilities', () => {
    const random = new Random(5);
    for (let turn = 0; turn < 60; turn++) {
      const rows = 1 + random.integer(25);
      const truth = Array.from({ length: 3 * rows }, () => random.integer(2));
      // few different numbers, 0 and 1 among them
      const probabilities = Float32Array.from({ length: 3 * rows }, () => random.integer(9) / 8);
      const f1Of = (thresholds: readonly number[]) => multiLabelReport(['a', 'b', 'c'], probabilities, truth, thresholds).classes.map(({ f1 }) => f1);
      const best = f1Of(chooseThresholds(probabilities, truth, 3));
      for (let step = 1; step < 32; step++) f1Of([step / 32, step / 32, step / 32]).forEach((f1, j) => expect(best[j]).toBeGreaterThanOrEqual(f1));
    }
  });

  it('takes the one nearest to 0.5 of equally good ones, and 0.5 where nothing tells', () => {
    expect(chooseThresholds([0.5, 0.75, 0.125], [1, 0, 1], 1)).toEqual([0.0625]);
    expect(chooseThresholds([0.25, 0.75], [1, 1], 1)).toEqual([0.125]);
    // one hit of two, or both and a miss beside them: F1 2/3 either way, and the first threshold lies nearer to 0.5
    expect(chooseThresholds([0.625, 0.375, 0.25, 0.125], [1, 0, 0, 1], 1)).toEqual([0.5]);
    expect(chooseThresholds([0.9, 0.2], [0, 0], 1)).toEqual([0.5]);
    expect(chooseThresholds([], [], 2)).toEqual([0.5, 0.5]);
    expect(chooseThresholds([1, 1], [1, 1], 1)).toEqual([0.5]);
    expect(chooseThresholds([0, 0], [1, 1], 1)).toEqual([0.5]);
  });
});
