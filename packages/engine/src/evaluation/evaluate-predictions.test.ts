import { raggedFrom } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { multiGoldens, singleGoldens } from '../../test/helpers/evaluation-goldens.js';
import { expectClose } from '../../test/helpers/expect-close.js';
import { calibration } from './calibration.js';
import { classificationReport } from './classification-report.js';
import { evaluatePredictions } from './evaluate-predictions.js';
import { multiLabelReport } from './multi-label-report.js';
import type { PredictedTexts } from './predicted-texts.js';
import type { MultiLabelEvaluation, MultiClassEvaluation } from './text-evaluation.js';

const idsOf = (rows: number) => raggedFrom(Array.from({ length: rows }, () => [2, 1]));
const withTexts = (rows: number) => ({ texts: Array.from({ length: rows }, (_, r) => `text ${r}`), ids: idsOf(rows) });

/** Four rows in three labels: right, wrong at 0.9, wrong at 0.6, without tokens and right. */
const four: PredictedTexts = {
  task: 'multiClass',
  labels: ['a', 'b', 'c'],
  texts: ['one', 'two two', 'three three three', ''],
  ids: raggedFrom([[2], [1, 1], [2, 1, 3], []]),
  probabilities: Float32Array.of(0.75, 0.25, 0, 0.125, 0.875, 0, 0.5, 0.25, 0.25, 0, 0, 1),
  truth: [0, 0, 1, 2],
};

