import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import * as fileSystem from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { folderExists, readFolder, sweepFolder, writeFolder } from './folder.js';

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'sekvens-folder-'))));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  rmSync(root, { recursive: true });
});

const text = (content: string) => new TextEncoder().encode(content);
const files = { 'a.json': text('{}'), 'b.bin': Uint8Array.of(1, 2, 3) };
const place = () => join(root, 'model');

/** Every file below the root with its content. */
function everything(folder = root): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.sort().map((path): [string, string] => [path.slice(root.length + 1), readFileSync(path, 'latin1')]));
}

/** A file system in which one function fails at its n-th call. */
function failing(name: keyof typeof fileSystem, call: number, code = 'ENOSPC'): void {
  let count = 0;
  const fail = (...args: unknown[]): unknown => {
    if (++count === call) throw Object.assign(new Error(`${code}: no space left on device, ${name}`), { code });
    return (fileSystem[name] as (...all: unknown[]) => unknown)(...args);
  };
  const path = process.getBuiltinModule('node:path');
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((module: string) => (module === 'node:fs' ? { ...fileSystem, [name]: fail } : path));
}

describe('writeFolder', () => {
  it('writes a new folder and the folders above it, and nothing beside it', () => {
    writeFolder(join(root, 'runs', 'one', 'model'), files);
    expect(everything()).toEqual({ 'runs/one/model/a.json': '{}', 'runs/one/model/b.bin': '\u0001\u0002\u0003' });
    expect(readdirSync(join(root, 'runs', 'one'))).toEqual(['model']);
  });

  it('gives the folder the access rights of any new one', () => {
    mkdirSync(join(root, 'other'));
    writeFolder(place(), files);
    expect(statSync(place()).mode).toBe(statSync(join(root, 'other')).mode);
  });

  it('replaces a former one, also one with fewer files, and an empty folder', () => {
    mkdirSync(place());
    writeFolder(place(), { 'a.json': text('old') });
    writeFolder(place(), files);
    writeFolder(place(), { ...files, 'a.json': text('new') });
    expect(everything()).toEqual({ 'model/a.json': 'new', 'model/b.bin': '\u0001\u0002\u0003' });
    expect(readdirSync(root)).toEqual(['model']);
  });

  it('replaces what a link leads to', () => {
    mkdirSync(place());
    symlinkSync(place(), join(root, 'latest'));
    writeFolder(join(root, 'latest'), files);
    expect(lstatSync(join(root, 'latest')).isSymbolicLink()).toBe(true);
    expect(readdirSync(place())).toEqual(['a.json', 'b.bin']);
  });

  it('takes relative paths', () => {
    const before = process.cwd();
    process.chdir(root);
    try {
      writeFolder('model/', files);
    } finally {
      process.chdir(before);
    }
    expect(readdirSync(place())).toEqual(['a.json', 'b.bin']);
  });

  it('refuses a folder with anything else in it, and leaves it alone', async () => {
    mkdirSync(place());
    writeFileSync(join(place(), 'thesis.txt'), 'years of work');
    expect(await errorOf(() => writeFolder(place(), files))).toBe(`invalid-option: ${place()}: expected a new folder, or a saved model to replace, got a folder with thesis.txt in it. Choose another name.`);
    rmSync(join(place(), 'thesis.txt'));
    mkdirSync(join(place(), 'a.json'));
    expect(await errorOf(() => writeFolder(place(), files))).toBe(`invalid-option: ${place()}: expected a new folder, or a saved model to replace, got a folder with a.json in it. Choose another name.`);
    expect(readdirSync(root)).toEqual(['model']);
  });

  it('refuses the place of a file', async () => {
    writeFileSync(place(), 'a file');
    expect(await errorOf(() => writeFolder(place(), files))).toBe(`invalid-option: ${place()}: expected a new folder, or a saved model to replace, got a file. Choose another name.`);
    expect(everything()).toEqual({ model: 'a file' });
  });

  it('says so where a file is in the way of a folder above', async () => {
    writeFileSync(place(), 'a file');
    const path = join(place(), 'deeper', 'model');
    expect(await errorOf(() => writeFolder(path, files))).toMatch(/^io: writing the folder .*: expected the platform to allow it, got (ENOTDIR|EEXIST): .*\. Check the path, its permissions and the free space\.$/);
    expect(everything()).toEqual({ model: 'a file' });
  });

  it.skipIf(process.getuid?.() === 0)('says so where it may not write', async () => {
    chmodSync(root, 0o500);
    try {
      expect(await errorOf(() => writeFolder(place(), files))).toMatch(/^io: .*EACCES/);
    } finally {
      chmodSync(root, 0o700);
    }
  });

  const failures: [keyof typeof fileSystem, number][] = [['mkdtempSync', 1], ['mkdirSync', 2], ['openSync', 2], ['writeFileSync', 1], ['writeFileSync', 2], ['fsyncSync', 1], ['renameSync', 1]];
  for (const [name, call] of failures) {
    it(`leaves nothing behind when ${name} fails at call ${call}`, async () => {
      failing(name, call);
      const path = join(root, 'runs', 'one', 'model');
      expect(await errorOf(() => writeFolder(path, files))).toBe(
        `io: writing the folder ${path}: expected the platform to allow it, got ENOSPC: no space left on device, ${name}. Check the path, its permissions and the free space.`,
      );
      expect(readdirSync(root)).toEqual([]);
    });

    it(`leaves the former folder as it was when ${name} fails at call ${call}`, async () => {
      writeFolder(place(), { 'a.json': text('old') });
      failing(name, call);
      expect(await errorOf(() => writeFolder(place(), files))).toMatch(/^io: /);
      expect(everything()).toEqual({ 'model/a.json': 'old' });
      expect(readdirSync(root)).toEqual(['model']);
    });
  }

  it('puts the former folder back when the new one cannot take its place', async () => {
    writeFolder(place(), { 'a.json': text('old') });
    failing('renameSync', 2, 'EPERM');
    expect(await errorOf(() => writeFolder(place(), files))).toMatch(/^io: .*EPERM/);
    expect(everything()).toEqual({ 'model/a.json': 'old' });
    expect(readdirSync(root)).toEqual(['model']);
  });

  it('keeps folders above that it did not make, or that someone else uses by now', async () => {
    mkdirSync(join(root, 'runs'));
    failing('writeFileSync', 1);
    await errorOf(() => writeFolder(join(root, 'runs', 'one', 'model'), files));
    expect(readdirSync(root)).toEqual(['runs']);
    expect(readdirSync(join(root, 'runs'))).toEqual([]);
  });

  it('lets errors of the program itself through', () => {
    expect(() => writeFolder(place(), { 'a.json': Symbol('x') as never })).toThrow();
    expect(existsSync(place())).toBe(false);
  });
});

