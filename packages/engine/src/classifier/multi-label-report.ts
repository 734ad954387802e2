/** How good predictions of any number of labels are. */
import { SekvensError, show } from '@sekvens/core';

export interface LabelReport {
  readonly label: string;
  /** The probability from which on a text counts as having the label. */
  readonly threshold: number;
  /** Of the rows predicted to have the label, the share that does; 0 where none was. */
  readonly precision: number;
  /** Of the rows that have the label, the share predicted to; 0 where there is none. */
  readonly recall: number;
  /** 2·hits / (predicted + support), the harmonic mean of both; 0 without hits. */
  readonly f1: number;
  /** Rows that have the label. */
  readonly support: number;
  /** Rows predicted to have it. */
  readonly predicted: number;
}

export interface MultiLabelReport {
  readonly rows: number;
  /** Mean over rows and labels of -(y ln p + (1 - y) ln(1 - p)), with p within [1e-7, 1 - 1e-7]. */
  readonly loss: number;
  /** Share of the rows whose labels are all predicted, and no others. */
  readonly subsetAccuracy: number;
  /** Share of the rows · labels that are predicted wrongly. */
  readonly hammingLoss: number;
  /** F1 of all rows · labels together. */
  readonly microF1: number;
  /** Mean F1 of the labels. */
  readonly macroF1: number;
  readonly labels: readonly LabelReport[];
}

/**
 * Reports on probabilities [rows, labels] against truth [rows, labels] of 0 and 1. A label is predicted where its probability is at least
 * its threshold.
 * @throws code 'invalid-data' for no labels, numbers that do not fit, and a truth that is neither 0 nor 1
 */
export function multiLabelReport(labels: readonly string[], probabilities: ArrayLike<number>, truth: ArrayLike<number>, thresholds: readonly number[]): MultiLabelReport {
  const where = 'multiLabelReport';
  const width = labels.length;
  if (width === 0) throw refuse(`${where}(labels)`, 'at least one label', 'none');
  if (truth.length % width !== 0) throw refuse(`${where}(truth)`, `rows of ${width} numbers, one a label`, `${truth.length}`);
  if (probabilities.length !== truth.length) throw refuse(`${where}(probabilities)`, `${truth.length} numbers, as many as in truth`, `${probabilities.length}`);
  if (thresholds.length !== width) throw refuse(`${where}(thresholds)`, `${width} numbers, one a label`, `${thresholds.length}`);
  const rows = truth.length / width;
  const counts = labels.map(() => ({ hits: 0, support: 0, predicted: 0 }));
  let loss = 0;
  let exact = 0;
  let wrong = 0;
  for (let r = 0; r < rows; r++) {
    let wrongInRow = 0;
    for (let j = 0; j < width; j++) {
      const at = r * width + j;
      const is = truth[at];
      if (is !== 0 && is !== 1) throw refuse(`${where}(truth)[${at}]`, '0 or 1', show(is));
      const says = probabilities[at] >= thresholds[j] ? 1 : 0;
      loss -= Math.log(Math.max(is === 1 ? probabilities[at] : 1 - probabilities[at], 1e-7));
      counts[j].hits += is & says;
      counts[j].support += is;
      counts[j].predicted += says;
      wrongInRow += is ^ says;
    }
    if (wrongInRow === 0) exact++;
    wrong += wrongInRow;
  }
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const reports = counts.map(({ hits, support, predicted }, j) => ({
    label: labels[j], threshold: thresholds[j], precision: share(hits, predicted), recall: share(hits, support), f1: share(2 * hits, predicted + support), support, predicted,
  }));
  const sum = (name: 'hits' | 'support' | 'predicted'): number => counts.reduce((total, count) => total + count[name], 0);
  return {
    rows,
    loss: share(loss, truth.length),
    subsetAccuracy: share(exact, rows),
    hammingLoss: share(wrong, truth.length),
    microF1: share(2 * sum('hits'), sum('support') + sum('predicted')),
    macroF1: reports.reduce((total, { f1 }) => total + f1, 0) / width,
    labels: reports,
  };
}

function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got });
}
