import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { platformError } from '../platform-error.js';
import { usageError } from '../usage-error.js';

/** Refuses a file that cannot be written, before hours of work for it. */
export function assertOutputFile(flag: string, path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) throw usageError(`${flag} ${path}`, 'a file in a folder that exists', `no folder ${folder}`, 'Make it first.');
  if (existsSync(path) && statSync(path).isDirectory()) throw usageError(`${flag} ${path}`, 'the name of a file', 'a folder');
}

/** Writes a file whole or not at all; one of the same name is replaced. */
export function writeOutputFile(flag: string, path: string, content: string | Uint8Array): void {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, content);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw platformError(error, `${flag} ${path}`, 'to write the file', 'Check the free space and the permissions.');
  }
}
