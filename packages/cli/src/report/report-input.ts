import type { TextEvaluation } from '@sekvens/engine';
import type { EpochRecord } from '../run/epoch-record.js';
import type { LossStretch } from '../run/loss-curve.js';
import type { EvaluationDetails } from './evaluation-details.js';

/** All that a report says. The same input gives the same bytes. */
export interface ReportInput {
  readonly title: string;
  /** What it is about, in a sentence or two. */
  readonly summary: string;
  readonly evaluation?: TextEvaluation;
  /** Of the same predictions as the evaluation. */
  readonly details?: EvaluationDetails;
  readonly epochs?: readonly EpochRecord[];
  readonly losses?: readonly LossStretch[];
  /** Names and values of what was done, such as settings. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** A part of the report under a heading of its own. */
export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly html: string;
}
