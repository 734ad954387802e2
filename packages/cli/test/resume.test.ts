/** Runs that are interrupted and go on: Ctrl-C, --resume, what is refused, what is left behind. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newsCsv } from './news.js';
import { folderWith, runCommand } from './run-command.js';
import type { Finished, RunOptions } from './run-command.js';

const folder = folderWith({ 'train.csv': newsCsv(120), 'test.csv': newsCsv(30, 1000), 'glove.txt': 'goal 0.1 0.2\nbank 0.3 0.4\n' });
const columns = ['--text', 'title,description', '--label', 'class'];
const quick = ['--model', 'masked-rnn', '--learning-rate', '0.01', '--test', 'test.csv'];
const many = ['train', 'train.csv', ...columns, ...quick, '--epochs', '400'];

function run(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Finished> {
  return runCommand(args, { cwd: folder, ...options });
}

/** Interrupts a run when it has printed so many epochs. */
function interrupted(args: readonly string[], signal: NodeJS.Signals = 'SIGINT', epochs = 2): Promise<Finished> {
  let sent = false;
  return run(args, {
    onStdout(text, interrupt) {
      if (sent || !text.includes(`epoch ${epochs}/`)) return;
      sent = true;
      interrupt(signal);
    },
  });
}

const weights = (name: string): Buffer => readFileSync(join(folder, name, 'model', 'weights.safetensors'));
const saved = (name: string): string => `Stopped. The training is saved; go on with it:\n  sekvens train --resume ${name}\n`;

let first: Finished;

beforeAll(async () => {
  await run(['train', 'train.csv', ...columns, ...quick, '--epochs', '400', '--out', 'whole', '--quiet', '--checkpoint-every', 'never']);
  first = await interrupted([...many, '--out', 'stopped']);
  cpSync(join(folder, 'stopped'), join(folder, 'copy'), { recursive: true });
});

