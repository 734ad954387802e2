/** What the page and the worker that trains say to each other. */
import type { EpochLog, Files, MultiClassEvaluation } from '@sekvens/engine';
import type { ShownError } from '../page/describe-error.js';
import type { CurvePoint } from './curve.js';
import type { DataChoice } from './data-choice.js';
import type { TrainingSettings } from './training-settings.js';

export type ToWorker =
  | { readonly kind: 'read'; readonly request: number; readonly data: DataChoice }
  | { readonly kind: 'train'; readonly run: number; readonly data: DataChoice; readonly settings: TrainingSettings }
  | { readonly kind: 'pause' | 'resume' | 'cancel'; readonly run: number };

/** What is known when a training begins. */
export interface RunPlan {
  readonly trainRows: number;
  readonly testRows: number;
  readonly labels: number;
  readonly vocabulary: number;
  readonly parameters: number;
  readonly steps: number;
  /** Share of padding in the batches of the first epoch, whether it is computed or not. */
  readonly padding: number;
}

/** How far a training is. Time that it was paused for does not count. */
export interface RunProgress {
  readonly step: number;
  readonly seconds: number;
  /** Tokens of the texts, padding not counted, over all epochs. */
  readonly tokens: number;
}

export interface RowsSummary {
  readonly train: number;
  readonly test: number;
  /** Rows of each label, those held out included. */
  readonly labels: readonly { readonly label: string; readonly rows: number }[];
}

export type DataMessage = { readonly request: number } & ({ readonly kind: 'read'; readonly rows: RowsSummary } | { readonly kind: 'unreadable'; readonly error: ShownError });

export type RunMessage = { readonly run: number } & (
  | { readonly kind: 'started'; readonly plan: RunPlan }
  | { readonly kind: 'progress'; readonly progress: RunProgress; readonly points: readonly CurvePoint[] }
  | { readonly kind: 'epoch'; readonly log: EpochLog; readonly seconds: number }
  | { readonly kind: 'paused' | 'evaluating' | 'cancelled' }
  | { readonly kind: 'finished'; readonly progress: RunProgress; readonly points: readonly CurvePoint[]; readonly files: Files; readonly evaluation: MultiClassEvaluation }
  | { readonly kind: 'failed'; readonly error: ShownError }
);

export type FromWorker = DataMessage | RunMessage;
