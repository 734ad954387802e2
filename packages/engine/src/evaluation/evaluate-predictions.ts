/** Everything about predictions of labelled texts. */
import { assertKnownOptions, oovShare, rowCount, SekvensError, show } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';
import { assertLength } from './assert-predictions.js';
import { brierScore } from './brier-score.js';
import { calibration } from './calibration.js';
import { classificationReport } from './classification-report.js';
import { cohensKappa } from './cohens-kappa.js';
import { matthewsCorrelation } from './matthews-correlation.js';
import { labelThresholds, multiLabelReport } from './multi-label-report.js';
import { predictedClasses } from './predicted-classes.js';
import type { PredictedTexts } from './predicted-texts.js';
import { rankingReport } from './ranking-report.js';
import type { RankingReport } from './ranking-report.js';
import { sliceByGroup } from './slice-by-group.js';
import { sliceByQuantiles } from './slice-by-quantiles.js';
import type { EvaluationSlices, MultiLabelEvaluation, MultiClassEvaluation, TextEvaluation } from './text-evaluation.js';
import { topKAccuracy } from './top-k-accuracy.js';

export interface EvaluatePredictionsOptions {
  /** A name for each row, by which accuracy is told as well. */
  readonly groups?: readonly string[];
  /** The k of top-k accuracy. Default: those of 2, 3 and 5 that are below the number of labels. */
  readonly topK?: readonly number[];
  /** Bins of equal width for calibration. Default 10. */
  readonly calibrationBins?: number;
  /** Bins at most for slices by length and unknown tokens. Default 5. */
  readonly sliceBins?: number;
  /** How many mistakes to list. Default 20. */
  readonly mistakes?: number;
  /** Multi-label: from where up a probability counts as predicted, for all labels or one each. Default: those of the predictions, else 0.5. */
  readonly thresholds?: number | readonly number[];
}

const where = 'evaluatePredictions';
const known = ['groups', 'topK', 'calibrationBins', 'sliceBins', 'mistakes', 'thresholds'];

/**
 * Accuracy with its interval, per-class figures and their means, confusion, areas under curves, calibration, slices and the most confident
 * mistakes. The same predictions give the same evaluation, whose values are all JSON.
 * @throws code 'invalid-option' for options that are unknown or do not fit the task, 'invalid-data' for predictions that do not fit together
 */
export function evaluatePredictions(predicted: PredictedTexts, options: EvaluatePredictionsOptions = {}): TextEvaluation {
  assertKnownOptions(options, known, `${where}(predicted, options)`);
  const { mistakes = 20 } = options;
  if (!(Number.isInteger(mistakes) && mistakes >= 0)) throw new SekvensError({ code: 'invalid-option', where: `${where}({ mistakes })`, expected: 'an integer from 0 up', got: show(mistakes) });
  const rows = rowCount(predicted.ids);
  const isSingle = predicted.task === 'multiClass';
  assertLength(predicted.texts, rows, `${where}(texts)`);
  assertLength(predicted.truth, isSingle ? rows : rows * predicted.labels.length, `${where}(truth)`);
  if (options.groups) assertLength(options.groups, rows, `${where}({ groups })`);
  const other = isSingle ? 'thresholds' : 'topK';
  if (options[other] !== undefined) {
    throw new SekvensError({ code: 'invalid-option', where: `${where}({ ${other} })`, expected: `nothing for a ${predicted.task} task`, got: show(options[other]) });
  }
  return isSingle ? singleLabel(predicted, options, mistakes) : multiLabel(predicted, options, mistakes);
}