describe('Ctrl-C', () => {
  it('stops after the batch, saves the training and says how to go on', () => {
    expect(first.stdout).toContain('Stopping after this batch; Ctrl-C again ends at once.\n');
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 130, stderr: saved('stopped') });
    expect(readdirSync(join(folder, 'copy')).sort()).toEqual(['checkpoint', 'unfinished.json']);
    expect(readdirSync(join(folder, 'copy', 'checkpoint'))).toEqual(['last']);
  });

  it('leaves a model that can be used', async () => {
    const { code, stdout } = await run(['predict', 'copy', 'the goal of the match']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\w+\t0\.\d{4}\n$/);
    expect((await run(['evaluate', join('copy', 'checkpoint', 'last'), 'test.csv', ...columns])).code).toBe(0);
  });

  it('may come again and again: the run ends in the same bytes, with the same history and test', async () => {
    const again = await interrupted(['train', '--resume', 'stopped', '--threads', '2'], 'SIGTERM', 30);
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 143, stderr: saved('stopped') });
    expect(again.stdout).toMatch(/^resumed {3}stopped, from its last checkpoint\n/);
    expect(again.stdout).not.toContain('epoch 1/400');
    const { code, stdout, stderr } = await run(['train', '--resume', 'stopped', '--quiet']);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${join('stopped', 'model')}\n`, stderr: '' });
    expect(weights('stopped').equals(weights('whole'))).toBe(true);
    expect(readdirSync(join(folder, 'stopped')).sort()).toEqual(readdirSync(join(folder, 'whole')).sort());
    const history = (name: string) => readFileSync(join(folder, name, 'history.csv'), 'utf8').split('\n').map((line) => line.split(',').slice(0, -1));
    expect(history('stopped')).toEqual(history('whole'));
    const test = (name: string) => (JSON.parse(readFileSync(join(folder, name, 'metrics.json'), 'utf8')) as { test: unknown }).test;
    expect(test('stopped')).toEqual(test('whole'));
    const finished = await run(['train', '--resume', 'stopped']);
    expect({ code: finished.code, stderr: finished.stderr }).toEqual({ code: 2, stderr: `error: --resume stopped: expected a run that has not ended, got one that is complete.\nhint: Its model is ${join('stopped', 'model')}.\n` });
  });

  it('leaves nothing where no checkpoints are wanted', async () => {
    const { code, stderr } = await interrupted([...many, '--out', 'without', '--checkpoint-every', 'never']);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Stopped. Nothing was saved.\n' });
    expect(existsSync(join(folder, 'without'))).toBe(false);
  });

  it('keeps the plan of a run with a limit of time: its going on ends where it would have ended', async () => {
    const timed = ['train', 'train.csv', ...columns, '--test', 'test.csv', '--preset', 'accurate', '--epochs', '100000', '--units', '8', '--batch-size', '8', '--max-time', '4s'];
    expect((await interrupted([...timed, '--out', 'timed'])).code).toBe(130);
    const { plan } = JSON.parse(readFileSync(join(folder, 'timed', 'unfinished.json'), 'utf8')) as { plan: { steps: number } };
    const { code, stdout } = await run(['train', '--resume', 'timed', '--json']);
    expect(code).toBe(0);
    const { steps } = JSON.parse(stdout.trimEnd().split('\n').pop()!) as { steps: number };
    expect(steps).toBeLessThanOrEqual(plan.steps);
    expect((await run(['train', '--config', join('timed', 'config.yaml'), '--out', 'timed-again', '--quiet'])).code).toBe(0);
    expect(weights('timed-again').equals(weights('timed'))).toBe(true);
  });

  it('names data from stdin, which have to be given again', async () => {
    const stdin = readFileSync(join(folder, 'train.csv'));
    const args = ['train', '-', '--format', 'csv', ...columns, ...quick, '--epochs', '400', '--out', 'piped'];
    let sent = false;
    const { stderr } = await run(args, { stdin, onStdout: (text, interrupt) => void (!sent && text.includes('epoch 2/') && ((sent = true), interrupt('SIGINT'))) });
    expect(stderr).toBe('Stopped. The training is saved; go on with it:\n  sekvens train --resume piped < (the same data)\n');
    expect((await run(['train', '--resume', 'piped', '--quiet'], { stdin })).code).toBe(0);
    expect(weights('piped').equals(weights('whole'))).toBe(true);
  });
});

describe('--resume', () => {
  const copyOf = (name: string): string => {
    cpSync(join(folder, 'copy'), join(folder, name), { recursive: true });
    return name;
  };

  it('finds the data from another folder', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    const from = relative(elsewhere, join(folder, copyOf('moved')));
    const { code, stdout, stderr } = await runCommand(['train', '--resume', from], { cwd: elsewhere });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`data      ${join('..', 'train.csv')}: 120 rows to train on, 30 to test on\n`);
    expect(weights('moved').equals(weights('whole'))).toBe(true);
  });

  it('begins anew where there is no checkpoint yet', async () => {
    rmSync(join(folder, copyOf('early'), 'checkpoint'), { recursive: true });
    const { code, stdout } = await run(['train', '--resume', 'early']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^resumed {3}early, from the beginning: it has no checkpoint yet\n/);
    expect(weights('early').equals(weights('whole'))).toBe(true);
  });

  it('takes the checkpoint that a killed process was putting in place', async () => {
    const checkpoints = join(folder, copyOf('between'), 'checkpoint');
    mkdirSync(join(checkpoints, 'last.new-x1y2z3', 'old'), { recursive: true });
    renameSync(join(checkpoints, 'last'), join(checkpoints, 'last.new-x1y2z3', 'new'));
    expect((await run(['predict', 'between', 'a goal'])).code).toBe(0);
    expect((await run(['train', '--resume', 'between', '--quiet'])).code).toBe(0);
    expect(weights('between').equals(weights('whole'))).toBe(true);
    expect(existsSync(checkpoints)).toBe(false);
  });

  it('refuses other data, and keeps the run', async () => {
    copyOf('changed');
    const file = join(folder, 'train.csv');
    const before = readFileSync(file, 'utf8');
    try {
      writeFileSync(file, before.replace('Sports', 'Science').replace('Business', 'Sports'));
      const { code, stderr } = await run(['train', '--resume', 'changed']);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: --resume: expected the training data that changed\/checkpoint\/last\/checkpoint\.json was made with, 120 rows, 8 batches an epoch, fingerprint [0-9a-f]{16}, got 120 rows, 8 batches an epoch, fingerprint [0-9a-f]{16}\.\nhint: Other data would not end in/);
      writeFileSync(file, `${before}Sports,"a new word","and more"\n`);
      const other = await run(['train', '--resume', 'changed']);
      expect(other.code).toBe(2);
      expect(other.stderr).toMatch(/^error: --resume: expected the vectorizer of changed\/checkpoint\/last, or its options, got another one\.\n/);
    } finally {
      writeFileSync(file, before);
    }
    expect((await run(['train', '--resume', 'changed', '--quiet'])).code).toBe(0);
  });

  it.each([
    ['data', ['train.csv'], "error: --resume: expected no data: those of the run are used, got train.csv."],
    ['other options', ['--epochs', '1'], "error: --resume: expected no other options: the run's own are used, got --epochs.\nhint: Leave it out, or begin a new run."],
    ['the same options', ['--model', 'masked-rnn'], "error: --resume: expected no other options: the run's own are used, got --model.\nhint: Leave it out, or begin a new run."],
    ['no checkpoints', ['--checkpoint-every', 'never'], 'error: --resume: expected checkpoints, got --checkpoint-every never.'],
  ])('refuses %s', async (_, args, message) => {
    const { code, stderr } = await run(['train', '--resume', 'copy', ...args]);
    expect({ code, stderr: stderr.trimEnd() }).toEqual({ code: 2, stderr: message });
  });

  it('refuses folders that are none of an unfinished run, and damaged ones', async () => {
    const error = async (name: string) => (await run(['train', '--resume', name])).stderr;
    expect(await error('nothing')).toBe('error: --resume nothing: expected the folder of a run, got nothing there.\nhint: Check the path.\n');
    expect(await error('elsewhere')).toMatch(/^error: --resume elsewhere: expected the folder of a run that has not ended, with unfinished\.json in it, got something else\.\n/);
    copyOf('damaged');
    writeFileSync(join(folder, 'damaged', 'unfinished.json'), '{}');
    expect(await error('damaged')).toBe('error: --resume damaged: expected data and options of a training in unfinished.json, got something else.\nhint: The file is damaged; begin a new run.\n');
    copyOf('cut');
    const state = join(folder, 'cut', 'checkpoint', 'last', 'state.safetensors');
    writeFileSync(state, readFileSync(state).subarray(0, 1000));
    expect(await error('cut')).toMatch(/^error: cut\/checkpoint\/last\/state\.safetensors: expected the bytes that belong to cut\/checkpoint\/last\/checkpoint\.json, fingerprint .*\nhint: The checkpoint is damaged/);
    expect(existsSync(join(folder, 'cut', 'unfinished.json'))).toBe(true);
  });
});

describe('checkpoints', () => {
  it('of the best epoch are kept on demand, beside the model', async () => {
    const { code } = await run(['train', 'train.csv', ...columns, ...quick, '--epochs', '3', '--out', 'best', '--save-best', '--validation-split', '0.2', '--checkpoint-every', 'epoch']);
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'best', 'checkpoint'))).toEqual(['best']);
    expect((await run(['predict', join('best', 'checkpoint', 'best'), 'a goal'])).code).toBe(0);
  });

  it('change no bit of the model, however many there are', async () => {
    const bytes = await Promise.all(
      ['never', '1steps', '0.01s', 'epoch'].map(async (every) => {
        await run(['train', 'train.csv', ...columns, ...quick, '--epochs', '2', '--vectors', 'glove.txt', '--checkpoint-every', every, '--out', `every-${every}`, '--quiet']);
        return weights(`every-${every}`).toString('base64');
      }),
    );
    expect(new Set(bytes).size).toBe(1);
  });

  it('stay when the loss leaves the finite numbers, and the error says where', async () => {
    const { code, stderr } = await run(['train', 'train.csv', ...columns, '--model', 'masked-rnn', '--optimizer', 'sgd', '--learning-rate', '3e37', '--epochs', '9', '--checkpoint-every', '1steps', '--out', 'diverged']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*\nhint: .* The last checkpoint is kept, and can be used as a model: diverged\/checkpoint\/last\.\n$/);
    expect((await run(['predict', 'diverged', 'a goal'])).code).toBe(0);
  });

  it.each([
    [['--checkpoint-every', '10x'], "error: option '--checkpoint-every <t>' argument '10x' is invalid. Expected seconds such as 60s, steps such as 500steps, epoch, or never."],
    [['--save-best'], 'error: --save-best: expected more than one epoch, and validation data to compare them by, got one epoch.\nhint: Give --validation or --validation-split: a model chosen by its test is better there than anywhere else.'],
    [['--save-best', '--epochs', '2'], 'error: --save-best: expected more than one epoch, and validation data to compare them by, got none.\nhint: Give --validation or --validation-split: a model chosen by its test is better there than anywhere else.'],
    [['--save-best', '--epochs', '2', '--test', 'test.csv', '--checkpoint-every', 'never'], 'error: --save-best: expected checkpoints, got --checkpoint-every never.'],
  ])('%o is refused', async (args, message) => {
    const { code, stderr } = await run(['train', 'train.csv', ...columns, ...args]);
    expect({ code, stderr: stderr.trimEnd() }).toEqual({ code: 2, stderr: message });
  });
});