describe('readFolder', () => {
  const names = ['a.json', 'b.bin'] as const;

  it('reads the named files, whatever else is there', () => {
    writeFolder(place(), files);
    writeFileSync(join(place(), 'notes.txt'), '');
    const read = readFolder(place(), names, 'a model');
    expect(read).toEqual(files);
    expect(Object.getPrototypeOf(read['b.bin'])).toBe(Uint8Array.prototype);
  });

  it('refuses what is not there, not a folder, or lacks a file', async () => {
    expect(await errorOf(() => readFolder(place(), names, 'a model'))).toBe(`not-found: ${place()}: expected a folder with a model, got nothing there. Check the path.`);
    writeFileSync(place(), '');
    expect(await errorOf(() => readFolder(place(), names, 'a model'))).toBe(
      `invalid-file: ${place()}: expected a folder with a model (a.json, b.bin), got a file. Give the folder that was saved, in a run folder the one named model.`,
    );
    rmSync(place());
    writeFolder(place(), { 'a.json': text('{}') });
    expect(await errorOf(() => readFolder(place(), names, 'a model'))).toBe(
      `invalid-file: ${place()}: expected a folder with a model (a.json, b.bin), got one without b.bin. Give the folder that was saved, in a run folder the one named model.`,
    );
    mkdirSync(join(place(), 'b.bin'));
    expect(await errorOf(() => readFolder(place(), names, 'a model'))).toMatch(/^io: reading .*EISDIR/);
  });

  it('says so where it may not read', async () => {
    writeFolder(place(), files);
    failing('readFileSync', 2, 'EACCES');
    expect(await errorOf(() => readFolder(place(), names, 'a model'))).toMatch(/^io: reading .*: expected the platform to allow it, got EACCES: /);
    vi.restoreAllMocks();
    failing('statSync', 1, 'EACCES');
    expect(await errorOf(() => readFolder(place(), names, 'a model'))).toMatch(/^io: reading /);
  });
});

