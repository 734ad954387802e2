import { closeSync, existsSync, fsyncSync, mkdirSync, mkdtempSync, openSync, readdirSync, renameSync, rmdirSync, rmSync, statfsSync, statSync, chmodSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SekvensError } from '@sekvens/core';
import { platformError } from '../platform-error.js';
import { usageError } from '../usage-error.js';

const defaultParent = 'runs';
const defaultName = 'train';

/**
 * The folder of a run. Everything is written into a hidden folder beside it, which takes its name when it is complete:
 * whatever happens before, nothing half-written is left.
 */
export class RunFolder {
  private constructor(
    /** Where files are written to before they are complete. */
    readonly stage: string,
    private readonly target: string | undefined,
    private readonly parent: string,
    /** The highest folder that had to be made for it. */
    private readonly made: string | undefined,
  ) {}

  /**
   * Makes sure that the folder can be written, before anything else is done.
   *
   * @param out the folder; without one it is the next of runs/train-1, runs/train-2, …
   */
  static open(out: string | undefined): RunFolder {
    const parent = out === undefined ? defaultParent : dirname(out);
    if (out !== undefined) assertFree(out);
    let made: string | undefined;
    try {
      made = mkdirSync(parent, { recursive: true });
      const stage = mkdtempSync(join(parent, '.sekvens-'));
      const folder = new RunFolder(stage, out, parent, made);
      try {
        folder.write('arguments.json', '');
      } catch (error) {
        folder.discard();
        throw error;
      }
      return folder;
    } catch (error) {
      removeEmpty(made, parent);
      throw platformError(error, `--out ${out ?? parent}`, 'a place that can be written to', 'Choose another folder with --out.');
    }
  }

  /** @throws code 'io' where the disk has less room than `bytes` */
  requireSpace(bytes: number): void {
    const { bavail, bsize } = statfsSync(this.stage);
    const free = bavail * bsize;
    if (free >= bytes) return;
    const megabytes = (n: number): string => `${Math.ceil(n / 1e6).toLocaleString('en')} MB`;
    throw new SekvensError({
      code: 'io', where: `--out ${this.target ?? this.parent}`, expected: `room for ${megabytes(bytes)}`, got: `${megabytes(free)} free`, hint: 'Make room, or choose another disk with --out.',
    });
  }

  write(name: string, content: string): void {
    const file = join(this.stage, name);
    try {
      const handle = openSync(file, 'w');
      try {
        writeFileSync(handle, content);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    } catch (error) {
      throw platformError(error, `--out ${this.target ?? this.parent}`, `to write ${name}`, 'Check the free space and the permissions.');
    }
  }

  /** Gives the folder its name, and returns it. Where somebody else has taken the name meanwhile, the next free one is used. */
  commit(): string {
    try {
      chmodSync(this.stage, 0o755);
      for (const path of this.names()) {
        if (existsSync(path) && !isEmptyFolder(path)) continue;
        // Windows renames onto nothing that exists; elsewhere this only repeats what renaming does
        if (existsSync(path)) rmdirSync(path);
        try {
          renameSync(this.stage, path);
          return path;
        } catch (error) {
          if (!existsSync(path)) throw error;
        }
      }
      throw new Error('every name is taken');
    } catch (error) {
      throw platformError(error, `--out ${this.target ?? this.parent}`, 'to put the finished folder in place');
    }
  }

  /** Removes what was written, and the folders made for it. Does nothing after {@link commit}. */
  discard(): void {
    if (!existsSync(this.stage)) return;
    rmSync(this.stage, { recursive: true, force: true });
    removeEmpty(this.made, this.parent);
  }

  private *names(): Generator<string> {
    if (this.target === undefined) {
      for (let n = nextNumber(this.parent); ; n++) yield join(this.parent, `${defaultName}-${n}`);
    }
    yield this.target;
    for (let n = 2; ; n++) yield `${this.target}-${n}`;
  }
}

function assertFree(out: string): void {
  if (!existsSync(out) || isEmptyFolder(out)) return;
  const got = statSync(out).isDirectory() ? `a folder with ${readdirSync(out).sort()[0]} in it` : 'a file';
  throw usageError(`--out ${out}`, 'a new folder', got, `Choose another name, or remove ${basename(out)} first.`);
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}

/** One more than the highest number in use, so that later runs have higher ones. */
function nextNumber(parent: string): number {
  const numbers = readdirSync(parent).map((name) => Number(new RegExp(`^${defaultName}-(\\d+)$`).exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}

/** Removes `folder` and what leads from `made` to it, as long as it is empty. */
function removeEmpty(made: string | undefined, folder: string): void {
  if (made === undefined) return;
  try {
    for (let path = folder; ; path = dirname(path)) {
      rmdirSync(path);
      if (path === made || dirname(path) === path || join(path) === join(made)) return;
    }
  } catch {
    // something else is in there by now, or it is gone already
  }
}
