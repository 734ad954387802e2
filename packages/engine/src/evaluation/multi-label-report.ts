/** How good predictions of any number of labels a row are, label by label. */
import { assertBinary, assertLength, assertProbabilities, refuse } from './assert-predictions.js';
import { averagesOf, figuresOf, undefinedFigures } from './class-figures.js';
import type { Averages, Figures } from './class-figures.js';
import { show } from '@sekvens/core';
import { wilsonInterval } from './wilson-interval.js';
import type { Interval } from './wilson-interval.js';

export interface LabelReport extends Figures {
  readonly label: string;
  /** Rows that have the label. */
  readonly support: number;
  /** Rows that were predicted to have it. */
  readonly predicted: number;
  /** Probabilities from this one up count as predicted. */
  readonly threshold: number;
}

export interface MultiLabelReport extends Averages {
  readonly rows: number;
  /** Subset accuracy: the share of rows whose labels were all predicted, and no others. */
  readonly accuracy: number;
  /** Wilson's interval of 95 % confidence, see {@link wilsonInterval}. */
  readonly accuracyInterval: Interval;
  /** The share of wrong decisions among rows · labels. */
  readonly hammingLoss: number;
  /** Mean over rows · labels of -ln p(what is so), with p at least 1e-7. */
  readonly loss: number;
  /** The mean over rows; a row without labels, or with none predicted, counts as 0 where the figure is undefined. */
  readonly samples: Figures;
  readonly classes: readonly LabelReport[];
  readonly warnings: readonly string[];
}

/**
 * Reports on probabilities [rows, labels] against targets [rows, labels] of 0 and 1. Figures that are 0 / 0 count as 0 like scikit-learn's with
 * `zero_division=0`; a warning says so.
 * @param thresholds from where up a probability counts as predicted, for all labels or one each; default 0.5
 * @throws code 'invalid-data' for no labels, numbers that are no probabilities, no targets or do not fit
 */
export function multiLabelReport(
  labels: readonly string[], probabilities: ArrayLike<number>, targets: ArrayLike<number>, thresholds: number | readonly number[] = 0.5,
): MultiLabelReport {
  const where = 'multiLabelReport';
  const width = labels.length;
  const rows = width === 0 ? 0 : targets.length / width;
  assertProbabilities(labels, probabilities, rows, where);
  assertBinary(targets, `${where}(targets)`);
  const limits = labelThresholds(labels, thresholds, where);
  const counts = labels.map(() => ({ hits: 0, predicted: 0, support: 0 }));
  const samples = { precision: 0, recall: 0, f1: 0 };
  let [exact, wrong, loss] = [0, 0, 0];
  for (let r = 0; r < rows; r++) {
    const own = { hits: 0, predicted: 0, support: 0 };
    let mistakes = 0;
    for (let c = 0; c < width; c++) {
      const p = probabilities[r * width + c];
      const isTrue = Number(targets[r * width + c]);
      const isPredicted = p >= limits[c] ? 1 : 0;
      for (const tally of [own, counts[c]]) {
        tally.hits += isTrue & isPredicted;
        tally.predicted += isPredicted;
        tally.support += isTrue;
      }
      mistakes += isTrue ^ isPredicted;
      loss -= Math.log(Math.min(Math.max(isTrue === 1 ? p : 1 - p, 1e-7), 1));
    }
    const figures = figuresOf(own);
    for (const name of ['precision', 'recall', 'f1'] as const) samples[name] += figures[name] / rows;
    wrong += mistakes;
    if (mistakes === 0) exact++;
  }
  const decisions = rows * width;
  return {
    rows,
    accuracy: rows === 0 ? 0 : exact / rows,
    accuracyInterval: wilsonInterval(exact, rows),
    hammingLoss: rows === 0 ? 0 : wrong / decisions,
    loss: rows === 0 ? 0 : loss / decisions,
    ...averagesOf(counts),
    samples,
    classes: labels.map((label, c) => ({ label, ...figuresOf(counts[c]), support: counts[c].support, predicted: counts[c].predicted, threshold: limits[c] })),
    warnings: rows === 0 ? ['There are no rows: every figure counts as 0.'] : undefinedFigures(labels, counts),
  };
}

/** A threshold for each label. */
export function labelThresholds(labels: readonly string[], thresholds: number | readonly number[], where: string): number[] {
  const limits = typeof thresholds === 'number' ? labels.map(() => thresholds) : [...thresholds];
  assertLength(limits, labels.length, `${where}(thresholds)`);
  limits.forEach((limit, c) => {
    if (!(limit >= 0 && limit <= 1)) throw refuse(`${where}(thresholds)[${c}]`, 'a number from 0 to 1', show(limit));
  });
  return limits;
}
