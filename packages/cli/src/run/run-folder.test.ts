import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunFolder } from './run-folder.js';

let root: string;
const cwd = process.cwd();
const begun = { command: 'train' };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sekvens-run-'));
  process.chdir(root);
});

afterEach(() => {
  process.chdir(cwd);
  rmSync(root, { recursive: true, force: true });
});

/** What makes a folder one with a checkpoint. */
function saveCheckpoint(folder: RunFolder): void {
  mkdirSync(folder.last, { recursive: true });
  writeFileSync(join(folder.last, 'checkpoint.json'), '{}');
}

describe('a run folder', () => {
  it('is there from the beginning, marked as unfinished until it is finished', () => {
    const folder = RunFolder.open(join('a', 'b'), begun);
    expect(JSON.parse(readFileSync(join('a', 'b', 'unfinished.json'), 'utf8'))).toEqual(begun);
    folder.write('metrics.json', '{}');
    folder.finish();
    expect(readdirSync(join('a', 'b'))).toEqual(['metrics.json']);
    expect(readFileSync(join('a', 'b', 'metrics.json'), 'utf8')).toBe('{}');
    folder.discard();
    expect(existsSync(join('a', 'b'))).toBe(true);
  });

  it('loses its last checkpoint when it is finished, and keeps the best', () => {
    const folder = RunFolder.open('a', begun);
    saveCheckpoint(folder);
    mkdirSync(join(folder.checkpoints, 'best'));
    folder.finish();
    expect(readdirSync('a', { recursive: true }).sort()).toEqual(['checkpoint', join('checkpoint', 'best')]);
  });

  it('leaves nothing when it is discarded, folders made for it included', () => {
    mkdirSync('there');
    RunFolder.open(join('there', 'deep', 'deeper', 'run'), begun).discard();
    expect(readdirSync(root)).toEqual(['there']);
    expect(readdirSync('there')).toEqual([]);
  });

  it('stays when it is discarded with a checkpoint to go on from', () => {
    const folder = RunFolder.open('a', begun);
    saveCheckpoint(folder);
    folder.discard();
    expect(readdirSync('a').sort()).toEqual(['checkpoint', 'unfinished.json']);
  });

  it('says that somebody has removed it', () => {
    const folder = RunFolder.open('a', begun);
    rmSync('a', { recursive: true });
    expect(() => folder.finish()).toThrow(`--out a: expected the folder of the run as it was, got ENOENT`);
  });

  it('keeps a folder made for it in which something else is by now', () => {
    const folder = RunFolder.open(join('made', 'run'), begun);
    writeFileSync(join('made', 'notes.txt'), '');
    folder.discard();
    expect(readdirSync('made')).toEqual(['notes.txt']);
  });

  it('may be an empty folder that is there, which is empty again when it is discarded', () => {
    mkdirSync('a');
    const folder = RunFolder.open('a', begun);
    expect(folder.path).toBe('a');
    folder.discard();
    expect(readdirSync('a')).toEqual([]);
  });
});

describe('a run that has not ended', () => {
  it('is opened again with what it was begun with; what a killed process was writing is removed', () => {
    const first = RunFolder.open('a', begun);
    writeFileSync(join('a', 'metrics.json.new'), '{');
    mkdirSync(join('a', 'model.new-x1', 'new'), { recursive: true });
    const { folder, begun: read } = RunFolder.reopen('a');
    expect([folder.path, folder.hasCheckpoint, read]).toEqual(['a', false, begun]);
    expect(readdirSync('a')).toEqual(['unfinished.json']);
    saveCheckpoint(first);
    expect(folder.hasCheckpoint).toBe(true);
    rmSync(folder.checkpoints, { recursive: true });
    folder.discard();
    expect(existsSync('a')).toBe(true);
  });

  it('is something else than what is refused', () => {
    expect(() => RunFolder.reopen('a')).toThrow('--resume a: expected the folder of a run, got nothing there. Check the path.');
    mkdirSync('a');
    expect(() => RunFolder.reopen('a')).toThrow('--resume a: expected the folder of a run that has not ended, with unfinished.json in it, got something else. Give the folder that was given as --out, or runs/train-… .');
    writeFileSync(join('a', 'arguments.json'), '{}');
    expect(() => RunFolder.reopen('a')).toThrow(`--resume a: expected a run that has not ended, got one that is complete. Its model is ${join('a', 'model')}.`);
    writeFileSync(join('a', 'unfinished.json'), '{');
    expect(() => RunFolder.reopen('a')).toThrow(`${join('a', 'unfinished.json')}: expected JSON text, got something else. The file is damaged; begin a new run.`);
  });
});

describe('names', () => {
  it('are numbered by default, one above the highest', () => {
    expect([RunFolder.open(undefined, begun).path, RunFolder.open(undefined, begun).path]).toEqual([join('runs', 'train-1'), join('runs', 'train-2')]);
    mkdirSync(join('runs', 'train-10'));
    mkdirSync(join('runs', 'train-x'));
    expect(RunFolder.open(undefined, begun).path).toBe(join('runs', 'train-11'));
  });
});

describe('is refused before anything is trained', () => {
  it('where something is in the way', () => {
    mkdirSync('full');
    writeFileSync(join('full', 'b.txt'), '');
    writeFileSync(join('full', 'a.txt'), '');
    expect(() => RunFolder.open('full', begun)).toThrow('--out full: expected a new folder, got a folder with a.txt in it. Choose another name, or remove full first.');
    expect(() => RunFolder.open(join('full', 'a.txt'), begun)).toThrow(`--out ${join('full', 'a.txt')}: expected a new folder, got a file.`);
  });

  it('where nothing can be written', () => {
    writeFileSync('file', '');
    expect(() => RunFolder.open(join('file', 'run'), begun)).toThrow(/^--out file.run: expected a place that can be written to, got E/);
    writeFileSync('runs', '');
    expect(() => RunFolder.open(undefined, begun)).toThrow(/^--out runs: expected a place that can be written to, got E/);
    expect(readdirSync(root).sort()).toEqual(['file', 'runs']);
  });

  it('where there is no room', () => {
    const folder = RunFolder.open('a', begun);
    folder.requireSpace(1);
    expect(() => folder.requireSpace(1e18)).toThrow(/^--out a: expected room for 1,000,000,000,000 MB, got [\d,]+ MB free\. Make room, or choose another disk with --out\.$/);
  });
});

it('says so where a file cannot be written', () => {
  const folder = RunFolder.open('a', begun);
  expect(() => folder.write(join('no', 'such', 'file'), '')).toThrow(/^--out a: expected to write no.such.file, got ENOENT/);
  folder.discard();
});
