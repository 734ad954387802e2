import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SekvensError } from '@sekvens/core';
import { checkpointExists } from '@sekvens/engine';
import { platformError } from '../platform-error.js';
import { usageError } from '../usage-error.js';

const defaultParent = 'runs';
const defaultName = 'train';
/** The file that a run folder has until everything is in it. */
const mark = 'unfinished.json';

/**
 * The folder of a run, there from its beginning. As long as it has a file unfinished.json, which says how the run was begun, the run has not
 * ended: it goes on from there. Without a checkpoint to go on from nothing is left of a run that fails.
 */
export class RunFolder {
  private isFinished = false;

  private constructor(
    readonly path: string,
    /** What is to be undone where nothing comes of the run: 'nothing' for one that was begun before. */
    private readonly undoing: 'nothing' | 'files' | 'folder',
    /** The highest folder above it that had to be made. */
    private readonly made?: string,
  ) {}

  /**
   * Makes the folder, before anything else is done.
   *
   * @param out the folder; without one it is the next of runs/train-1, runs/train-2, …
   * @param begun what is needed to go on with the run, as JSON
   */
  static open(out: string | undefined, begun: unknown): RunFolder {
    if (out !== undefined) assertFree(out);
    const parent = out === undefined ? defaultParent : dirname(out);
    const isThere = out !== undefined && existsSync(out);
    let made: string | undefined;
    let folder: RunFolder | undefined;
    try {
      made = mkdirSync(parent, { recursive: true });
      if (out !== undefined && !isThere) mkdirSync(out);
      folder = new RunFolder(out ?? makeNext(parent), isThere ? 'files' : 'folder', made);
      folder.remember(begun);
      return folder;
    } catch (error) {
      if (folder) folder.discard();
      else if (made !== undefined) removeEmpty(made, parent);
      throw platformError(error, `--out ${out ?? parent}`, 'a place that can be written to', 'Choose another folder with --out.');
    }
  }

  /** The folder of a run that has not ended, and what it was begun with. */
  static reopen(path: string): { folder: RunFolder; begun: unknown } {
    const where = `--resume ${path}`;
    if (!existsSync(path)) throw new SekvensError({ code: 'not-found', where, expected: 'the folder of a run', got: 'nothing there', hint: 'Check the path.' });
    if (!existsSync(join(path, mark))) {
      const model = join(path, 'model');
      if (existsSync(join(path, 'arguments.json'))) throw usageError(where, 'a run that has not ended', 'one that is complete', `Its model is ${model}.`);
      throw usageError(where, `the folder of a run that has not ended, with ${mark} in it`, 'something else', 'Give the folder that was given as --out, or runs/train-… .');
    }
    const folder = new RunFolder(path, 'nothing');
    try {
      // what a process that was killed has left of files it was writing
      for (const name of readdirSync(path)) if (name.startsWith('model.new-') || name.endsWith('.new')) rmSync(join(path, name), { recursive: true, force: true });
      return { folder, begun: JSON.parse(readFileSync(join(path, mark), 'utf8')) };
    } catch (error) {
      if (error instanceof SyntaxError) throw new SekvensError({ code: 'invalid-file', where: join(path, mark), expected: 'JSON text', got: 'something else', hint: 'The file is damaged; begin a new run.', cause: error });
      throw platformError(error, where, 'to read it');
    }
  }

  /** Where checkpoints are. */
  get checkpoints(): string {
    return join(this.path, 'checkpoint');
  }

  /** The newest checkpoint. */
  get last(): string {
    return join(this.checkpoints, 'last');
  }

  get hasCheckpoint(): boolean {
    return checkpointExists(this.last);
  }

  /** @throws code 'io' where the disk has less room than `bytes` */
  requireSpace(bytes: number): void {
    const { bavail, bsize } = statfsSync(this.path);
    const free = bavail * bsize;
    if (free >= bytes) return;
    const megabytes = (n: number): string => `${Math.ceil(n / 1e6).toLocaleString('en')} MB`;
    throw new SekvensError({
      code: 'io', where: `--out ${this.path}`, expected: `room for ${megabytes(bytes)}`, got: `${megabytes(free)} free`, hint: 'Make room, or choose another disk with --out.',
    });
  }

  /** Writes a file, whole or not at all. */
  write(name: string, content: string): void {
    const file = join(this.path, name);
    try {
      const handle = openSync(`${file}.new`, 'w');
      try {
        writeFileSync(handle, content);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(`${file}.new`, file);
    } catch (error) {
      throw platformError(error, `--out ${this.path}`, `to write ${name}`, 'Check the free space and the permissions.');
    }
  }

  /** Replaces what is needed to go on with the run. */
  remember(begun: unknown): void {
    this.write(mark, `${JSON.stringify(begun, null, 2)}\n`);
  }

  /** Says that everything is in the folder; the last checkpoint has no use any more. */
  finish(): void {
    try {
      rmSync(join(this.path, mark));
    } catch (error) {
      throw platformError(error, `--out ${this.path}`, 'the folder of the run as it was', 'Something else has changed or removed it while the training ran.');
    }
    this.isFinished = true;
    rmSync(this.last, { recursive: true, force: true });
    if (existsSync(this.checkpoints) && readdirSync(this.checkpoints).length === 0) rmdirSync(this.checkpoints);
  }

  /** Removes what was written, and the folders made for it: of a run that was begun here, has not ended and cannot go on. */
  discard(): void {
    const { path, undoing, made } = this;
    if (undoing === 'nothing' || this.isFinished || !existsSync(path) || this.hasCheckpoint) return;
    if (undoing === 'files') for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true, force: true });
    else rmSync(path, { recursive: true, force: true });
    if (undoing === 'folder' && made !== undefined) removeEmpty(made, dirname(path));
  }
}

/** Makes the next folder that nobody has: one above the highest number in use, so that later runs have higher ones. */
function makeNext(parent: string): string {
  const numbers = readdirSync(parent).map((name) => Number(new RegExp(`^${defaultName}-(\\d+)$`).exec(name)?.[1] ?? 0));
  for (let n = Math.max(0, ...numbers) + 1; ; n++) {
    const path = join(parent, `${defaultName}-${n}`);
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
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

/** Removes `folder` and what leads from `made` to it, as long as it is empty. */
function removeEmpty(made: string, folder: string): void {
  try {
    for (let path = folder; ; path = dirname(path)) {
      rmdirSync(path);
      if (path === made || dirname(path) === path || join(path) === join(made)) return;
    }
  } catch {
    // something else is in there by now, or it is gone already
  }
}
