/** The trainings of this page, and the worker that does them one after the other. */
import { batch, signal } from '@preact/signals';
import { TextClassifier } from '@sekvens/engine';
import { addModel, removeModel } from '../model/active-model.js';
import { describeError } from '../page/describe-error.js';
import { percent } from '../page/figures.js';
import { describeData } from './data-choice.js';
import type { DataChoice } from './data-choice.js';
import type { RunMessage } from './messages.js';
import { isOver, isUnderWay, newRun, runAfter } from './run.js';
import type { Run, RunStatus } from './run.js';
import type { TrainingSettings } from './training-settings.js';
import { onRunMessage, onWorkerLost, tell } from './training-channel.js';

export const runs = signal<readonly Run[]>([]);
/** Whose evaluation is shown. */
export const shownRun = signal<number | undefined>(undefined);

let begun = 0;

/** Has this page hear of its trainings. */
export function listenToRuns(): void {
  onRunMessage(hear);
  onWorkerLost((error) => {
    const lost = runs.value.find(isUnderWay);
    if (lost) hear({ run: lost.id, kind: 'failed', error });
  });
}

/** Trains, at once or when the trainings before it have ended. */
export function train(name: string, data: DataChoice, settings: TrainingSettings): void {
  begun += 1;
  runs.value = [...runs.value, newRun(begun, name, data, settings)];
  beginNext();
}

export function pause(id: number): void {
  setStatus(id, 'pausing');
  tell({ kind: 'pause', run: id });
}

export function resume(id: number): void {
  setStatus(id, 'running');
  tell({ kind: 'resume', run: id });
}

/** Ends a training that is under way, or takes one that waits out of the queue. */
export function cancel(id: number): void {
  if (runs.value.find((run) => run.id === id)?.status === 'waiting') setStatus(id, 'cancelled');
  else tell({ kind: 'cancel', run: id });
}

/** Forgets a training that is over, and its model. */
export function remove(id: number): void {
  const gone = runs.value.find((run) => run.id === id);
  batch(() => {
    if (gone?.modelId) removeModel(gone.modelId);
    if (shownRun.value === id) shownRun.value = undefined;
    runs.value = runs.value.filter((run) => run.id !== id);
  });
}

function beginNext(): void {
  if (runs.value.some(isUnderWay)) return;
  const next = runs.value.find(({ status }) => status === 'waiting');
  if (!next) return;
  setStatus(next.id, 'reading');
  tell({ kind: 'train', run: next.id, data: next.data, settings: next.settings });
}

function hear(message: RunMessage): void {
  batch(() => {
    change(message.run, (run) => runAfter(run, message));
    if (message.kind === 'finished') keepModel(message.run, message);
    if (runs.value.some((run) => run.id === message.run && isOver(run))) beginNext();
  });
}

function keepModel(id: number, { files, evaluation }: Extract<RunMessage, { kind: 'finished' }>): void {
  try {
    const classifier = TextClassifier.fromFiles(files);
    change(id, (run) => {
      const origin = `Trained here on ${describeData(run.data)}: ${percent(evaluation.accuracy)} of the rows held out are right.`;
      return { ...run, modelId: addModel(`${run.name} (run ${id})`, origin, classifier, false).id };
    });
    shownRun.value ??= id;
  } catch (error) {
    change(id, (run) => ({ ...run, error: describeError(error) }));
  }
}

function setStatus(id: number, status: RunStatus): void {
  change(id, (run) => ({ ...run, status }));
}

function change(id: number, changed: (run: Run) => Run): void {
  runs.value = runs.value.map((run) => (run.id === id ? changed(run) : run));
}
