import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunFolder } from './run-folder.js';

let root: string;
const cwd = process.cwd();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sekvens-run-'));
  process.chdir(root);
});

afterEach(() => {
  process.chdir(cwd);
  rmSync(root, { recursive: true, force: true });
});

describe('a run folder', () => {
  it('appears under its name when it is complete, and not before', () => {
    const folder = RunFolder.open(join('a', 'b'));
    folder.write('metrics.json', '{}');
    expect(existsSync(join('a', 'b'))).toBe(false);
    expect(folder.commit()).toBe(join('a', 'b'));
    expect(readdirSync('a')).toEqual(['b']);
    expect(readFileSync(join('a', 'b', 'metrics.json'), 'utf8')).toBe('{}');
    folder.discard();
    expect(existsSync(join('a', 'b'))).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('may be read by others, as folders usually may', () => {
    expect(statSync(RunFolder.open('a').commit()).mode & 0o777).toBe(0o755);
  });

  it('leaves nothing when it is discarded, folders made for it included', () => {
    mkdirSync('there');
    RunFolder.open(join('there', 'deep', 'deeper', 'run')).discard();
    expect(readdirSync(root)).toEqual(['there']);
    expect(readdirSync('there')).toEqual([]);
  });

  it('keeps a folder made for it in which something else is by now', () => {
    const folder = RunFolder.open(join('made', 'run'));
    writeFileSync(join('made', 'notes.txt'), '');
    folder.discard();
    expect(readdirSync('made')).toEqual(['notes.txt']);
  });

  it('replaces an empty folder', () => {
    mkdirSync('a');
    expect(RunFolder.open('a').commit()).toBe('a');
    expect(readdirSync('a')).toEqual(['arguments.json']);
  });
});

describe('names', () => {
  it('are numbered by default, one above the highest', () => {
    const first = RunFolder.open(undefined);
    const second = RunFolder.open(undefined);
    expect([second.commit(), first.commit()]).toEqual([join('runs', 'train-1'), join('runs', 'train-2')]);
    mkdirSync(join('runs', 'train-10'));
    mkdirSync(join('runs', 'train-x'));
    expect(RunFolder.open(undefined).commit()).toBe(join('runs', 'train-11'));
  });

  it('that were taken meanwhile get a number, so that no training is lost', () => {
    const [first, second, third] = [RunFolder.open('a'), RunFolder.open('a'), RunFolder.open('a')];
    expect([first.commit(), second.commit(), third.commit()]).toEqual(['a', 'a-2', 'a-3']);
  });
});

describe('is refused before anything is trained', () => {
  it('where something is in the way', () => {
    mkdirSync('full');
    writeFileSync(join('full', 'b.txt'), '');
    writeFileSync(join('full', 'a.txt'), '');
    expect(() => RunFolder.open('full')).toThrow('--out full: expected a new folder, got a folder with a.txt in it. Choose another name, or remove full first.');
    expect(() => RunFolder.open(join('full', 'a.txt'))).toThrow(`--out ${join('full', 'a.txt')}: expected a new folder, got a file.`);
  });

  it('where nothing can be written', () => {
    writeFileSync('file', '');
    expect(() => RunFolder.open(join('file', 'run'))).toThrow(/^--out file.run: expected a place that can be written to, got E/);
    writeFileSync('runs', '');
    expect(() => RunFolder.open(undefined)).toThrow(/^--out runs: expected a place that can be written to, got E/);
    expect(readdirSync(root).sort()).toEqual(['file', 'runs']);
  });

  it('where there is no room', () => {
    const folder = RunFolder.open('a');
    folder.requireSpace(1);
    expect(() => folder.requireSpace(1e18)).toThrow(/^--out a: expected room for 1,000,000,000,000 MB, got [\d,]+ MB free\. Make room, or choose another disk with --out\.$/);
  });
});

it('says so where a file cannot be written', () => {
  const folder = RunFolder.open('a');
  expect(() => folder.write(join('no', 'such', 'file'), '')).toThrow(/^--out a: expected to write no.such.file, got ENOENT/);
  folder.discard();
});

it('says so where the folder cannot be put in place', () => {
  const folder = RunFolder.open('a');
  rmSync(folder.stage, { recursive: true });
  expect(() => folder.commit()).toThrow(/^--out a: expected to put the finished folder in place, got ENOENT/);
});
