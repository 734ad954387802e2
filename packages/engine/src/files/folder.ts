/** Folders of files on disk, in Node and its like. Written whole or not at all. */
import type * as FileSystem from 'node:fs';
import type * as Path from 'node:path';
import { SekvensError, show } from '@sekvens/core';
import { fileModules } from './file-modules.js';

/** Files by name. */
export type Files = Readonly<Record<string, Uint8Array>>;

/**
 * Writes `files` as the folder `path`. They are written beside it first and put in place by renaming, so that at any
 * moment there is the old folder or the new one, also for a process that is killed and a machine that loses its power: between the two
 * renames {@link readFolder} finds the new one where it waits. A folder that is there is replaced only if it holds nothing but files of
 * these names.
 * @throws code 'io' where the platform refuses, 'invalid-option' where something else is in the way
 */
export function writeFolder(path: string, files: Files): void {
  const { fs, pathModule } = platform(path, 'writing');
  attempt(`writing the folder ${path}`, () => {
    const given = pathModule.resolve(path);
    // a link to a folder stays, and what it leads to is replaced
    const target = fs.existsSync(given) ? fs.realpathSync(given) : given;
    finishReplacing(fs, pathModule, target);
    assertReplaceable(fs, target, path, files);
    const parent = pathModule.dirname(target);
    const made = fs.mkdirSync(parent, { recursive: true });
    let temporary: string | undefined;
    let done = false;
    try {
      temporary = fs.mkdtempSync(`${target}${temporaryMark}`);
      // made inside, since folders of mkdtemp are closed to others
      const fresh = pathModule.join(temporary, 'new');
      const former = pathModule.join(temporary, 'old');
      fs.mkdirSync(fresh);
      for (const [name, bytes] of Object.entries(files)) writeFile(fs, pathModule.join(fresh, name), bytes);
      syncFolder(fs, fresh);
      const replaces = fs.existsSync(target);
      if (replaces) fs.renameSync(target, former);
      try {
        fs.renameSync(fresh, target);
      } catch (error) {
        if (replaces) fs.renameSync(former, target);
        throw error;
      }
      done = true;
      syncFolder(fs, parent);
    } finally {
      if (temporary) fs.rmSync(temporary, { recursive: true, force: true });
      if (!done && made !== undefined) removeEmpty(fs, pathModule, parent, made);
    }
  });
}

/** Removes what writing the folder `path` has left behind in processes that were killed. Nobody else may be writing it. */
export function sweepFolder(path: string): void {
  const { fs, pathModule } = platform(path, 'writing');
  attempt(`removing what is left beside ${path}`, () => {
    const target = pathModule.resolve(path);
    finishReplacing(fs, pathModule, target);
    for (const left of leftBehind(fs, pathModule, target)) fs.rmSync(left, { recursive: true, force: true });
  });
}

/** Removes the folder `path` with all that is in it, if it is there. */
export function removeFolder(path: string): void {
  const { fs } = platform(path, 'removing');
  attempt(`removing ${path}`, () => fs.rmSync(path, { recursive: true, force: true }));
}

/** The names in the folder `path`; none where there is no such folder. */
export function namesIn(path: string): string[] {
  const { fs } = platform(path, 'reading');
  return attempt(`reading ${path}`, () => (fs.existsSync(path) ? fs.readdirSync(path) : []));
}

/** Whether {@link readFolder} finds a folder at `path`. */
export function folderExists(path: string): boolean {
  const { fs, pathModule } = platform(path, 'reading');
  return fs.existsSync(path) || waitingFor(fs, pathModule, pathModule.resolve(path)) !== undefined;
}

/** Whether {@link readFolder} finds a file `name` in the folder `path`. */
export function folderHas(path: string, name: string): boolean {
  const { fs, pathModule } = platform(path, 'reading');
  return fs.existsSync(pathModule.join(waitingFor(fs, pathModule, pathModule.resolve(path)) ?? path, name));
}

/** What follows a folder's name in those of the folders it is written in before it takes its place. */
const temporaryMark = '.new-';

function leftBehind(fs: typeof FileSystem, pathModule: typeof Path, target: string): string[] {
  const parent = pathModule.dirname(target);
  if (!fs.existsSync(parent)) return [];
  const beginning = `${pathModule.basename(target)}${temporaryMark}`;
  return fs.readdirSync(parent).filter((name) => name.startsWith(beginning)).map((name) => pathModule.join(parent, name));
}

/** Where the folder `target` is missing because its process was killed between the two renames: the new folder, which is whole by then. */
function waitingFor(fs: typeof FileSystem, pathModule: typeof Path, target: string): string | undefined {
  if (fs.existsSync(target)) return undefined;
  const found = leftBehind(fs, pathModule, target).find((left) => ['old', 'new'].every((name) => fs.existsSync(pathModule.join(left, name))));
  return found && pathModule.join(found, 'new');
}

