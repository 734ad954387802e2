import type { EpochLog, MultiClassEvaluation } from '@sekvens/engine';
import type { ShownError } from '../page/describe-error.js';
import type { CurvePoint } from './curve.js';
import type { DataChoice } from './data-choice.js';
import type { RunMessage, RunPlan, RunProgress } from './messages.js';
import type { TrainingSettings } from './training-settings.js';

export type RunStatus = 'waiting' | 'reading' | 'running' | 'pausing' | 'paused' | 'evaluating' | 'finished' | 'cancelled' | 'failed';

/** One training of this page, from the click that asked for it on. */
export interface Run {
  readonly id: number;
  readonly name: string;
  readonly data: DataChoice;
  readonly settings: TrainingSettings;
  readonly status: RunStatus;
  readonly plan?: RunPlan;
  readonly progress: RunProgress;
  readonly points: readonly CurvePoint[];
  /** With the seconds at which each epoch ended. */
  readonly epochs: readonly (EpochLog & { readonly at: number })[];
  readonly evaluation?: MultiClassEvaluation;
  readonly error?: ShownError;
  /** Among the models of the page. */
  readonly modelId?: string;
}

export function newRun(id: number, name: string, data: DataChoice, settings: TrainingSettings): Run {
  return { id, name, data, settings, status: 'waiting', progress: { step: 0, seconds: 0, tokens: 0 }, points: [], epochs: [] };
}

/** The run after a message of the worker. */
export function runAfter(run: Run, message: RunMessage): Run {
  switch (message.kind) {
    case 'started':
      return { ...run, status: run.status === 'pausing' ? 'pausing' : 'running', plan: message.plan };
    case 'progress':
      return { ...run, progress: message.progress, points: [...run.points, ...message.points] };
    case 'epoch':
      return { ...run, epochs: [...run.epochs, { ...message.log, at: message.seconds }] };
    case 'finished':
      return { ...run, status: 'finished', progress: message.progress, points: [...run.points, ...message.points], evaluation: message.evaluation };
    case 'failed':
      return { ...run, status: 'failed', error: message.error };
    case 'paused':
    case 'evaluating':
    case 'cancelled':
      return { ...run, status: message.kind };
  }
}

/** Whether it is at work, or would be if it were not paused. */
export function isUnderWay({ status }: Run): boolean {
  return ['reading', 'running', 'pausing', 'paused', 'evaluating'].includes(status);
}

/** Whether nothing will happen to it any more. */
export function isOver({ status }: Run): boolean {
  return ['finished', 'cancelled', 'failed'].includes(status);
}
