/** Texts with any number of labels, as users run them: the built command as a process, on files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '@sekvens/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderWith, runCommand } from './run-command.js';
import type { Finished } from './run-command.js';

const topics: Readonly<Record<string, readonly string[]>> = {
  food: ['bread', 'soup', 'cheese'],
  music: ['song', 'drum', 'choir'],
  travel: ['train', 'hotel', 'coast'],
};
const names = Object.keys(topics);

interface Row {
  readonly text: string;
  readonly labels: readonly string[];
}

function rows(count: number, seed: number): Row[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const labels = names.filter(() => random.next() < 0.4);
    const words = [...labels.flatMap((label) => [0, 1].map(() => topics[label][random.integer(3)])), 'the', 'of', 'and'];
    random.shuffle(words);
    return { text: words.join(' '), labels };
  });
}

const separated = (some: readonly Row[]): string => `text,label\n${some.map(({ text, labels }) => `${text},${labels.join('|')}`).join('\n')}\n`;
const [train, test] = [rows(240, 1), rows(80, 2)];
const folder = folderWith({
  'train.csv': separated(train),
  'test.csv': separated(test),
  'columns.csv': `text,${names.join(',')}\n${train.map(({ text, labels }) => [text, ...names.map((name) => (labels.includes(name) ? 1 : 0))].join(',')).join('\n')}\n`,
  'train.ft': train.map(({ text, labels }) => [...labels.map((label) => `__label__${label}`), text].join(' ')).join('\n'),
  'train.jsonl': train.map(({ text, labels }) => JSON.stringify({ text, label: labels })).join('\n'),
  'some.ft': '__label__food __label__music a song and bread\n__label__food soup\n__label__music drum\n',
  'single.csv': 'text,label\nbread,food\nsong,music\n',
  'none.csv': 'text,label\nbread,\nsong,\n',
  'other.csv': 'text,label\nbread,food\nopera,food|art\n',
  'missing.csv': 'text\nbread\n',
  'rare.csv': 'text,label\nbread,food\nopera,art\nsong,food|music\nsoup,music\n',
});
const quick = ['--model', 'masked-rnn', '--learning-rate', '0.01'];
const run = (args: readonly string[]): Promise<Finished> => runCommand(args, { cwd: folder });
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

let trained: Finished;

beforeAll(async () => {
  trained = await run(['train', 'train.csv', '--label-separator', '|', ...quick, '--test', 'test.csv', '--epochs', '5', '--out', 'run']);
  await run(['train', 'single.csv', ...quick, '--out', 'one-label']);
});

describe('train', () => {
  it('says how many labels rows have, how many are right, and how good the model is for each', () => {
    expect({ code: trained.code, stderr: trained.stderr }).toEqual({ code: 0, stderr: '' });
    const stdout = trained.stdout.replace(/^epoch \S+ {2}batch .*\n/gm, '');
    expect(stdout.replace(/[\d,]+ tokens\/s +[\d.msh ]+$/gm, 'N tokens/s  TIME').replace(/loss +[\d.]+ {2}labels right [\d.]+ % {2}test labels right [\d.]+ %/g, 'loss X  labels right X %  test labels right X %').replace(/([lL]oss|F1|labels right) [\d.]+/g, '$1 X').replace(/\d+\.\d+( %)?/g, 'X').replace(/^(food|music|travel) .*$/gm, '$1 X')).toMatchInlineSnapshot(`
      "data      train.csv: 240 rows to train on, 80 to test on
      labels    3: food X, music X, travel X; X a row, 55 rows without any
      tokens    14 words in the vocabulary
      model     masked-rnn: Embedding(64) with masking, SimpleRNN(16); 2,243 parameters
      epoch 1/5  loss X  labels right X %  test labels right X %  240 rows  N tokens/s  TIME
      epoch 2/5  loss X  labels right X %  test labels right X %  240 rows  N tokens/s  TIME
      epoch 3/5  loss X  labels right X %  test labels right X %  240 rows  N tokens/s  TIME
      epoch 4/5  loss X  labels right X %  test labels right X %  240 rows  N tokens/s  TIME
      epoch 5/5  loss X  labels right X %  test labels right X %  240 rows  N tokens/s  TIME

      On the test set
      accuracy of whole rows X  95 % interval X to X  80 rows
      Hamming loss X %  micro F1 X  macro F1 X  weighted F1 X  ROC-AUC X  calibration error X  loss X

      class   precision  recall     F1  rows  predicted  threshold  ROC-AUC  avg. precision
      food X
      music X
      travel X

      saved     run/model; run/report.html shows how it went, README.md is its model card
      compare   sekvens baseline, with the same options of data and test, says what a linear model reaches in seconds
      use it    sekvens predict run/model "a text"
      "
    `);
  });

  it('learns', () => {
    const metrics = JSON.parse(read('run', 'metrics.json')) as { test: { micro: { f1: number }; macro: { f1: number } } };
    expect(metrics.test.micro.f1).toBeGreaterThan(0.95);
    expect(metrics.test.macro.f1).toBeGreaterThan(0.95);
  });

  it('writes the task into model, arguments, history and README', () => {
    expect(JSON.parse(read('run', 'arguments.json'))).toMatchObject({ arguments: { task: 'multi-label', labelSeparator: '|' }, labels: names });
    expect(JSON.parse(read('run', 'model', 'model.json'))).toMatchObject({ task: 'multiLabel', thresholds: [0.5, 0.5, 0.5] });
    const { epochs, test: report } = JSON.parse(read('run', 'metrics.json')) as { epochs: { testAccuracy: number }[]; test: { hammingLoss: number } };
    expect(epochs[4].testAccuracy).toBeCloseTo(1 - report.hammingLoss, 12);
    expect(read('run', 'README.md')).toMatch(/^A text may have any number of 3 labels: food, music, travel\.\n\n.*\n\nShare of rows with all labels right: [\d.]+ % on 80 test rows /m);
  });

  it('reads separators, columns, fastText and JSON alike, with any number of threads', async () => {
    const weights = async (name: string, ...args: string[]): Promise<string> => {
      const { code, stderr } = await run(['train', ...args, ...quick, '--out', name]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return readFileSync(join(folder, name, 'model', 'weights.safetensors')).toString('base64');
    };
    const expected = await weights('separator', 'train.csv', '--label-separator', '|');
    expect(await weights('columns', 'columns.csv', '--label', names.join(','), '--threads', '2')).toBe(expected);
    expect(await weights('fasttext', 'train.ft', '--task', 'multi-label')).toBe(expected);
    expect(await weights('jsonl', 'train.jsonl', '--task', 'multi-label')).toBe(expected);
    expect(await weights('bucketed', 'train.csv', '--label-separator', '|', '--bucket')).not.toBe(expected);
  });

  it('splits off a test set that has about the same share of every label', async () => {
    const { code, stdout } = await run(['train', 'train.csv', '--label-separator', '|', ...quick, '--test-split', '0.25', '--out', 'split']);
    expect(code).toBe(0);
    expect(stdout).toContain('180 rows to train on, 60 to test on (split off at random, each label in proportion)');
    const { test: report } = JSON.parse(read('split', 'metrics.json')) as { test: { classes: { label: string; support: number }[] } };
    for (const { label, support } of report.classes) expect(Math.abs(support / 60 - train.filter(({ labels }) => labels.includes(label)).length / 240)).toBeLessThan(0.08);
  });

  it('says where the first of several labels counts, and what learns them all', async () => {
    const { code, stderr } = await run(['train', 'some.ft', ...quick, '--out', 'first']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'warning: 1 row with more than one label (some.ft:1); the first label counts. --task multi-label learns them all.\n' });
  });
});

describe('predict', () => {
  it('gives all labels from the threshold on, an empty line for none', async () => {
    const { stdout } = await run(['predict', 'run', 'drum song soup bread', 'the of and', 'a hotel']);
    expect(stdout.split('\n').map((line) => line.split('\t').filter((_, i) => i % 2 === 0).sort())).toEqual([['food', 'music'], [''], ['travel'], ['']]);
    const { stdout: none } = await run(['predict', 'run', 'a hotel', '--threshold', '0.9999999']);
    expect(none).toBe('\n');
  });

  it('gives the k most probable with --top, and JSON with --json', async () => {
    const { stdout } = await run(['predict', 'run', 'the of and', '--top', '2']);
    expect(stdout.trimEnd().split('\t')).toHaveLength(4);
    const lines = await run(['predict', 'run', 'a hotel', 'the of and', '--json', '--threshold', 'food=0.000001,music=0.999999']);
    const answers = lines.stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { text: string; labels: { label: string; probability: number }[] });
    expect(answers.map(({ text, labels }) => [text, labels.map(({ label }) => label)])).toEqual([['a hotel', ['travel', 'food']], ['the of and', ['food']]]);
    expect(answers[0].labels[0].probability).toBeGreaterThan(0.5);
    const top = await run(['predict', 'run', 'a hotel', '--json', '--top', '1']);
    expect(JSON.parse(top.stdout)).toMatchObject({ text: 'a hotel', labels: [{ label: 'travel' }], top: [{ label: 'travel' }] });
  });
});

describe('evaluate', () => {
  it('says what training said, and follows a threshold', async () => {
    const { stdout } = await run(['evaluate', 'run', 'test.csv', '--label-separator', '|']);
    const begin = trained.stdout.indexOf('accuracy of whole rows');
    expect(stdout).toBe(`${trained.stdout.slice(begin, trained.stdout.indexOf('\n\nsaved'))}\n`);
    const { stdout: json } = await run(['evaluate', 'run', 'test.csv', '--label-separator', '|', '--json', '--threshold', 'food=0.25']);
    expect((JSON.parse(json) as { classes: unknown[] }).classes).toMatchObject([{ label: 'food', threshold: 0.25 }, { label: 'music', threshold: 0.5 }, { label: 'travel', threshold: 0.5 }]);
  });
});

describe('data and summary', () => {
  it('tell which labels come together, and that a text has any number of them', async () => {
    const { stdout } = await run(['data', 'train.ft', '--task', 'multi-label']);
    expect(stdout).toMatch(/^\d\.\d\d labels a row; rows: \d+ with none, \d+ with 1, \d+ with 2, \d+ with 3; 8 different sets of labels$/m);
    expect(stdout).toMatch(/^label +together with +rows +of rows with either$/m);
    const { stdout: json } = await run(['data', 'train.csv', '--label-separator', '|', '--json']);
    const all = train.filter(({ labels }) => labels.length === 3).length;
    expect(JSON.parse(json)).toMatchObject({ train: { unlabelled: 0, multiLabel: { distinctPairs: 3, rowsByLabels: [{ labels: 0 }, { labels: 1 }, { labels: 2 }, { labels: 3, rows: all }] } } });
    expect((await run(['summary', 'run'])).stdout).toContain('3 labels, any number of them a text: food, music, travel');
  });
});

const cases: [what: string, args: string[], message: string][] = [
  ['rows with one label each', ['train', 'single.csv', '--task', 'multi-label'], 'error: single.csv: expected rows with several labels, or with none, for --task multi-label, got one label in each of 2 rows.\nhint: Say with --label-separator what stands between labels, or name a column for each with --label; for one label a text use --task multi-class.'],
  ['rows that all have none', ['train', 'none.csv', '--task', 'multi-label'], 'error: none.csv: expected at least one label, got none.\nhint: No row has a label; check where they are read from.'],
  ['no label column', ['train', 'missing.csv', '--task', 'multi-label'], 'error: missing.csv:2: expected a row with labels, got none.\nhint: Name the column of the labels with --label.'],
  ['a test label that training does not have', ['train', 'train.csv', '--label-separator', '|', '--test', 'other.csv'], 'error: other.csv:3: expected one of the 3 known labels: "food", "music", "travel", got "art".'],
  ['labels too rare to split', ['train', 'rare.csv', '--label-separator', '|', '--test-split', '0.7'], ': expected enough rows of every label for --test-split, got so few of '],
  ['an unknown label in evaluate', ['evaluate', 'run', 'other.csv', '--label-separator', '|'], 'error: other.csv:3: expected one of the 3 known labels: "food", "music", "travel", got "art".'],
  ['a cell that is neither 0 nor 1', ['train', 'single.csv', '--label', 'label,text', '--text', 'text'], 'error: single.csv:2: expected 0 or 1 in the label column "label", got "food".'],
  ['columns without a header', ['train', 'columns.csv', '--text', '0', '--label', '1,2', '--no-header'], 'error: columns.csv:1: expected a header with the names of the label columns, which are the labels, got the columns 1, 2 of a file without one.\nhint: Use --header if the first row names the columns.'],
  ['one class and a separator', ['train', 'train.csv', '--label-separator', '|', '--task', 'multi-class'], 'error: --task: expected multi-label with --label-separator, got multi-class.'],
  ['a separator for fastText', ['train', 'train.ft', '--label-separator', '|'], 'error: train.ft: expected options for the format fasttext: --task multi-label, --label-prefix, encoding, got --label-separator.'],
  ['a dataset with one label a text', ['train', '--dataset', 'sample', '--task', 'multi-label'], 'error: --task: expected multi-class with --dataset sample, got multi-label.\nhint: Its texts have one label each.'],
  ['a separator with a dataset', ['train', '--dataset', 'sample', '--label-separator', '|'], 'error: --label-separator: expected nothing with --dataset sample, got "|".'],
  ['a dataset for a multi-label model', ['evaluate', 'run', '--dataset', 'sample'], 'error: --dataset: expected files, for a model that gives texts any number of labels, got sample.'],
  ['a threshold of an unknown label', ['predict', 'run', 'bread', '--threshold', 'art=0.5'], 'error: --threshold: expected labels among food, music, travel, got "art".'],
  ['a threshold that is none', ['predict', 'run', 'bread', '--threshold', '2'], "error: option '--threshold <p>' argument '2' is invalid. Expected a probability above 0 and below 1, such as 0.4, or label=0.4 with commas between more of them."],
  ['a threshold of tokens', ['predict', 'run', 'bread', '--threshold', '0.5', '--tokens'], 'error: predict: expected --threshold or --tokens, got both.'],
  ['a threshold of classes', ['predict', 'one-label', 'bread', '--threshold', '0.5'], 'error: --threshold: expected it with a multi-label model only, got a model that gives every text one label.\nhint: Train with --task multi-label where a text may have any number of labels.'],
  ['a threshold of classes in evaluate', ['evaluate', 'one-label', 'single.csv', '--threshold', '0.5'], 'error: evaluate: expected --threshold with a multi-label model only, got a model that gives every text one label.'],
  ['label columns for classes', ['evaluate', 'one-label', 'columns.csv', '--label', 'food,music'], 'error: evaluate: expected several --label columns with a multi-label model only, got a model that gives every text one label.'],
  ['another task', ['train', 'train.csv', '--task', 'multilabel'], "error: option '--task <name>' argument 'multilabel' is invalid. Expected one of multi-class, multi-label. Did you mean multi-label?"],
];

describe('a mistake', () => {
  it.each(cases)('%s', async (_what, args, message) => {
    const { code, stderr } = await run(args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
