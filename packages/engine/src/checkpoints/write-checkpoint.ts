import { writeFolder } from '../files/folder.js';
import type { Files } from '../files/folder.js';

/**
 * Writes a checkpoint as the folder `path`, in place of a former one. At any moment there is the former one or the new one, whole, also for a
 * process that is killed.
 * @throws code 'io' where the platform refuses, 'invalid-option' where something else is in the way
 */
export function writeCheckpoint(path: string, files: Files): void {
  writeFolder(path, files);
}
