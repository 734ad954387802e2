/** Trains in a worker, so that the page stays what it is meanwhile. One training at a time. */
import { isSekvensError } from '@sekvens/core';
import { describeError } from '../page/describe-error.js';
import { sameData } from './data-choice.js';
import type { DataChoice } from './data-choice.js';
import type { FromWorker, ToWorker } from './messages.js';
import { Pause } from './pause.js';
import { readData } from './read-data.js';
import type { TrainingData } from './read-data.js';
import { runTraining } from './run-training.js';
import type { TrainingSettings } from './training-settings.js';

interface Running {
  readonly run: number;
  readonly abort: AbortController;
  readonly pause: Pause;
}

let running: Running | undefined;
/** What was read last; trainings on the same rows follow each other. */
let last: { readonly choice: DataChoice; readonly data: TrainingData } | undefined;

addEventListener('message', ({ data: message }: MessageEvent<ToWorker>) => {
  if (message.kind === 'read') void read(message.request, message.data);
  else if (message.kind === 'train') void train(message.run, message.data, message.settings);
  else if (running?.run === message.run) {
    if (message.kind === 'pause') running.pause.begin();
    else running.pause.end();
    if (message.kind === 'cancel') running.abort.abort();
  }
});

async function read(request: number, choice: DataChoice): Promise<void> {
  try {
    const { train, test, labels } = await rowsOf(choice, new AbortController().signal);
    const counts = new Map(labels.map((label) => [label, 0]));
    for (const { label } of [...train, ...test]) counts.set(label, counts.get(label)! + 1);
    say({ kind: 'read', request, rows: { train: train.length, test: test.length, labels: [...counts].map(([label, rows]) => ({ label, rows })) } });
  } catch (error) {
    say({ kind: 'unreadable', request, error: describeError(error) });
  }
}

async function rowsOf(choice: DataChoice, signal: AbortSignal): Promise<TrainingData> {
  if (last && sameData(last.choice, choice)) return last.data;
  const data = await readData(choice, signal);
  last = { choice, data };
  return data;
}

async function train(run: number, choice: DataChoice, settings: TrainingSettings): Promise<void> {
  const abort = new AbortController();
  const pause = new Pause();
  running = { run, abort, pause };
  const { signal } = abort;
  try {
    const trained = await runTraining(await rowsOf(choice, signal), settings, { signal, pause }, {
      started: (plan) => say({ run, kind: 'started', plan }),
      progress: (progress, points) => say({ run, kind: 'progress', progress, points }),
      epoch: (log, seconds) => say({ run, kind: 'epoch', log, seconds }),
      paused: () => say({ run, kind: 'paused' }),
      evaluating: () => say({ run, kind: 'evaluating' }),
    });
    say({ run, kind: 'finished', ...trained }, Object.values(trained.files).map(({ buffer }) => buffer as ArrayBuffer));
  } catch (error) {
    say(signal.aborted && isSekvensError(error) && error.code === 'aborted' ? { run, kind: 'cancelled' } : { run, kind: 'failed', error: describeError(error) });
  } finally {
    running = undefined;
  }
}

function say(message: FromWorker, transfer: readonly Transferable[] = []): void {
  postMessage(message, { transfer: [...new Set(transfer)] });
}
