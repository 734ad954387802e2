import type { Callback } from '../model/callback.js';
import type { LogTarget } from './log-file.js';
import { trainingLog } from './training-log.js';
import type { LoggerOptions } from './training-log.js';

/**
 * Writes a CSV row an epoch, or a batch, under a header: epoch (and batch) from 0, the figures the training has, learningRate, rows, tokens,
 * and seconds for an epoch. learningRate is that of the next step; before callbacks that set it in the list, a logger has the rate of the
 * epoch that ended. `target` is the path of a file, in Node, or a function that takes a line without its end, anywhere.
 *
 * A training that begins anew replaces the rows in the file; one that goes on at a later epoch or batch replaces those from there on and keeps
 * the others, so that each is there once. A file that is no such log is not touched.
 * @throws with the first row: code 'invalid-file' for another file, 'io' where it cannot be written, 'unsupported' without a file system
 */
export function csvLogger(target: LogTarget, options: LoggerOptions = {}): Callback {
  return trainingLog(target, options, (columns, places) => ({
    header: columns.join(','),
    // numbers need no quotes
    line: (row) => columns.map((name) => row[name] ?? '').join(','),
    placeOf: (line) => (/^\d+,/.test(line) ? line.split(',', places).map(Number) : undefined),
    isLog: (first) => first.startsWith('epoch,'),
  }), 'csvLogger');
}
