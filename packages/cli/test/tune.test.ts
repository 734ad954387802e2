/** sekvens tune, on the built command. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newsCsv } from './news.js';
import { folderWith, runCommand } from './run-command.js';
import type { Finished, RunOptions } from './run-command.js';

const search = `data: { text: [title, description], label: class }
network: { model: masked-rnn }
search:
  network.units: [4, 8, 16]
  network.embeddingSize: { min: 4, max: 12 }
  optimizer.learningRate: { min: 0.001, max: 0.1, scale: log }
  training.epochs: [2, 3]
`;
const folder = folderWith({ 'train.csv': newsCsv(90), 'test.csv': newsCsv(30, 1000), 'other-test.csv': newsCsv(30, 2000), 'search.yaml': search });
const base = ['tune', 'train.csv', '--config', 'search.yaml'];
const run = (args: readonly string[], options: Partial<RunOptions> = {}): Promise<Finished> => runCommand(args, { cwd: folder, ...options });
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
/** The records without what depends on the clock. */
const records = (name: string): Record<string, unknown>[] =>
  read(name, 'trials.jsonl').trimEnd().split('\n').map((line) => ({ ...(JSON.parse(line) as Record<string, unknown>), seconds: 0 }));

let tuned: Finished;
beforeAll(async () => {
  tuned = await run([...base, '--trials', '9', '--test', 'test.csv', '--out', 'first']);
});

