/** What an evaluation says; all of it is JSON. */
import type { Calibration } from './calibration.js';
import type { ClassificationReport, ClassReport } from './classification-report.js';
import type { LabelReport, MultiLabelReport } from './multi-label-report.js';
import type { Ranking } from './ranking-report.js';
import type { GroupSlice, RangeSlice } from './slice.js';

export interface EvaluationSlices {
  /** By the number of tokens the network read, in bins of about the same number of rows. */
  readonly length: readonly RangeSlice[];
  /** By the share of tokens outside the vocabulary. Rows without tokens are in none. */
  readonly unknownShare: readonly RangeSlice[];
  /** By the groups that were given; null without. */
  readonly group: readonly GroupSlice[] | null;
}

export interface Mistake {
  /** Index of the row, from 0. */
  readonly row: number;
  readonly text: string;
  readonly trueLabel: string;
  readonly predictedLabel: string;
  /** Of the predicted label. */
  readonly probability: number;
  readonly trueProbability: number;
}

export interface LabelMistake {
  /** Index of the row, from 0. */
  readonly row: number;
  readonly text: string;
  readonly label: string;
  /** Whether the row has the label. It was predicted to have it if it has not, and the other way round. */
  readonly isTrue: boolean;
  /** That it has the label, as the network said. */
  readonly probability: number;
}

interface Common {
  /** Means over the labels for which the figure is defined. */
  readonly rocAuc: { readonly macro: number | null; readonly weighted: number | null };
  readonly averagePrecision: { readonly macro: number | null; readonly weighted: number | null };
  /** Of the predicted label's probability; of a multi-label task, of every label's probability in every row. */
  readonly calibration: Calibration;
  /** Accuracy of parts of the rows; of a multi-label task, subset accuracy. */
  readonly slices: EvaluationSlices;
}

export interface MultiClassEvaluation extends ClassificationReport, Common {
  readonly task: 'multiClass';
  readonly classes: readonly (ClassReport & Ranking)[];
  /** How often the true label is among the k most probable. */
  readonly topK: readonly { readonly k: number; readonly accuracy: number }[];
  /** See {@link brierScore}. */
  readonly brier: number;
  readonly matthewsCorrelation: number;
  readonly cohensKappa: number | null;
  /** Wrong predictions, the most confident first. */
  readonly mistakes: readonly Mistake[];
}

export interface MultiLabelEvaluation extends MultiLabelReport, Common {
  readonly task: 'multiLabel';
  readonly classes: readonly (LabelReport & Ranking)[];
  /** Wrong decisions, the most confident first. */
  readonly mistakes: readonly LabelMistake[];
}

export type TextEvaluation = MultiClassEvaluation | MultiLabelEvaluation;
