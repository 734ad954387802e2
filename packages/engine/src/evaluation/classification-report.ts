/** How good predictions of one label a row are, class by class. */
import { assertClasses, assertProbabilities } from './assert-predictions.js';
import { averagesOf, figuresOf, undefinedFigures } from './class-figures.js';
import type { Averages, Figures } from './class-figures.js';
import { predictedClasses } from './predicted-classes.js';
import { wilsonInterval } from './wilson-interval.js';
import type { Interval } from './wilson-interval.js';

export interface ClassReport extends Figures {
  readonly label: string;
  /** Rows of this class. */
  readonly support: number;
}

export interface ClassificationReport extends Averages {
  readonly rows: number;
  readonly accuracy: number;
  /** Wilson's interval of 95 % confidence, see {@link wilsonInterval}. */
  readonly accuracyInterval: Interval;
  /** Mean of -ln p(true class), with p at least 1e-7. */
  readonly loss: number;
  readonly classes: readonly ClassReport[];
  /** confusion[true class][predicted class]: rows. */
  readonly confusion: readonly (readonly number[])[];
  /** What is undefined and was counted as something, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * Reports on probabilities [rows, classes] against true class indices. Of equal probabilities the first counts as the prediction. Figures that
 * are 0 / 0, as the recall of a class that no row has, count as 0 like scikit-learn's with `zero_division=0`; a warning says so.
 * @throws code 'invalid-data' for no labels, numbers that are no probabilities or do not fit, and indices that are no class
 */
export function classificationReport(labels: readonly string[], probabilities: ArrayLike<number>, truth: ArrayLike<number>): ClassificationReport {
  const where = 'classificationReport';
  const width = labels.length;
  const rows = truth.length;
  assertProbabilities(labels, probabilities, rows, where);
  assertClasses(truth, width, where);
  const confusion = labels.map(() => new Array<number>(width).fill(0));
  let loss = 0;
  predictedClasses(probabilities, width).forEach((predicted, r) => {
    confusion[truth[r]][predicted]++;
    loss -= Math.log(Math.min(Math.max(probabilities[r * width + truth[r]], 1e-7), 1));
  });
  const counts = labels.map((_, c) => ({
    hits: confusion[c][c],
    predicted: confusion.reduce((sum, row) => sum + row[c], 0),
    support: confusion[c].reduce((sum, n) => sum + n, 0),
  }));
  const hits = counts.reduce((sum, one) => sum + one.hits, 0);
  return {
    rows,
    accuracy: rows === 0 ? 0 : hits / rows,
    accuracyInterval: wilsonInterval(hits, rows),
    loss: rows === 0 ? 0 : loss / rows,
    ...averagesOf(counts),
    classes: labels.map((label, c) => ({ label, ...figuresOf(counts[c]), support: counts[c].support })),
    confusion,
    warnings: rows === 0 ? ['There are no rows: every figure counts as 0.'] : undefinedFigures(labels, counts),
  };
}