describe('tune', () => {
  it('trains nine trials a little, three of them more, and one to the end', () => {
    expect({ code: tuned.code, stderr: tuned.stderr }).toEqual({ code: 0, stderr: '' });
    expect(tuned.stdout).toContain('data      train.csv: 72 rows to train on, 30 to test on, 18 to validate on\n');
    expect(tuned.stdout).toContain('search    4 settings, by accuracy on the validation rows; test rows are not looked at\n');
    expect(tuned.stdout).toMatch(/^trial 1 {2}1\/9 {2}accuracy [\d.]+ % {2}loss [\d.]+ {2}\d+ kB {2}\S+ {2}units \d+, embeddingSize \d+, learningRate [\d.]+, epochs \d$/m);
    expect(records('first').map(({ share }) => share)).toEqual([...Array<number>(9).fill(1 / 9), ...Array<number>(3).fill(1 / 3), 1]);
    expect(readdirSync(join(folder, 'first')).sort()).toEqual(['best.yaml', 'config.yaml', 'trials.csv', 'trials.jsonl', 'tune.json']);
  });

  it('sorts the results, with the one that was trained to the end first', () => {
    const [head, ...lines] = read('first', 'trials.csv').trimEnd().split('\n');
    expect(head).toBe('trial,share,outcome,steps,accuracy,macroF1,loss,parameters,bytes,seconds,network.units,network.embeddingSize,optimizer.learningRate,training.epochs');
    expect(lines.map((line) => Number(line.split(',')[1]))).toEqual([1, 1 / 3, 1 / 3, ...Array<number>(6).fill(1 / 9)]);
  });

  it('writes the best settings for train', async () => {
    const best = records('first').find(({ share }) => share === 1)!;
    const settings = best.settings as Record<string, number>;
    expect(parse(read('first', 'best.yaml'))).toMatchObject({
      network: { model: 'masked-rnn', units: settings['network.units'] }, optimizer: { learningRate: settings['optimizer.learningRate'] }, validation: { split: null },
    });
    // the split and the seed are those of the search, so this is the same training
    const { code } = await run(['train', '--config', 'first/best.yaml', '--validation-split', '0.2', '--out', 'best', '--quiet']);
    expect(code).toBe(0);
    const { epochs } = JSON.parse(read('best', 'metrics.json')) as { epochs: { validationAccuracy: number }[] };
    expect(epochs[epochs.length - 1].validationAccuracy).toBe(best.accuracy);
  });

  it('estimates the size of the saved model', async () => {
    const best = records('first').find(({ share }) => share === 1)!;
    await run(['train', '--config', 'first/best.yaml', '--validation-split', '0.2', '--out', 'size', '--quiet']);
    const saved = readdirSync(join(folder, 'size', 'model')).reduce((sum, name) => sum + readFileSync(join(folder, 'size', 'model', name)).length, 0);
    expect(Math.abs((best.bytes as number) - saved) / saved).toBeLessThan(0.02);
  });

  it('is the same again, whatever is in the test set', async () => {
    await run([...base, '--trials', '9', '--test', 'other-test.csv', '--out', 'again']);
    expect(records('again')).toEqual(records('first'));
    await run([...base, '--trials', '3', '--seed', '1', '--out', 'other-seed']);
    expect(records('other-seed')[0].settings).not.toEqual(records('first')[0].settings);
  });

  it('goes on with more trials, and does nothing twice', async () => {
    cpSync(join(folder, 'first'), join(folder, 'more'), { recursive: true });
    const { code, stdout } = await run(['tune', '--resume', 'more', '--trials', '11']);
    expect(code).toBe(0);
    expect(stdout).toContain('13 trainings done before.\n');
    expect(stdout.match(/^trial \d+ {2}(?:1\/9|whole)/gm)).toEqual(['trial 10  1/9', 'trial 11  1/9', expect.stringMatching(/^trial 1[01] {2}whole$/)]);
    await run([...base, '--trials', '11', '--test', 'test.csv', '--out', 'eleven']);
    expect(records('more')).toEqual(records('eleven'));
  });

  it('after a line that was cut does its trial again', async () => {
    cpSync(join(folder, 'first'), join(folder, 'cut'), { recursive: true });
    const text = read('cut', 'trials.jsonl');
    writeFileSync(join(folder, 'cut', 'trials.jsonl'), text.slice(0, text.length * 0.6));
    expect((await run(['tune', '--resume', 'cut', '--trials', '9'])).code).toBe(0);
    expect(records('cut')).toEqual(records('first'));
  });

  it.each([['SIGINT', 130], ['SIGKILL', null]] as const)('%s leaves what is done, and --resume ends where it would have ended', async (signal, code) => {
    let sent = false;
    const ended = await run([...base, '--trials', '9', '--test', 'test.csv', '--out', signal], {
      onStdout(text, interrupt) {
        if (sent || !text.includes('trial 4')) return;
        sent = true;
        interrupt(signal);
      },
    });
    expect(ended.code).toBe(code);
    if (signal === 'SIGINT') expect(ended.stderr).toBe('Stopped. What is done is kept: sekvens tune --resume FOLDER goes on.\n');
    expect(parse(read(signal, 'best.yaml'))).toHaveProperty('network');
    expect((await run(['tune', '--resume', signal, '--trials', '9'])).code).toBe(0);
    expect(records(signal)).toEqual(records('first'));
  });

  it('does not train models that are too large', async () => {
    const sizes = records('first').map(({ bytes }) => bytes as number).sort((a, b) => a - b);
    const most = sizes[Math.floor(sizes.length / 2)] - 1;
    const { code, stdout } = await run([...base, '--trials', '9', '--max-model-size', `${most}B`, '--out', 'small', '--json']);
    expect(code).toBe(0);
    const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { event: string; outcome?: string; bytes?: number; accuracy?: number });
    const trials = events.filter(({ event }) => event === 'trial');
    expect(new Set(trials.map(({ outcome }) => outcome))).toEqual(new Set(['trained', 'too large']));
    expect(trials.every(({ outcome, bytes, accuracy }) => (outcome === 'trained') === bytes! <= most && (accuracy === undefined) === (outcome === 'too large'))).toBe(true);
    expect(events[events.length - 1]).toMatchObject({ event: 'result', folder: 'small', config: 'small/best.yaml', best: { share: 1, outcome: 'trained' } });
    const none = await run([...base, '--trials', '2', '--max-model-size', '1kB', '--out', 'none']);
    expect({ code: none.code, stderr: none.stderr }).toEqual({ code: 0, stderr: 'warning: no trial was trained; --max-model-size 1kB may be too small. sekvens tune --resume none goes on.\n' });
  });

  it('ends in time', async () => {
    const { code, stdout } = await run(['tune', 'train.csv', '--text', 'title,description', '--label', 'class', '--max-time', '2s', '--network.units', '200', '--training.epochs', '400', '--quiet', '--out', 'timed']);
    expect(code).toBe(0);
    expect(['', 'timed/best.yaml\n']).toContain(stdout.replaceAll('\\', '/'));
  });

  it('leaves out settings that the command line names, and those that do not go together', async () => {
    writeFileSync(join(folder, 'impossible.yaml'), `${search}  optimizer.name: [adam, sgd]\n  optimizer.momentum: [0.5]\n`);
    await run(['tune', 'train.csv', '--config', 'impossible.yaml', '--units', '4', '--trials', '6', '--out', 'impossible']);
    const outcomes = records('impossible').filter(({ share }) => share !== 1).map(({ settings, outcome }) => [(settings as Record<string, unknown>)['optimizer.name'], outcome]);
    expect(new Set(outcomes.map(String))).toEqual(new Set(['adam,impossible', 'sgd,trained']));
    expect(records('impossible')[0].settings).not.toHaveProperty('network.units');
  });

  it('looks for something by default', async () => {
    const { code, stdout } = await run(['tune', 'train.csv', '--text', 'title,description', '--label', 'class', '--trials', '1', '--epochs', '1', '--metric', 'macroF1', '--out', 'default']);
    expect(code).toBe(0);
    expect(stdout).toContain('search    11 settings, by macroF1 on the validation rows');
  });
});

