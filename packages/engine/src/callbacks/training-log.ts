/** Rows of a training for the loggers: which columns there are, and when a row is complete. */
import { assertKnownOptions, show, SekvensError } from '@sekvens/core';
import { refuseOption } from '../option-checks.js';
import type { Callback } from '../model/callback.js';
import { openLog } from './log-file.js';
import type { LogFormat, LogTarget } from './log-file.js';

export interface LoggerOptions {
  /** A row an epoch (default), or a row a batch, whose figures are means over the epoch so far. */
  readonly every?: 'epoch' | 'batch';
}

/** Numbers by column; others may be there, too. */
export type LogRow = Readonly<Record<string, number | undefined>>;

/** How a logger writes rows with these columns. */
export interface RowFormat extends LogFormat {
  line(row: LogRow): string;
}

/**
 * A logger. `learningRate` is the rate of the next step when the row is written.
 * @param formatFor the format of rows with these columns; the first one, or the first two with every: 'batch', are the row's place
 */
export function trainingLog(target: LogTarget, options: LoggerOptions, formatFor: (columns: readonly string[], places: number) => RowFormat, where: string): Callback {
  if ((typeof target !== 'string' || target === '') && typeof target !== 'function') {
    throw new SekvensError({ code: 'invalid-option', where: `${where}(target)`, expected: 'the path of a file, or a function of a line', got: show(target) });
  }
  assertKnownOptions(options, ['every'], `${where}(target, options)`);
  const { every = 'epoch' } = options;
  if (every !== 'epoch' && every !== 'batch') throw refuseOption(`${where}({ every })`, "'epoch' or 'batch'", every);
  const perBatch = every === 'batch';
  let columns: readonly string[] = [];
  let write: ((row: LogRow) => void | Promise<void>) | undefined;
  const openAt = (place: readonly number[]): NonNullable<typeof write> => {
    const format = formatFor(columns, place.length);
    const writeLine = openLog(target, format, place, where);
    return (row) => writeLine(format.line(row));
  };
  const callback: Callback = {
    onTrainBegin({ metrics }) {
      const figures = perBatch ? metrics.filter((name) => !name.startsWith('validation')) : metrics;
      columns = perBatch ? ['epoch', 'batch', ...figures, 'learningRate', 'rows', 'tokens'] : ['epoch', ...figures, 'learningRate', 'rows', 'tokens', 'seconds'];
      write = undefined;
    },
  };
  if (perBatch) {
    callback.onBatchEnd = (log, { learningRate }) => (write ??= openAt([log.epoch, log.batch]))({ ...log, learningRate });
  } else {
    callback.onEpochEnd = (log, { learningRate }) => (write ??= openAt([log.epoch]))({ ...log, learningRate });
    // a file that cannot be written should show before the epoch is trained
    callback.onEpochBegin = (epoch) => void (write ??= openAt([epoch]));
  }
  return callback;
}
