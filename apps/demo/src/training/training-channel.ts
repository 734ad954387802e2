/** The worker that trains, started when it is first needed and again after it was lost. */
import type { ShownError } from '../page/describe-error.js';
import type { DataMessage, FromWorker, RunMessage, ToWorker } from './messages.js';

let worker: Worker | undefined;
let runListener: (message: RunMessage) => void = () => undefined;
let dataListener: (message: DataMessage) => void = () => undefined;
let lossListeners: readonly ((error: ShownError) => void)[] = [];

export function tell(message: ToWorker): void {
  worker ??= startWorker();
  worker.postMessage(message);
}

export function onRunMessage(listener: (message: RunMessage) => void): void {
  runListener = listener;
}

export function onDataMessage(listener: (message: DataMessage) => void): void {
  dataListener = listener;
}

export function onWorkerLost(listener: (error: ShownError) => void): void {
  lossListeners = [...lossListeners, listener];
}

function startWorker(): Worker {
  const started = new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if ('run' in data) runListener(data);
    else dataListener(data);
  });
  // A worker that could not be loaded or has run out of memory takes its training with it, and no other.
  started.addEventListener('error', (event) => {
    event.preventDefault();
    started.terminate();
    worker = undefined;
    for (const lost of lossListeners) {
      lost({ message: `The worker that trains has ended: ${event.message || 'it could not be started'}.`, hint: 'A smaller network or smaller batches need less memory.' });
    }
  });
  return started;
}
