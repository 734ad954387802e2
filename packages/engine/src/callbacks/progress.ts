import { assertKnownOptions } from '@sekvens/core';
import { assertSettings, refuseOption } from '../option-checks.js';
import type { BatchLog, Callback, EpochLog } from '../model/callback.js';

export interface ProgressOptions {
  /** Takes text, with the ends of lines in it. Default: standard output in Node, else the console, a line at a time. */
  readonly write?: (text: string) => void;
  /** Whether a line may be written over again, as on a terminal. Default: whether standard output is one; false with `write`. */
  readonly live?: boolean;
}

/** Milliseconds between two pictures of the live line. */
const framePause = 100;
/** Begins the line anew and erases what is on it. */
const erase = '\r\u001b[K';

interface StandardOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Prints a line an epoch; where a line may be written over again, also how far the epoch is. */
export function progress(options: ProgressOptions = {}): Callback {
  const where = 'progress';
  assertKnownOptions(options, ['write', 'live'], `${where}(options)`);
  const { stdout } = (globalThis as { process?: { stdout?: StandardOutput } }).process ?? {};
  const { write = defaultWrite(stdout), live = options.write === undefined && stdout?.isTTY === true } = options;
  if (typeof write !== 'function') throw refuseOption(`${where}.write`, 'a function of a text', write);
  assertSettings({ live }, { live: 'flag' }, {}, where);
  let epochs = 0;
  let began = 0;
  let shown = 0;
  const callback: Callback = {
    onTrainBegin(control) {
      ({ epochs } = control);
      began = shown = performance.now();
    },
    onEpochBegin() {
      began = shown = performance.now();
    },
    onEpochEnd(log) {
      const { epoch, validationLoss, validationAccuracy, seconds } = log;
      const parts = [...figures(epoch, epochs, log)];
      if (validationLoss !== undefined) parts.push(`validation loss ${validationLoss.toFixed(4)}`);
      if (validationAccuracy !== undefined) parts.push(`validation accuracy ${percent(validationAccuracy)}`);
      parts.push(speed(log, seconds), `${seconds.toFixed(1)} s`);
      write(`${live ? erase : ''}${parts.join('  ')}\n`);
    },
    onDivergence() {
      if (live) write(erase);
    },
  };
  if (live) {
    callback.onBatchEnd = (log) => {
      const now = performance.now();
      if (now - shown < framePause) return;
      shown = now;
      const { epoch, batch, batchCount } = log;
      const [name, ...others] = figures(epoch, epochs, log);
      const done = batchCount === undefined ? `batch ${batch + 1}` : `${Math.floor((100 * (batch + 1)) / batchCount)} %`;
      const line = [name, done, ...others, speed(log, (now - began) / 1000)].join('  ');
      // a line that wraps could not be erased
      write(`${erase}${line.slice(0, (stdout?.columns ?? 80) - 1)}`);
    };
  }
  return callback;
}

function* figures(epoch: number, epochs: number, { loss, accuracy }: BatchLog | EpochLog): Iterable<string> {
  yield `epoch ${epoch + 1}/${epochs}`;
  yield `loss ${loss.toFixed(4)}`;
  if (accuracy !== undefined) yield `accuracy ${percent(accuracy)}`;
}

function speed({ tokens }: BatchLog | EpochLog, seconds: number): string {
  return `${Math.round(tokens / Math.max(seconds, 1e-9)).toLocaleString('en')} tokens/s`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function defaultWrite(stdout: StandardOutput | undefined): (text: string) => void {
  if (stdout) return (text) => void stdout.write(text);
  return (text) => console.log(text.replace(/\n$/, ''));
}
