import type { Callback } from '../model/callback.js';
import type { LogTarget } from './log-file.js';
import { trainingLog } from './training-log.js';
import type { LoggerOptions } from './training-log.js';

/**
 * Writes a line of JSON an epoch, or a batch: an object with the columns of {@link csvLogger}; a number that is not finite is null.
 * Target, going on and errors are as there.
 */
export function jsonlLogger(target: LogTarget, options: LoggerOptions = {}): Callback {
  return trainingLog(target, options, (columns, places) => {
    const placeOf = (line: string): number[] | undefined => {
      const row = parsed(line);
      const place = columns.slice(0, places).map((name) => row?.[name]);
      return place.every((index): index is number => typeof index === 'number') ? place : undefined;
    };
    return { header: undefined, line: (row) => JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]]))), placeOf, isLog: (first) => typeof parsed(first)?.epoch === 'number' };
  }, 'jsonlLogger');
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
