import { SekvensError } from '@sekvens/core';
import type { Files } from '../files/folder.js';
import { assertSameCallbacks } from '../model/assert-callbacks.js';
import type { Callback } from '../model/callback.js';
import { checkpointFromFiles } from './checkpoint-files.js';
import type { Checkpoint } from './checkpoint-files.js';
import { readCheckpoint } from './read-checkpoint.js';
import { assertSameSetup } from './training-setup.js';
import type { TrainingSetup } from './training-setup.js';

export interface Resumed extends Checkpoint {
  /** The file of its numbers, for errors. */
  readonly file: string;
}

/**
 * The checkpoint in a folder or in files, if it is one of this training.
 * @param name how files are called in errors
 * @throws code 'invalid-option' for other options, model or callbacks, 'invalid-data' for other data, 'invalid-file' for files that are damaged
 */
export function resumedFrom(resumeFrom: string | Files, setup: TrainingSetup, callbacks: readonly Callback[], batchCount: number | undefined, name = 'resumeFrom'): Resumed {
  const where = 'fit({ resumeFrom })';
  const [files, place] = typeof resumeFrom === 'string' ? [readCheckpoint(resumeFrom), resumeFrom] : [resumeFrom, name];
  const checkpoint = checkpointFromFiles(files, place);
  assertSameSetup(setup, checkpoint.setup, where, `${place}/checkpoint.json`);
  assertSameCallbacks(callbacks, checkpoint.callbacks, where);
  const { epoch, batch } = checkpoint.course;
  if (epoch > setup.options.epochs || batch > (batchCount ?? Infinity)) {
    throw new SekvensError({ code: 'invalid-file', where: `${place}/checkpoint.json`, expected: 'a place in the training', got: `epoch ${epoch + 1}, batch ${batch}`, hint: 'The checkpoint is damaged; use another one.' });
  }
  return { ...checkpoint, file: `${place}/state.safetensors` };
}