describe('a mistake', () => {
  it.each<[string, string[], string]>([
    ['unknown setting in the space', [...base, '--config', 'wrong.yaml'], 'error: wrong.yaml:2:17, search.network.unit: expected the path of a setting of tokens, network, training, optimizer or schedule, got "network.unit".\nhint: Did you mean network.units?'],
    ['a search for train', ['train', 'train.csv', '--config', 'search.yaml'], 'error: search.yaml:4:3, search: expected no search where a single model is trained, got one.\nhint: It is for sekvens tune.'],
    ['a folder that is taken', [...base, '--out', 'first'], 'error: --out first: expected a new folder, got one with best.yaml in it.\nhint: Choose another name; --resume first goes on with a search.'],
    ['nothing to go on with', ['tune', '--resume', 'nowhere'], 'error: --resume nowhere: expected the folder of a search, got nothing there.'],
    ['a run to go on with', ['tune', '--resume', 'best'], 'error: --resume best: expected the folder of a search, got one without tune.json.'],
    ['going on with other settings', ['tune', '--resume', 'first', '--units', '3'], 'error: --resume first: expected no other option than --trials and --max-time, got --units.\nhint: Settings and data are those that the search began with.'],
    ['going on with other data', ['tune', 'train.csv', '--resume', 'first'], 'error: --resume first: expected no other option than --trials and --max-time, got data.'],
    ['nothing to look for', [...base, '--units', '3', '--embedding-size', '3', '--learning-rate', '0.1', '--epochs', '1'], 'error: tune: expected settings to look for, got none: the command line sets all of them.'],
    ['a limit of time within a trial', [...base, '--training.maxTime', '5s'], 'error: --training.maxTime: expected epochs or maxSteps in a search, got maxTime.'],
    ['no size', [...base, '--max-model-size', 'small'], "error: option '--max-model-size <size>' argument 'small' is invalid. Expected a size such as 500kB or 2MB."],
    ['quiet and JSON', [...base, '--quiet', '--json'], 'error: tune: expected --quiet or --json, got both.'],
  ])('%s', async (_what, args, message) => {
    writeFileSync(join(folder, 'wrong.yaml'), 'search:\n  network.unit: [3]\n');
    const { code, stderr } = await run(args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
