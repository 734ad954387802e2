import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from './bundle.js';

export interface ProgramOptions {
  /** The node to run it with. Default: this one. */
  readonly node?: string;
  /** Options of that node. */
  readonly flags?: readonly string[];
  /** Default esm. */
  readonly format?: 'esm' | 'cjs';
}

/** What `source`, a program in packages/engine/test, prints when it runs as one file in a process of its own. It has to end by itself, and well. */
export async function runProgram(source: string, { node = process.execPath, flags = [], format = 'esm' }: ProgramOptions = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sekvens-program-'));
  try {
    const file = join(folder, format === 'esm' ? 'program.mjs' : 'program.cjs');
    await writeFile(file, await bundle(source, format));
    const { stdout } = await promisify(execFile)(node, [...flags, file], { cwd: folder });
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}
