import { isSekvensError, SekvensError } from '@sekvens/core';
import type { TrainRun } from './train-run.js';

/** The command that goes on with a run, as a shell takes it. */
export function resumeCommand({ folder: { path }, paths }: TrainRun): string {
  const quoted = /^[\w./\\:-]+$/.test(path) ? path : JSON.stringify(path);
  return `sekvens train --resume ${quoted}${paths.includes('-') ? ' < (the same data)' : ''}`;
}

/** An error that ended a run, with where its last checkpoint is. */
export function withCheckpoint(error: unknown, run: TrainRun): unknown {
  if (!isSekvensError(error) || !run.folder.hasCheckpoint) return error;
  const { code, where, expected, got, hint } = error;
  if (code !== 'diverged' && code !== 'io') return error;
  const more = code === 'diverged' ? `The last checkpoint is kept, and can be used as a model: ${run.folder.last}.` : `The last checkpoint is kept; go on from it with: ${resumeCommand(run)}`;
  return new SekvensError({ code, where, expected, got, hint: hint === undefined ? more : `${hint} ${more}`, cause: error });
}
