/** Configuration files and settings, on the built command: what init writes train reads, a run's configuration repeats it, mistakes are shown where they are. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newsCsv } from './news.js';
import { folderWith, runCommand } from './run-command.js';
import type { Finished } from './run-command.js';

const folder = folderWith({ 'train.csv': newsCsv(120), 'test.csv': newsCsv(30, 1000) });
const data = ['train.csv', '--text', 'title,description', '--label', 'class'];
const quick = ['--model', 'masked-rnn', '--learning-rate', '0.01'];

const run = (...args: string[]): Promise<Finished> => runCommand(args, { cwd: folder });
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
const weights = (...path: string[]): string => readFileSync(join(folder, ...path, 'model', 'weights.safetensors')).toString('base64');
const record = (...path: string[]): Record<string, unknown> => (JSON.parse(read(...path, 'arguments.json')) as { arguments: Record<string, unknown> }).arguments;

async function trained(name: string, ...args: string[]): Promise<string> {
  const { code, stderr } = await run('train', ...args, '--out', name, '--quiet');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return weights(name);
}

describe('init', () => {
  it('writes every setting, and never over a file unless told to', async () => {
    const { code, stdout } = await run('init', 'new/run.yaml');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'written   new/run.yaml\nuse it    sekvens train --config new/run.yaml DATA\n' });
    expect(Object.keys(parse(read('new', 'run.yaml')) as object)).toEqual(['preset', 'data', 'test', 'validation', 'tokens', 'network', 'training', 'optimizer', 'schedule', 'output']);
    const again = await run('init', 'new/run.yaml', '--epochs', '2');
    expect(again).toEqual({ code: 2, stdout: '', stderr: 'error: init new/run.yaml: expected a new file, got one that exists.\nhint: Use --force to write over it, or choose another name.\n' });
    expect((await run('init', 'new/run.yaml', '--epochs', '2', '--force')).code).toBe(0);
    expect(parse(read('new', 'run.yaml'))).toMatchObject({ training: { epochs: 2 } });
  });

  it('without a name writes config.yaml', async () => {
    const cwd = folderWith();
    expect((await runCommand(['init'], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, 'config.yaml'))).toBe(true);
  });

  it('prints with -', async () => {
    const { stdout } = await run('init', '-', ...data.slice(1), '--schedule', 'oneCycle', '--dropout', '0.25');
    expect(stdout).toMatchSnapshot();
    expect(parse(stdout)).toMatchObject({ data: { text: ['title', 'description'], label: 'class' }, network: { model: 'bigru', dropout: 0.25 }, schedule: { kind: 'oneCycle' } });
  });

  it('writes a preset out', async () => {
    const { stdout } = await run('init', '-', '--preset', 'accurate', '--epochs', '9');
    expect(stdout).toContain('# The preset accurate is written out.\n');
    expect(parse(stdout)).toMatchObject({ preset: null, network: { model: 'custom', cell: 'gru' }, training: { epochs: 9 }, optimizer: { name: 'adam', useEma: true }, schedule: { kind: 'oneCycle' } });
  });

  it('names the place that cannot be written to', async () => {
    expect((await run('init', 'train.csv/run.yaml')).stderr).toContain('error: init train.csv/run.yaml: expected a place that can be written to, got');
  });
});

describe('train --config', () => {
  it('is the same as the options, which win over it, and --section.name stands between', async () => {
    const options = await trained('options', ...data, ...quick, '--epochs', '3');
    writeFileSync(
      join(folder, 'run.yaml'),
      'data: { files: [train.csv], text: [title, description], label: class }\nnetwork: { model: masked-rnn }\ntraining: { epochs: 3 }\noptimizer: { learningRate: 1e-2 }\n',
    );
    expect(await trained('file', '--config', 'run.yaml')).toBe(options);
    const other = await trained('other', ...data, ...quick, '--epochs', '2');
    expect(other).not.toBe(options);
    expect(await trained('file-and-setting', '--config', 'run.yaml', '--training.epochs', '2')).toBe(other);
    expect(await trained('all', '--config', 'run.yaml', '--training.epochs=7', '--epochs', '2')).toBe(other);
  });

  it('is JSON, too', async () => {
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ data: { files: 'train.csv', text: 'title,description', label: 'class' }, network: { model: 'masked-rnn' }, optimizer: { learningRate: 0.01 }, training: { epochs: 3 } }));
    expect(await trained('json', '--config', 'run.json')).toBe(weights('options'));
  });

  it('of a run repeats it, byte for byte', async () => {
    const args = [...data, '--preset', 'fast', '--validation-split', '0.2', '--test', 'test.csv', '--optimizer.beta1', '0.8', '--seed', '3', '--bucket', '--max-length', '4'];
    const first = await trained('first', ...args);
    expect(await trained('second', '--config', 'first/config.yaml')).toBe(first);
    for (const file of ['model/vectorizer.json', 'model/model.json']) expect(read('second', file)).toBe(read('first', file));
    expect(read('second', 'config.yaml')).toBe(read('first', 'config.yaml').replace('# The preset fast is written out.\n', ''));
    expect({ ...record('second'), preset: 'fast' }).toEqual(record('first'));
  });

  it('replaces the files by those that are named', async () => {
    expect((await run('train', 'test.csv', '--config', 'run.yaml', '--out', 'named')).stdout).toContain('test.csv: 30 rows to train on');
    expect((await run('train', '--config', 'run.yaml', '--dataset', 'sample', '--limit', '40')).stderr).toContain(
      'error: run.yaml:1:64, data.label (--label): expected nothing with --dataset sample, got "class".',
    );
  });
});

describe('presets and networks', () => {
  it.each(['fast', 'balanced', 'accurate'])('--preset %s trains, and options beside it win', async (preset) => {
    await trained(preset, ...data, '--preset', preset, '--units', '8', '--embedding-size', '12', '--epochs', '1');
    expect(record(preset)).toMatchObject({ preset, model: 'custom', epochs: 1, network: { cell: 'gru', units: 8, embeddingSize: 12 }, schedule: { kind: 'oneCycle', steps: null } });
  });

  it('a preset goes through few rows more often, unless epochs are said', async () => {
    await trained('few', ...data, '--preset', 'fast', '--units', '8');
    const epochs = read('few', 'history.csv').trimEnd().split('\n').length - 1;
    // of 120 rows, in two steps
    expect(2 * epochs).toBe(record('few').minSteps);
    expect(epochs).toBeGreaterThan(100);
    await trained('at-least', ...data, '--preset', 'accurate', '--units', '8', '--min-steps', '5');
    expect(read('at-least', 'history.csv').trimEnd().split('\n')).toHaveLength(4);
  });

  it('a preset on the command line wins over what a file says', async () => {
    writeFileSync(join(folder, 'units.yaml'), 'network: { model: lstm, units: 99 }\nschedule: { kind: cosineDecay, alpha: 0.5 }\n');
    await trained('preset-wins', ...data, '--config', 'units.yaml', '--preset', 'fast', '--epochs', '1');
    expect(record('preset-wins')).toMatchObject({ model: 'custom', network: { cell: 'gru', units: 32 }, schedule: { kind: 'oneCycle' } });
    await trained('model-wins', ...data, '--config', 'units.yaml', '--model', 'gru', '--epochs', '1');
    expect(record('model-wins')).toMatchObject({ model: 'gru', network: { cell: 'gru', units: 8 } });
  });

  it('a model with settings changed is described, and trains', async () => {
    const { code, stdout } = await run('train', ...data, '--model', 'bilstm', '--units', '6', '--layers', '3', '--pooling', 'average', '--dropout', '0.1', '--network.denseUnits', '5', '--out', 'changed');
    expect(code).toBe(0);
    expect(stdout).toContain('bilstm: Embedding(128) with masking, three bidirectional LSTM(6), pooling average, Dense(5), dropout 0.1;');
  });

  it('a list of layers is the network, with the numbers of the data in their places', async () => {
    writeFileSync(
      join(folder, 'layers.yaml'),
      `network:
  definition:
    - { kind: embedding, config: { inputDim: vocabularySize, outputDim: 8, maskZero: true } }
    - { kind: bidirectional, config: { layer: { kind: gru, config: { units: 4 } } } }
    - { kind: dense, config: { units: classes, activation: softmax } }
`,
    );
    await trained('layers', ...data, '--config', 'layers.yaml');
    const { stdout } = await run('summary', 'layers', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ layers: [{ kind: 'embedding', parameters: 140 * 8 }, { kind: 'bidirectional' }, { kind: 'dense', outputShape: [null, 3] }] });
    expect(await trained('layers-again', '--config', 'layers/config.yaml')).toBe(weights('layers'));
    const vectors = folderWith({ 'glove.txt': 'goal 0.1 0.2\n' });
    expect((await run('train', ...data, '--config', 'layers.yaml', '--vectors', join(vectors, 'glove.txt'), '--out', 'list-and-vectors')).stdout).toContain('2 numbers a word');
  });
});

describe('validation data', () => {
  it('are measured after every epoch in place of the test data, which have the last word', async () => {
    const { stdout } = await run('train', ...data, ...quick, '--test', 'test.csv', '--validation-split', '0.1', '--epochs', '2', '--out', 'validated');
    expect(stdout).toContain('108 rows to train on, 30 to test on, 12 to validate on');
    expect(stdout).toMatch(/^epoch 2\/2 .* validation accuracy /m);
    expect(read('validated', 'history.csv').split('\n')[0]).toBe('epoch,loss,accuracy,testLoss,testAccuracy,validationLoss,validationAccuracy,rows,tokens,seconds');
    const { epochs } = JSON.parse(read('validated', 'metrics.json')) as { epochs: object[] };
    expect(epochs[0]).toHaveProperty('validationAccuracy');
    expect(epochs[0]).not.toHaveProperty('testAccuracy');
  });

  it('come from a file of their own', async () => {
    const { stdout } = await run('train', ...data, ...quick, '--validation', 'test.csv', '--out', 'validated-on-file');
    expect(stdout).toContain('120 rows to train on, 30 to validate on');
  });
});

describe('limits of training', () => {
  it('--max-steps ends it in the middle of an epoch, with the schedule at its end', async () => {
    const args = [...data, '--preset', 'fast', '--batch-size', '8', '--units', '8'];
    const { stdout } = await run('train', ...args, '--epochs', '9', '--max-steps', '20', '--out', 'steps');
    expect(stdout).toMatch(/^epoch 2\/2 .* 40 rows/m);
    expect(await trained('steps-again', '--config', 'steps/config.yaml')).toBe(weights('steps'));
    expect(await trained('other-end', ...args, '--max-steps', '20', '--schedule.steps', '40')).not.toBe(weights('steps'));
  });

  it('--max-time ends it in time; its configuration repeats the steps there was time for', async () => {
    const began = performance.now();
    const { code, stdout } = await run('train', ...data, '--preset', 'fast', '--batch-size', '8', '--units', '8', '--epochs', '1000000', '--max-time', '1s', '--out', 'timed', '--json');
    expect(code).toBe(0);
    const { steps } = JSON.parse(stdout.trimEnd().split('\n').pop()!) as { steps: number };
    const config = parse(read('timed', 'config.yaml')) as { training: object; schedule: { steps: number } };
    expect(config.training).toMatchObject({ maxTime: null, maxSteps: steps });
    expect(config.schedule.steps).toBeGreaterThanOrEqual(steps);
    expect(performance.now() - began).toBeGreaterThan(500);
    expect(await trained('timed-again', '--config', 'timed/config.yaml')).toBe(weights('timed'));
  });

  it('--max-time needs no plan for a constant rate', async () => {
    const { code, stdout } = await run('train', ...data, ...quick, '--max-time', '300ms', '--out', 'constant');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^epoch 1 /m);
    expect(await trained('constant-again', '--config', 'constant/config.yaml')).toBe(weights('constant'));
  });
});