function singleLabel({ labels, texts, ids, probabilities, truth }: PredictedTexts, options: EvaluatePredictionsOptions, most: number): MultiClassEvaluation {
  const width = labels.length;
  const report = classificationReport(labels, probabilities, truth);
  const predicted = predictedClasses(probabilities, width);
  const confidences = Float64Array.from(predicted, (c, r) => probabilities[r * width + c]);
  const outcomes = Uint8Array.from(predicted, (c, r) => (c === truth[r] ? 1 : 0));
  const ranking = rankingReport(labels, probabilities, texts.length, (r, c) => truth[r] === c);
  const { slices, warnings } = slicesOf(ids, outcomes, options);
  const { topK = [2, 3, 5].filter((k) => k < width) } = options;
  const wrong = Array.from(outcomes.keys()).filter((r) => outcomes[r] === 0);
  return {
    task: 'multiClass',
    ...report,
    classes: report.classes.map((one, c) => ({ ...one, ...ranking.classes[c] })),
    topK: topK.map((k) => ({ k, accuracy: topKAccuracy(probabilities, truth, width, k) })),
    ...means(ranking),
    brier: brierScore(probabilities, truth, width),
    matthewsCorrelation: matthewsCorrelation(report.confusion),
    cohensKappa: cohensKappa(report.confusion),
    calibration: calibration(confidences, outcomes, options.calibrationBins),
    slices,
    mistakes: mostConfident(wrong, (r) => confidences[r], most).map((row) => ({
      row, text: texts[row], trueLabel: labels[truth[row]], predictedLabel: labels[predicted[row]],
      probability: confidences[row], trueProbability: probabilities[row * width + truth[row]],
    })),
    warnings: [...report.warnings, ...ranking.warnings, ...warnings],
  };
}

function multiLabel({ labels, texts, ids, probabilities, truth, thresholds: usual = labels.map(() => 0.5) }: PredictedTexts, options: EvaluatePredictionsOptions, most: number): MultiLabelEvaluation {
  const width = labels.length;
  const { thresholds = usual } = options;
  const report = multiLabelReport(labels, probabilities, truth, thresholds);
  const limits = labelThresholds(labels, thresholds, where);
  const rights = Uint8Array.from(probabilities, (p, i) => (Number(p >= limits[i % width]) === truth[i] ? 1 : 0));
  const outcomes = Uint8Array.from({ length: texts.length }, (_, r) => (rights.subarray(r * width, (r + 1) * width).includes(0) ? 0 : 1));
  const ranking = rankingReport(labels, probabilities, texts.length, (r, c) => truth[r * width + c] === 1);
  const { slices, warnings } = slicesOf(ids, outcomes, options);
  const wrong = Array.from(rights.keys()).filter((i) => rights[i] === 0);
  return {
    task: 'multiLabel',
    ...report,
    classes: report.classes.map((one, c) => ({ ...one, ...ranking.classes[c] })),
    ...means(ranking),
    calibration: calibration(probabilities, truth, options.calibrationBins),
    slices,
    mistakes: mostConfident(wrong, (i) => (truth[i] === 1 ? 1 - probabilities[i] : probabilities[i]), most).map((i) => {
      const row = Math.floor(i / width);
      return { row, text: texts[row], label: labels[i % width], isTrue: truth[i] === 1, probability: probabilities[i] };
    }),
    warnings: [...report.warnings, ...ranking.warnings, ...warnings],
  };
}

function means({ macro, weighted }: RankingReport): Pick<TextEvaluation, 'rocAuc' | 'averagePrecision'> {
  return {
    rocAuc: { macro: macro.rocAuc, weighted: weighted.rocAuc },
    averagePrecision: { macro: macro.averagePrecision, weighted: weighted.averagePrecision },
  };
}

function slicesOf(ids: RaggedIds, outcomes: Uint8Array, { groups, sliceBins }: EvaluatePredictionsOptions): { slices: EvaluationSlices; warnings: string[] } {
  const unknown = Array.from(outcomes, (_, r) => oovShare(ids.values.subarray(ids.offsets[r], ids.offsets[r + 1])));
  const empty = unknown.filter(({ tokens }) => tokens === 0).length;
  return {
    slices: {
      length: sliceByQuantiles(unknown.map(({ tokens }) => tokens), outcomes, sliceBins),
      unknownShare: sliceByQuantiles(unknown.map(({ tokens, share }) => (tokens === 0 ? null : share)), outcomes, sliceBins),
      group: groups ? sliceByGroup(groups, outcomes) : null,
    },
    warnings: empty === 0 ? [] : [`${empty} of ${outcomes.length} rows have no token and are in no slice by unknown tokens.`],
  };
}

/** The first `most` of the items by confidence; of equally confident ones the earlier first. */
function mostConfident(items: number[], confidence: (item: number) => number, most: number): number[] {
  return items.sort((a, b) => confidence(b) - confidence(a) || a - b).slice(0, most);
}
