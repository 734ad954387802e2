/** export, import, quantize and checks: models out of the command and into it again. */
import { modelFormats } from '@sekvens/formats';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportFormats, weightTypes } from '../src/commands/export.js';
import { importFormats } from '../src/commands/import.js';
import { newsCsv } from './news.js';
import { folderWith, runCommand } from './run-command.js';
import type { Finished } from './run-command.js';

const folder = folderWith({ 'train.csv': newsCsv(120), 'test.csv': newsCsv(60, 1000), 'short.txt': 'goal\nbank\n' });
const columns = ['--text', 'title,description', '--label', 'class'];
const run = (...args: string[]): Promise<Finished> => runCommand(args, { cwd: folder });
const text = 'the goal of the match';

beforeAll(async () => {
  const { code, stderr } = await run('train', 'train.csv', ...columns, '--model', 'bilstm', '--units', '6', '--epochs', '3', '--out', 'run', '--quiet');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await run('train', 'train.csv', ...columns, '--model', 'bigru', '--units', '6', '--pooling', 'max', '--out', 'pooled', '--quiet');
});

describe('the formats of the command', () => {
  it('are those of @sekvens/formats', () => {
    const able = (what: 'read' | 'write') => modelFormats.filter((format) => format[what]).map(({ name }) => name).sort();
    expect([...exportFormats].sort()).toEqual(able('write'));
    expect([...importFormats].sort()).toEqual(able('read'));
    expect(modelFormats.find(({ name }) => name === 'safetensors')?.weightTypes).toEqual(weightTypes);
  });
});

describe('export and import', () => {
  it.each(importFormats)('%s: a model that comes back predicts the same', async (format) => {
    const output = `out-${format}`;
    const exported = await run('export', 'run', '--format', format, '--output', output, '--json');
    expect({ code: exported.code, stderr: exported.stderr }).toMatchObject({ code: 0 });
    expect(exported.stderr).toMatch(new RegExp(`^wrote {5}${output}, \\d+ kB.*\nload it {3}.`));
    const { bytes, files } = JSON.parse(exported.stdout) as { bytes: number; files: Record<string, number> };
    const path = join(folder, output);
    expect(statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0) : statSync(path).size).toBe(bytes);
    expect(Object.values(files).reduce((sum, size) => sum + size, 0)).toBe(bytes);
    const imported = await run('import', output, '--format', format, '--output', `back-${format}`);
    expect({ code: imported.code, stderr: imported.stderr }).toEqual({ code: 0, stderr: '' });
    expect(imported.stdout).toContain('labels    Business, Science, Sports');
    expect(await run('predict', `back-${format}`, text)).toEqual(await run('predict', 'run', text));
    const weights = (name: string) => readFileSync(join(folder, name, 'weights.safetensors'));
    expect(weights(`back-${format}`).equals(weights('run/model'))).toBe(true);
  });

  it.each(exportFormats)('%s: has a name of its own where none is given, and replaces nothing', async (format) => {
    const first = await run('export', join('run', 'model'), '--format', format);
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    const [, target] = /^wrote {5}([^,]+),/.exec(first.stdout)!;
    expect(target).toMatch(/^run[-.]/);
    expect(existsSync(join(folder, target))).toBe(true);
    const again = await run('export', 'run', '--format', format);
    expect(again).toMatchObject({ code: 2, stderr: `error: --output ${target}: expected a new name, got something of that name.\nhint: Choose another name, or replace it with --force.\n` });
    expect((await run('export', 'run', '--format', format, '--force')).code).toBe(0);
  });

  it('replaces a folder of the same files, and no other', async () => {
    await run('export', 'run', '--format', 'tfjs', '--output', 'own');
    writeFileSync(join(folder, 'own', 'notes.txt'), 'mine');
    const { code, stderr } = await run('export', 'run', '--format', 'tfjs', '--output', 'own', '--force');
    expect({ code, kept: readFileSync(join(folder, 'own', 'notes.txt'), 'utf8') }).toEqual({ code: 2, kept: 'mine' });
    expect(stderr).toContain('notes.txt');
    expect((await run('import', 'own', '--output', 'run', '--force')).code).toBe(2);
    expect(existsSync(join(folder, 'run', 'report.html'))).toBe(true);
  });

  it('stores weights with fewer bits', async () => {
    const sizes = await Promise.all([[], ['--weights', 'float16'], ['--weights', 'uint8']].map(async (options, i) => {
      const { stdout } = await run('export', 'run', '--format', 'safetensors', '--output', `s${i}.safetensors`, '--json', ...options);
      return (JSON.parse(stdout) as { bytes: number }).bytes;
    }));
    expect(sizes[1]).toBeLessThan(0.75 * sizes[0]);
    expect(sizes[2]).toBeLessThan(0.85 * sizes[1]);
    expect((await run('import', 's2.safetensors', '--output', 'from-uint8')).code).toBe(0);
    expect((await run('predict', 'from-uint8', text)).stdout.split('\t')[0]).toBe((await run('predict', 'run', text)).stdout.split('\t')[0]);
  });

  it('names what TensorFlow.js computes otherwise, and writes it with layers of ours if asked', async () => {
    const { code, stderr } = await run('export', 'pooled', '--format', 'tfjs');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --format tfjs: expected layers that TensorFlow.js computes as they are computed here, got bidirectional .*GRU with resetAfter.*; global_max_pooling1d .*\nhint: With --custom-layers /);
    expect(existsSync(join(folder, 'pooled-tfjs'))).toBe(false);
    expect((await run('export', 'pooled', '--format', 'tfjs', '--custom-layers')).code).toBe(0);
    expect((await run('import', join('pooled-tfjs', 'model.json'), '--output', 'pooled-back')).code).toBe(0);
    expect(await run('predict', 'pooled-back', text)).toEqual(await run('predict', 'pooled', text));
  });
});