describe('of one label a row', () => {
  it.each(singleGoldens)('has what scikit-learn has: $name', ({ labels, probabilities, truth, expected }) => {
    const evaluation = evaluatePredictions({ task: 'multiClass', labels, ...withTexts(truth.length), probabilities, truth }) as MultiClassEvaluation;
    const { brier, matthewsCorrelation, cohensKappa, rocAuc, averagePrecision } = expected;
    expectClose(evaluation, { brier, matthewsCorrelation, cohensKappa, rocAuc, averagePrecision, calibration: { error: expected.calibration.error } });
    expectClose(evaluation.classes.map((one) => one.rocAuc), expected.rankings.map((one) => one.rocAuc));
    expectClose(evaluation.classes.map((one) => one.averagePrecision), expected.rankings.map((one) => one.averagePrecision));
    for (const [k, accuracy] of expected.topK ?? []) expectClose(evaluation.topK.find((one) => one.k === k)!.accuracy, accuracy);
    const { classes, warnings, ...report } = classificationReport(labels, probabilities, truth);
    expect(evaluation).toMatchObject(report);
    expect(evaluation.warnings).toEqual(expect.arrayContaining([...warnings]));
    expect(evaluation.classes).toMatchObject(classes);
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it('lists mistakes, the most confident first, and slices by length, unknown tokens and group', () => {
    const evaluation = evaluatePredictions(four, { groups: ['x', 'y', 'x', 'y'], sliceBins: 2 }) as MultiClassEvaluation;
    expect(evaluation.mistakes).toEqual([
      { row: 1, text: 'two two', trueLabel: 'a', predictedLabel: 'b', probability: 0.875, trueProbability: 0.125 },
      { row: 2, text: 'three three three', trueLabel: 'b', predictedLabel: 'a', probability: 0.5, trueProbability: 0.25 },
    ]);
    expect(evaluation.slices.length.map(({ from, to, rows, accuracy }) => [from, to, rows, accuracy])).toEqual([[0, 1, 2, 1], [2, 3, 2, 0]]);
    expect(evaluation.slices.unknownShare.map(({ from, to, rows, accuracy }) => [from, to, rows, accuracy])).toEqual([[0, 1 / 3, 2, 0.5], [1, 1, 1, 0]]);
    expect(evaluation.slices.group).toMatchObject([{ group: 'x', rows: 2, accuracy: 0.5 }, { group: 'y', rows: 2, accuracy: 0.5 }]);
    expect(evaluation.warnings).toEqual(['1 of 4 rows have no token and are in no slice by unknown tokens.']);
  });

  it('takes bins, k and a number of mistakes', () => {
    const evaluation = evaluatePredictions(four, { topK: [1, 2], calibrationBins: 4, mistakes: 1 }) as MultiClassEvaluation;
    expect(evaluation.topK).toEqual([{ k: 1, accuracy: 0.5 }, { k: 2, accuracy: 1 }]);
    expect(evaluation.calibration.bins.map(({ rows }) => rows)).toEqual([0, 1, 1, 2]);
    expect(evaluation.mistakes).toHaveLength(1);
    expect(evaluatePredictions(four, { mistakes: 0 }).mistakes).toEqual([]);
    expect(evaluatePredictions(four)).toMatchObject({ topK: [{ k: 2 }], slices: { group: null } });
  });

  it('says for which labels areas are undefined', () => {
    const { warnings } = evaluatePredictions({ ...four, truth: [0, 0, 1, 1] });
    expect(warnings).toContain('ROC-AUC is undefined for 1 of 3 labels, which no row or every row has, and left out of its means.');
    expect(warnings).toContain('Average precision is undefined for 1 of 3 labels, which no row has, and left out of its means.');
    expect(evaluatePredictions({ ...four, truth: [0, 0, 0, 0] })).toMatchObject({ rocAuc: { macro: null, weighted: null } });
  });
});

describe('of many labels a row', () => {
  it.each(multiGoldens)('has what scikit-learn has: $name', ({ labels, probabilities, targets, thresholds, expected }) => {
    const rows = targets.length / labels.length;
    const evaluation = evaluatePredictions({ task: 'multiLabel', labels, ...withTexts(rows), probabilities, truth: targets }, { thresholds }) as MultiLabelEvaluation;
    const { rocAuc, averagePrecision } = expected;
    expectClose(evaluation, { rocAuc, averagePrecision });
    expectClose(evaluation.classes.map((one) => one.averagePrecision), expected.rankings.map((one) => one.averagePrecision));
    const { classes, warnings: _, ...report } = multiLabelReport(labels, probabilities, targets, thresholds);
    expect(evaluation).toMatchObject({ task: 'multiLabel', ...report, calibration: calibration(probabilities, targets) });
    expect(evaluation.classes).toMatchObject(classes);
    expect(evaluation.slices.length[0].accuracy).toBeCloseTo(evaluation.accuracy, 12);
  });

  it('lists wrong decisions, the most confident first', () => {
    const evaluation = evaluatePredictions({
      task: 'multiLabel', labels: ['a', 'b'], texts: ['one', 'two'], ids: idsOf(2), probabilities: Float32Array.of(0.75, 0.125, 0.25, 0.875), truth: [0, 1, 0, 1],
    });
    expect(evaluation.mistakes).toEqual([
      { row: 0, text: 'one', label: 'b', isTrue: true, probability: 0.125 },
      { row: 0, text: 'one', label: 'a', isTrue: false, probability: 0.75 },
    ]);
  });
});

it('refuses what does not fit', async () => {
  const refusal = (changes: Partial<PredictedTexts>, options: object = {}) => errorOf(() => evaluatePredictions({ ...four, ...changes }, options));
  expect(await refusal({}, { topk: [1] })).toMatch(/^invalid-option: evaluatePredictions\(predicted, options\): expected options among .*, got "topk"\. Did you mean topK\?$/);
  expect(await refusal({}, { mistakes: -1 })).toBe('invalid-option: evaluatePredictions({ mistakes }): expected an integer from 0 up, got -1.');
  expect(await refusal({}, { thresholds: 0.4 })).toBe('invalid-option: evaluatePredictions({ thresholds }): expected nothing for a multiClass task, got 0.4.');
  expect(await refusal({ task: 'multiLabel', truth: new Uint8Array(12) }, { topK: [2] })).toBe('invalid-option: evaluatePredictions({ topK }): expected nothing for a multiLabel task, got [2].');
  expect(await refusal({}, { groups: ['x'] })).toBe('invalid-data: evaluatePredictions({ groups }): expected 4 values, got 1.');
  expect(await refusal({ texts: [] })).toBe('invalid-data: evaluatePredictions(texts): expected 4 values, got 0.');
  expect(await refusal({ truth: [0] })).toBe('invalid-data: evaluatePredictions(truth): expected 4 values, got 1.');
  expect(await refusal({ task: 'multiLabel' })).toBe('invalid-data: evaluatePredictions(truth): expected 12 values, got 4.');
});
