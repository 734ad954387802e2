/** Folders of files on disk, in Node and its like. Written whole or not at all. */
import type * as FileSystem from 'node:fs';
import type * as Path from 'node:path';
import { SekvensError } from '@sekvens/core';

/** Files by name. */
export type Files = Readonly<Record<string, Uint8Array>>;

/**
 * Writes `files` as the folder `path`. They are written beside it first and put in place by renaming, so that at any
 * moment there is the old folder or the new one. A folder that is there is replaced only if it holds nothing but files of these names.
 * @throws code 'io' where the platform refuses, 'invalid-option' where something else is in the way
 */
export function writeFolder(path: string, files: Files): void {
  const { fs, pathModule } = platform(`writing ${path}`);
  const target = pathModule.resolve(path);
  attempt(`writing the folder ${path}`, () => {
    const there = fs.existsSync(target) ? (fs.statSync(target).isDirectory() ? fs.readdirSync(target) : undefined) : [];
    const stranger = there?.find((name) => !Object.hasOwn(files, name));
    if (!there || stranger !== undefined) {
      throw new SekvensError({
        code: 'invalid-option', where: path, expected: 'a new folder, or a saved model to replace', got: there ? `a folder with ${stranger} in it` : 'a file', hint: 'Choose another name.',
      });
    }
    fs.mkdirSync(pathModule.dirname(target), { recursive: true });
    const temporary = fs.mkdtempSync(`${target}.new-`);
    const former = `${temporary}.old`;
    try {
      for (const [name, bytes] of Object.entries(files)) {
        const handle = fs.openSync(pathModule.join(temporary, name), 'wx');
        try {
          fs.writeFileSync(handle, bytes);
          fs.fsyncSync(handle);
        } finally {
          fs.closeSync(handle);
        }
      }
      fs.chmodSync(temporary, 0o755);
      if (fs.existsSync(target)) fs.renameSync(target, former);
      fs.renameSync(temporary, target);
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
      if (!fs.existsSync(target) && fs.existsSync(former)) fs.renameSync(former, target);
      fs.rmSync(former, { recursive: true, force: true });
    }
  });
}

/** Reads the files `names` of the folder `path`. `what` says what kind of folder is expected. */
export function readFolder<Name extends string>(path: string, names: readonly Name[], what: string): Record<Name, Uint8Array> {
  const { fs, pathModule } = platform(`reading ${path}`);
  if (!fs.existsSync(path)) throw new SekvensError({ code: 'not-found', where: path, expected: `a folder with ${what}`, got: 'nothing there', hint: 'Check the path.' });
  const missing = names.find((name) => !fs.existsSync(pathModule.join(path, name)));
  if (missing !== undefined) {
    throw new SekvensError({
      code: 'invalid-file', where: path, expected: `a folder with ${what} (${names.join(', ')})`, got: fs.statSync(path).isDirectory() ? `one without ${missing}` : 'a file',
      hint: 'Give the folder that was saved, in a run folder the one named model.',
    });
  }
  return attempt(`reading ${path}`, () => Object.fromEntries(names.map((name) => [name, new Uint8Array(fs.readFileSync(pathModule.join(path, name)))])) as Record<Name, Uint8Array>);
}

function attempt<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error instanceof SekvensError) throw error;
    throw new SekvensError({ code: 'io', where, expected: 'the platform to allow it', got: error.message, hint: 'Check the path, its permissions and the free space.', cause: error });
  }
}

function platform(where: string): { fs: typeof FileSystem; pathModule: typeof Path } {
  const builtin = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process?.getBuiltinModule;
  if (!builtin) {
    throw new SekvensError({
      code: 'unsupported', where, expected: 'a platform with a file system (Node 20.16 or newer)', got: 'one without',
      hint: 'Use toFiles() and fromFiles(), and store the files where the page can.',
    });
  }
  return { fs: builtin('node:fs') as typeof FileSystem, pathModule: builtin('node:path') as typeof Path };
}