describe('quantize', () => {
  it('tells sizes, the largest change and what becomes of the accuracy, and writes a model like any other', async () => {
    const { code, stdout } = await run('quantize', 'run', 'test.csv', ...columns, '--to', 'uint8', '--output', 'small', '--json');
    expect(code).toBe(0);
    const figures = JSON.parse(stdout) as { bytes: { before: number; after: number }; largestChange: { change: number }; before: { accuracy: number; rows: number }; after: { accuracy: number }; differing: number };
    expect(figures.bytes.before).toBe(statSync(join(folder, 'run', 'model', 'weights.safetensors')).size);
    expect(figures.bytes.after).toBe(statSync(join(folder, 'small', 'weights.safetensors')).size);
    expect(figures.bytes.after).toBeLessThan(0.5 * figures.bytes.before);
    expect(figures.largestChange.change).toBeGreaterThan(0);
    expect(figures.before.rows).toBe(60);
    const accuracyOf = async (model: string) => (JSON.parse((await run('evaluate', model, 'test.csv', ...columns, '--json')).stdout) as { accuracy: number }).accuracy;
    expect(figures.before.accuracy).toBe(await accuracyOf('run'));
    expect(figures.after.accuracy).toBe(await accuracyOf('small'));
  });

  it('tells the sizes alone without texts', async () => {
    const { code, stdout } = await run('quantize', 'run', '--to', 'float16');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^weights {3}\d+ kB before, \d+ kB as float16: \d\d\.\d\d %\nchange {4}at most .*\n\nGiven labelled texts/);
  });
});

describe('checks', () => {
  it('says what works here', async () => {
    const { code, stdout } = await run('checks', '--json');
    expect(code).toBe(0);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; works?: boolean; detail: string }[] };
    expect(checks.find(({ name }) => name === 'WebAssembly engine')).toMatchObject({ works: true });
    expect(checks.find(({ name }) => name === 'threads')).toMatchObject({ works: true });
    expect(checks.find(({ name }) => name === 'Node')?.detail).toContain(process.versions.node);
    const people = await run('checks');
    expect(people.stdout).toContain('✓ WebAssembly engine');
  });
});

describe('what is refused', () => {
  beforeAll(async () => {
    writeFileSync(join(folder, 'not-a-model.keras'), 'nothing of the kind');
    await run('export', 'run', '--format', 'safetensors', '--output', 'whole.safetensors');
  });

  it.each([
    ['no format', ['export', 'run'], `error: --format: expected one of ${exportFormats.join(', ')}, got none.`],
    ['a format that is none', ['export', 'run', '--format', 'onix'], "error: option '--format <name>' argument 'onix' is invalid. Expected one of"],
    ['fewer bits in a format without them', ['export', 'run', '--format', 'onnx', '--weights', 'uint8'], 'error: --weights: expected nothing with --format onnx, got uint8.'],
    ['layers of ours in a format without them', ['export', 'run', '--format', 'onnx', '--custom-layers'], 'error: --custom-layers: expected it with --format tfjs, got --format onnx.'],
    ['a folder that is not there', ['export', 'run', '--format', 'onnx', '--output', 'no/model.onnx'], 'error: --output no/model.onnx: expected a place in a folder that exists, got no folder no.\nhint: Make it first.'],
    ['a model that is none', ['export', 'nothing', '--format', 'onnx'], 'error: nothing: expected a folder with a saved text classifier, got nothing there.'],
    ['no output', ['import', 'whole.safetensors'], 'error: --output: expected a new folder for the model, got none.'],
    ['an output that is taken', ['import', 'whole.safetensors', '--output', 'run'], 'error: --output run: expected a new name, got something of that name.'],
    ['a missing file', ['import', 'hole.safetensors', '--output', 'x'], 'error: import hole.safetensors: expected a file or folder, got none of that name.\nhint: Did you mean whole.safetensors?'],
    ['a file that is no model', ['import', 'not-a-model.keras', '--output', 'x'], 'error: not-a-model.keras'],
    ['labels that the file has', ['import', 'whole.safetensors', '--labels', 'a,b', '--output', 'x'], 'error: --labels: expected nothing: whole.safetensors has its labels, got a,b.'],
    ['a vocabulary that the file has', ['import', 'whole.safetensors', '--vocabulary', 'short.txt', '--output', 'x'], 'error: --vocabulary: expected nothing: whole.safetensors has its vocabulary, got short.txt.'],
    ['a label twice', ['import', 'whole.safetensors', '--labels', 'a,a', '--output', 'x'], "error: option '--labels <names>' argument 'a,a' is invalid. Expected different names with commas between them."],
    ['no type to quantize to', ['quantize', 'run'], 'error: --to: expected one of float16, uint16, uint8, got none.'],
    ['a member of a single model', ['export', 'run', '--format', 'onnx', '--member', '2'], 'error: --member: expected nothing: the folder has a single model, got 2.'],
    ['labels the model does not know', ['quantize', 'run', 'test.csv', '--text', 'class', '--label', 'title', '--to', 'uint8'], 'error: test.csv:2: expected one of the 3 known labels'],
  ])('%s', async (_what, args, message) => {
    const { code, stderr } = await run(...args);
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});
