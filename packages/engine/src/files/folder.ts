/** Folders of files on disk, in Node and its like. Written whole or not at all. */
import type * as FileSystem from 'node:fs';
import type * as Path from 'node:path';
import { SekvensError, show } from '@sekvens/core';
import { fileModules } from './file-modules.js';

/** Files by name. */
export type Files = Readonly<Record<string, Uint8Array>>;

/**
 * Writes `files` as the folder `path`. They are written beside it first and put in place by renaming, so that at any
 * moment there is the old folder or the new one. A folder that is there is replaced only if it holds nothing but files of these names.
 * @throws code 'io' where the platform refuses, 'invalid-option' where something else is in the way
 */
export function writeFolder(path: string, files: Files): void {
  const { fs, pathModule } = platform(path, 'writing');
  attempt(`writing the folder ${path}`, () => {
    const given = pathModule.resolve(path);
    // a link to a folder stays, and what it leads to is replaced
    const target = fs.existsSync(given) ? fs.realpathSync(given) : given;
    assertReplaceable(fs, target, path, files);
    const parent = pathModule.dirname(target);
    const made = fs.mkdirSync(parent, { recursive: true });
    let temporary: string | undefined;
    let done = false;
    try {
      temporary = fs.mkdtempSync(`${target}.new-`);
      // made inside, since folders of mkdtemp are closed to others
      const fresh = pathModule.join(temporary, 'new');
      const former = pathModule.join(temporary, 'old');
      fs.mkdirSync(fresh);
      for (const [name, bytes] of Object.entries(files)) writeFile(fs, pathModule.join(fresh, name), bytes);
      const replaces = fs.existsSync(target);
      if (replaces) fs.renameSync(target, former);
      try {
        fs.renameSync(fresh, target);
      } catch (error) {
        if (replaces) fs.renameSync(former, target);
        throw error;
      }
      done = true;
    } finally {
      if (temporary) fs.rmSync(temporary, { recursive: true, force: true });
      if (!done && made !== undefined) removeEmpty(fs, pathModule, parent, made);
    }
  });
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

/** Reads the files `names` of the folder `path`. `what` says what kind of folder is expected. */
export function readFolder<Name extends string>(path: string, names: readonly Name[], what: string): Record<Name, Uint8Array> {
  const { fs, pathModule } = platform(path, 'reading');
  return attempt(`reading ${path}`, () => {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    if (!found) throw new SekvensError({ code: 'not-found', where: path, expected: `a folder with ${what}`, got: 'nothing there', hint: 'Check the path.' });
    const present = found.isDirectory() ? new Set(fs.readdirSync(path)) : undefined;
    const missing = names.find((name) => !present?.has(name));
    if (missing !== undefined) {
      throw new SekvensError({
        code: 'invalid-file', where: path, expected: `a folder with ${what} (${names.join(', ')})`, got: present ? `one without ${missing}` : 'a file',
        hint: 'Give the folder that was saved, in a run folder the one named model.',
      });
    }
    const read = (name: Name) => {
      const { buffer, byteOffset, byteLength } = fs.readFileSync(pathModule.join(path, name));
      return new Uint8Array(buffer, byteOffset, byteLength);
    };
    return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, Uint8Array>;
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
