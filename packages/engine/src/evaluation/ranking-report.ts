/** How well the probabilities of each label order the rows, whatever the threshold. */
import { averagePrecisionOf } from './average-precision.js';
import { rocAucOf } from './roc-auc.js';
import { thresholdCounts } from './threshold-counts.js';

export interface Ranking {
  /** Area under the ROC curve; null where it is undefined. */
  readonly rocAuc: number | null;
  /** Average precision; null where it is undefined. */
  readonly averagePrecision: number | null;
}

export interface RankingReport {
  /** Label by label, against all others. */
  readonly classes: readonly Ranking[];
  /** Means over the labels for which the figure is defined; null where it is for none. */
  readonly macro: Ranking;
  /** The same, each label counting as often as it has rows. */
  readonly weighted: Ranking;
  readonly warnings: readonly string[];
}

/** @param isTrue whether a row has a label */
export function rankingReport(labels: readonly string[], probabilities: ArrayLike<number>, rows: number, isTrue: (row: number, label: number) => boolean): RankingReport {
  const support: number[] = [];
  const classes = labels.map((_, c): Ranking => {
    const scores = Float64Array.from({ length: rows }, (_, r) => probabilities[r * labels.length + c]);
    const counts = thresholdCounts(scores, Uint8Array.from(scores, (_, r) => Number(isTrue(r, c))), 'rankingReport');
    support.push(counts.at(-1)?.truePositives ?? 0);
    return { rocAuc: rocAucOf(counts), averagePrecision: averagePrecisionOf(counts) };
  });
  const mean = (name: keyof Ranking, weigh: (c: number) => number): number | null => {
    let [sum, weight] = [0, 0];
    classes.forEach((one, c) => {
      if (one[name] === null) return;
      sum += one[name] * weigh(c);
      weight += weigh(c);
    });
    return weight === 0 ? null : sum / weight;
  };
  const means = (weigh: (c: number) => number): Ranking => ({ rocAuc: mean('rocAuc', weigh), averagePrecision: mean('averagePrecision', weigh) });
  const without = (name: keyof Ranking): number => classes.filter((one) => one[name] === null).length;
  const left = (name: keyof Ranking, called: string, why: string): string[] =>
    without(name) === 0 ? [] : [`${called} is undefined for ${without(name)} of ${labels.length} labels, which ${why}, and left out of its means.`];
  return {
    classes,
    macro: means(() => 1),
    weighted: means((c) => support[c]),
    warnings: [...left('rocAuc', 'ROC-AUC', 'no row or every row has'), ...left('averagePrecision', 'Average precision', 'no row has')],
  };
}
