import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs one of the Python scripts of peers/ and returns the JSON of the last line it prints. */
export async function peerPython<T>(python: string, script: string, args: readonly string[]): Promise<T> {
  const path = fileURLToPath(new URL(`./peers/${script}`, import.meta.url));
  const { stdout } = await promisify(execFile)(python, [path, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as T;
}