function finishReplacing(fs: typeof FileSystem, pathModule: typeof Path, target: string): void {
  const waiting = waitingFor(fs, pathModule, target);
  if (waiting === undefined) return;
  fs.renameSync(waiting, target);
  fs.rmSync(pathModule.dirname(waiting), { recursive: true, force: true });
}

/** Makes names in a folder survive a loss of power; where the platform cannot open folders, it does so by itself. */
function syncFolder(fs: typeof FileSystem, path: string): void {
  let handle: number;
  try {
    handle = fs.openSync(path, 'r');
  } catch {
    return;
  }
  try {
    fs.fsyncSync(handle);
  } catch {
    // the same
  } finally {
    fs.closeSync(handle);
  }
}

function assertReplaceable(fs: typeof FileSystem, target: string, path: string, files: Files): void {
  if (!fs.existsSync(target)) return;
  let got = 'a file';
  if (fs.statSync(target).isDirectory()) {
    const stranger = fs.readdirSync(target, { withFileTypes: true }).find((entry) => !Object.hasOwn(files, entry.name) || entry.isDirectory());
    if (!stranger) return;
    got = `a folder with ${stranger.name} in it`;
  }
  throw new SekvensError({ code: 'invalid-option', where: path, expected: 'a new folder, or a saved model to replace', got, hint: 'Choose another name.' });
}

function writeFile(fs: typeof FileSystem, path: string, bytes: Uint8Array): void {
  const handle = fs.openSync(path, 'wx');
  try {
    fs.writeFileSync(handle, bytes);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Removes the folders from `path` up to `first` as far as they are empty: those a failed write has made. */
function removeEmpty(fs: typeof FileSystem, pathModule: typeof Path, path: string, first: string): void {
  try {
    for (let at = path; at.length >= first.length; at = pathModule.dirname(at)) fs.rmdirSync(at);
  } catch {
    // someone else uses it by now; what is to be told is why the write failed
  }
}

/** How often reading begins again where another process replaces the folder meanwhile. */
const attempts = 20;

/**
 * Reads the files `names` of the folder `path`, with `others` any other files in it, too. `what` says what kind of folder is expected.
 * Files are those of one folder, also while another process replaces it.
 */
export function readFolder<Name extends string>(path: string, names: readonly Name[], what: string, { others = false } = {}): Record<Name, Uint8Array> {
  const { fs, pathModule } = platform(path, 'reading');
  return attempt(`reading ${path}`, () => {
    for (let left = attempts; ; left--) {
      const place = waitingFor(fs, pathModule, pathModule.resolve(path)) ?? path;
      const found = fs.statSync(place, { throwIfNoEntry: false });
      if (!found) throw new SekvensError({ code: 'not-found', where: path, expected: `a folder with ${what}`, got: 'nothing there', hint: 'Check the path.' });
      const isSame = () => left === 0 || fs.statSync(place, { throwIfNoEntry: false })?.ino === found.ino;
      try {
        const entries = found.isDirectory() ? fs.readdirSync(place, { withFileTypes: true }) : undefined;
        const present = new Set(entries?.map(({ name }) => name));
        const missing = names.find((name) => !present.has(name));
        if (missing !== undefined && isSame()) {
          throw new SekvensError({
            code: 'invalid-file', where: path, expected: `a folder with ${what} (${names.join(', ')})`, got: entries ? `one without ${missing}` : 'a file',
            hint: 'Give the folder that was saved, in a run folder the one named model.',
          });
        }
        const more = others ? entries!.filter((entry) => entry.isFile()).map(({ name }) => name) : [];
        const read = (name: string) => {
          const { buffer, byteOffset, byteLength } = fs.readFileSync(pathModule.join(place, name));
          return new Uint8Array(buffer, byteOffset, byteLength);
        };
        const files = Object.fromEntries([...names, ...more].map((name) => [name, read(name)])) as Record<Name, Uint8Array>;
        if (isSame()) return files;
      } catch (error) {
        if (isSame()) throw error;
      }
    }
  });
}

function attempt<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error instanceof SekvensError) throw error;
    throw new SekvensError({ code: 'io', where, expected: 'the platform to allow it', got: error.message, hint: 'Check the path, its permissions and the free space.', cause: error });
  }
}

function platform(path: unknown, verb: string): { fs: typeof FileSystem; pathModule: typeof Path } {
  if (typeof path !== 'string' || path === '') {
    throw new SekvensError({ code: 'invalid-option', where: `${verb} a folder`, expected: 'the path of a folder as a string', got: show(path) });
  }
  const modules = fileModules();
  if (!modules) {
    throw new SekvensError({
      code: 'unsupported', where: `${verb} ${path}`, expected: 'a platform with a file system (Node 20.16 or newer)', got: 'one without',
      hint: 'Use toFiles() and fromFiles(), and store the files where the page can.',
    });
  }
  return modules;
}
