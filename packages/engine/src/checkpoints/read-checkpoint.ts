import { folderExists, readFolder } from '../files/folder.js';
import type { Files } from '../files/folder.js';
import { checkpointFileNames } from './checkpoint-files.js';

/**
 * Reads a checkpoint's folder as files by name, those of a classifier among them. A folder that was being replaced when its process was
 * killed is read as it was meant to be.
 * @throws code 'not-found', 'invalid-file' where files are missing, 'io'
 */
export function readCheckpoint(path: string): Files {
  return readFolder(path, checkpointFileNames, 'a checkpoint', { others: true });
}

/** Whether there is a folder that {@link readCheckpoint} can read. */
export function checkpointExists(path: string): boolean {
  return folderExists(path);
}
