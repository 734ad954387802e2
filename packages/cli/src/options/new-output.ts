import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { usageError } from '../usage-error.js';

/** Refuses a place for something new that is taken, unless what is there may be replaced. */
export function assertNewOutput(flag: string, path: string, force: boolean): void {
  const folder = dirname(path);
  if (!existsSync(folder)) throw usageError(`${flag} ${path}`, 'a place in a folder that exists', `no folder ${folder}`, 'Make it first.');
  if (!force && existsSync(path)) throw usageError(`${flag} ${path}`, 'a new name', 'something of that name', 'Choose another name, or replace it with --force.');
}