describe('folders', () => {
  it('have a path', async () => {
    for (const path of ['', undefined, 3, null, new URL('file:///x')]) {
      expect(await errorOf(() => writeFolder(path as string, files))).toMatch(/^invalid-option: writing a folder: expected the path of a folder as a string, got /);
      expect(await errorOf(() => readFolder(path as string, [], 'x'))).toMatch(/^invalid-option: reading a folder: expected the path of a folder as a string, got /);
    }
  });

  it('need a file system', async () => {
    vi.stubGlobal('process', undefined);
    expect(await errorOf(() => writeFolder('m', files))).toBe('unsupported: writing m: expected a platform with a file system (Node 20.16 or newer), got one without. Use toFiles() and fromFiles(), and store the files where the page can.');
    expect(await errorOf(() => readFolder('m', [], 'x'))).toMatch(/^unsupported: reading m: /);
  });
});

/** A file system of a process that is killed at its n-th change: that change and all later ones do not happen. */
function killedAt(call: number): { wasKilled: () => boolean } {
  let count = 0;
  const changing = ['mkdirSync', 'mkdtempSync', 'writeFileSync', 'renameSync', 'rmSync', 'rmdirSync'] as const;
  const dying = Object.fromEntries(
    changing.map((name) => [
      name,
      (...args: unknown[]): unknown => {
        if (++count < call) return (fileSystem[name] as (...all: unknown[]) => unknown)(...args);
        // half of a file's bytes may be there
        if (count === call && name === 'writeFileSync') fileSystem.writeFileSync(args[0] as number, (args[1] as Uint8Array).subarray(0, 1));
        throw new Error('killed');
      },
    ]),
  );
  const path = process.getBuiltinModule('node:path');
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((module: string) => (module === 'node:fs' ? { ...fileSystem, ...dying } : path));
  return { wasKilled: () => count >= call };
}

describe('a process that is killed at any moment', () => {
  const former = { 'a.json': text('former'), 'b.bin': Uint8Array.of(9, 9) };
  const names = ['a.json', 'b.bin'] as const;

  it('leaves the former folder or the new one, whole, and the next process goes on with it', () => {
    let [moments, between] = [0, 0];
    for (let call = 1; ; call++, moments++) {
      rmSync(root, { recursive: true });
      mkdirSync(root);
      writeFolder(place(), former);
      const { wasKilled } = killedAt(call);
      try {
        writeFolder(place(), files);
      } catch (error) {
        if ((error as Error).message !== 'killed') throw error;
      }
      vi.restoreAllMocks();
      if (!existsSync(place())) between++;
      expect(folderExists(place())).toBe(true);
      const found = readFolder(place(), names, 'files');
      expect([former, files].some((whole) => names.every((name) => Buffer.from(whole[name]).equals(found[name])))).toBe(true);
      // either by writing again, or by removing what is left first
      if (call % 2 === 0) sweepFolder(place());
      writeFolder(place(), files);
      sweepFolder(place());
      expect(everything()).toEqual({ 'model/a.json': '{}', 'model/b.bin': '\u0001\u0002\u0003' });
      expect(readdirSync(root)).toEqual(['model']);
      if (!wasKilled()) break;
    }
    // making, writing and putting in place; removing what is left. Between the two renames there is no folder of that name
    expect([moments, between]).toEqual([8, 1]);
  });

  it('leaves nothing that looks whole where there was no former folder', () => {
    for (let call = 1; call <= 5; call++) {
      const { wasKilled } = killedAt(call);
      expect(() => writeFolder(place(), files)).toThrow('killed');
      vi.restoreAllMocks();
      expect(wasKilled()).toBe(true);
      expect(folderExists(place())).toBe(false);
      sweepFolder(place());
      expect(readdirSync(root)).toEqual([]);
    }
  });
});

it('a folder that is replaced while it is read is read again: its files are of one', () => {
  writeFolder(place(), { 'a.json': text('former'), 'b.bin': Uint8Array.of(9) });
  let count = 0;
  const readFileSync = (path: string): unknown => {
    if (++count === 2) writeFolder(place(), files);
    return fileSystem.readFileSync(path);
  };
  const path = process.getBuiltinModule('node:path');
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((module: string) => (module === 'node:fs' ? { ...fileSystem, readFileSync } : path));
  expect(Object.values(readFolder(place(), ['a.json', 'b.bin'], 'files')).map((bytes) => Array.from(bytes))).toEqual([[123, 125], [1, 2, 3]]);
});
