/** `sekvens baseline` as users run it. */
import type { BaselineReport } from '@sekvens/engine';
import { describe, expect, it } from 'vitest';
import { newsCsv } from './news.js';
import { folderWith, runCommand } from './run-command.js';
import type { Finished } from './run-command.js';

const names = ['petrov', 'ivanov', 'markov', 'sidorov', 'kozlov'].map((name) => ['ru', name]).concat(['larsson', 'nilsson', 'eriksson', 'persson', 'olsson'].map((name) => ['se', name]));
const folder = folderWith({
  'train.csv': newsCsv(120),
  'test.csv': newsCsv(30, 1000),
  'names.csv': `label,text\n${names.map((row) => row.join()).join('\n')}\n`,
  'other-names.csv': 'label,text\nru,gorbachov\nse,svensson\nru,popov\n',
  'other-labels.csv': 'class,title,description\nArts,opera,song\n',
  'long.csv': `text,label\n${'word '.repeat(10_000)},a\nshort,b\nshorter,a\nshortest,b\n`,
});
const columns = ['--text', 'title,description', '--label', 'class'];

function run(...args: string[]): Promise<Finished> {
  return runCommand(['baseline', ...args], { cwd: folder });
}

describe('baseline', () => {
  it('says what a linear model reaches, beside the most frequent label', async () => {
    const { code, stdout, stderr } = await run('train.csv', ...columns, '--test', 'test.csv');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/trained in .*/, 'trained in TIME')).toMatchInlineSnapshot(`
      "data      train.csv: 120 rows to train on, 30 to test on
      labels    3: Business 33.3 %, Science 33.3 %, Sports 33.3 %
      baseline  linear support vector machine over 402 n-grams, 1 to 2 words; trained in TIME

      on 30 test rows            accuracy  macro F1
      always Business             33.33 %     0.167
      linear model over n-grams  100.00 %     1.000

      class     precision  recall     F1  rows
      Business      1.000   1.000  1.000    10
      Science       1.000   1.000  1.000    10
      Sports        1.000   1.000  1.000    10

      compare   sekvens train, with the same options of data and test, has to be better than that
      "
    `);
  });

  it('prints one JSON object with --json, the same every time but for the time', async () => {
    const object = async (): Promise<BaselineReport & { seconds?: number }> => {
      const { stdout, stderr } = await run('train.csv', ...columns, '--json', '--test-split', '0.25', '--seed', '3', '--ngrams', '1', '--max-ngrams', '50');
      expect(stderr).toContain('linear support vector machine over 50 n-grams, 1 to 1 words');
      return JSON.parse(stdout) as BaselineReport;
    };
    const { seconds, ...rest } = await object();
    expect(seconds).toBeGreaterThan(0);
    expect(rest).toMatchObject({ ngrams: 1, characters: false, ngramCount: 50, trainRows: 90, rows: 30, testSplit: 0.25, seed: 3, majority: { accuracy: 1 / 3 } });
    expect(rest.classes.map(({ support }) => support)).toEqual([10, 10, 10]);
    const { seconds: _, ...again } = await object();
    expect(again).toEqual(rest);
  });

  it('without test data splits off a fifth, as --test-split 0.2 does', async () => {
    const [plain, explicit] = await Promise.all([run('train.csv', ...columns), run('train.csv', ...columns, '--test-split', '0.2')]);
    expect(plain.stdout).toContain('96 rows to train on, 24 to test on (split off at random, each label in proportion)');
    expect(plain.stdout).toContain('sekvens train, with the same options of data and test, --test-split 0.2 --seed 0, has to be better');
    expect(plain.stdout.replace(/trained in .*/, '')).toBe(explicit.stdout.replace(/trained in .*/, ''));
  });

  it('reads characters, and a dataset with its own test set', async () => {
    const characters = await run('names.csv', '--characters', '--test', 'other-names.csv', '--json');
    expect(JSON.parse(characters.stdout)).toMatchObject({ accuracy: 1, ngrams: 4, characters: true });
    expect(characters.stderr).toContain('1 to 4 characters');
    const sample = await run('--dataset', 'sample', '--json');
    expect(JSON.parse(sample.stdout)).toMatchObject({ testSplit: null, majority: { accuracy: 0.25 } });
  });

  it('does not warn of long texts, which cost it little', async () => {
    expect((await run('long.csv', '--test', 'long.csv')).stderr).toBe('');
  });

  it.each([
    [['train.csv', ...columns, '--test', 'test.csv', '--test-split', '0.1'], 'error: baseline: expected --test or --test-split, got both.\n'],
    [['--dataset', 'sample', '--test', 'test.csv'], 'error: --test: expected nothing with --dataset, got test.csv.\nhint: The dataset has a test set of its own.\n'],
    [['train.csv', ...columns, '--test', 'other-labels.csv'], 'error: other-labels.csv:2: expected one of the 3 known labels: "Business", "Science", "Sports", got "Arts".\nhint: The label does not occur in the training data.\n'],
    [['train.csv', ...columns, '--ngrams', '0'], "error: option '--ngrams <n>' argument '0' is invalid. Expected a whole number from 1 up.\n"],
    [['train.csv', ...columns, '--max-ngrams', '2000000000'], 'error: --max-ngrams: expected at most 1073741824, got 2000000000.\n'],
  ])('refuses %j', async (args, message) => {
    expect(await run(...args)).toEqual({ code: 2, stdout: expect.any(String) as string, stderr: message });
  });
});
