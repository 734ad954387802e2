/** The commands as users run them: the built command as a process, on files. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { newsCsv } from './news.js';
import { bin, folderWith, runCommand } from './run-command.js';
import type { Finished, RunOptions } from './run-command.js';

const folder = folderWith({
  'train.csv': newsCsv(120),
  'test.csv': newsCsv(30, 1000),
  'train.csv.gz': gzipSync(newsCsv(120)),
  'texts.txt': 'the goal of the match\n\nthe bank and its shares\r\na rocket to a planet',
  'texts.txt.gz': gzipSync('a goal\na bank\n'),
  'long.csv': `text,label\n${'word '.repeat(100_000)},a\nshort,b\nshorter,a\nshortest,b\n`,
  'empty-texts.csv': 'text,label\ngood,yes\n,no\nbad,no\nfine,yes\n',
  'glove.txt': 'goal 0.1 0.2\nbank 0.3 0.4\nPlanet 0.5 0.6\n',
});
const columns = ['--text', 'title,description', '--label', 'class'];
const quick = ['--model', 'masked-rnn', '--learning-rate', '0.01'];

function run(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Finished> {
  return runCommand(args, { cwd: folder, ...options });
}

function read(...path: string[]): string {
  return readFileSync(join(folder, ...path), 'utf8');
}

let trained: Finished;

beforeAll(async () => {
  trained = await run(['train', 'train.csv', ...columns, ...quick, '--test', 'test.csv', '--epochs', '6', '--out', 'runs/news']);
});

describe('train', () => {
  it('says what it does, an epoch a line, and how good the model is', () => {
    expect(trained.code).toBe(0);
    expect(trained.stderr).toBe('');
    // a slow machine has a line every few seconds as well
    const stdout = trained.stdout.replace(/^epoch \S+ {2}batch .*\n/gm, '');
    expect(stdout.replace(/[\d,]+ tokens\/s +[\d.msh ]+$/gm, 'N tokens/s  TIME').replace(/(loss|accuracy|calibration error) +[\d.]+/g, '$1 X')).toMatchInlineSnapshot(`
      "data      train.csv: 120 rows to train on, 30 to test on
      labels    3: Business 33.3 %, Science 33.3 %, Sports 33.3 %
      tokens    140 words in the vocabulary
      model     masked-rnn: Embedding(64) with masking, SimpleRNN(16); 10,307 parameters
      epoch 1/6  loss X  accuracy X %  test accuracy X %  120 rows  N tokens/s  TIME
      epoch 2/6  loss X  accuracy X %  test accuracy X %  120 rows  N tokens/s  TIME
      epoch 3/6  loss X  accuracy X %  test accuracy X %  120 rows  N tokens/s  TIME
      epoch 4/6  loss X  accuracy X %  test accuracy X %  120 rows  N tokens/s  TIME
      epoch 5/6  loss X  accuracy X %  test accuracy X %  120 rows  N tokens/s  TIME
      epoch 6/6  loss X  accuracy X %  test accuracy X %  120 rows  N tokens/s  TIME

      On the test set
      accuracy X %  95 % interval 88.65 % to 100.00 %  30 rows
      macro F1 1.000  weighted F1 1.000  top-2 accuracy X %  ROC-AUC 1.000  calibration error X %  loss X

      class     precision  recall     F1  rows  ROC-AUC  avg. precision
      Business      1.000   1.000  1.000    10    1.000           1.000
      Science       1.000   1.000  1.000    10    1.000           1.000
      Sports        1.000   1.000  1.000    10    1.000           1.000

      true \\ predicted  Business  Science  Sports
      Business                10        0       0
      Science                  0       10       0
      Sports                   0        0      10

      saved     runs/news/model; runs/news/report.html shows how it went, README.md is its model card
      compare   sekvens baseline, with the same options of data and test, says what a linear model reaches in seconds
      use it    sekvens predict runs/news/model "a text"
      "
    `);
  });

  it('learns', () => {
    const { test } = JSON.parse(read('runs', 'news', 'metrics.json')) as { test: { accuracy: number } };
    expect(test.accuracy).toBeGreaterThan(0.95);
  });

  it('writes the run folder whole, with arguments, history, metrics, a report and a model card', () => {
    expect(readdirSync(join(folder, 'runs'))).toEqual(['news']);
    expect(readdirSync(join(folder, 'runs', 'news')).sort()).toEqual(['README.md', 'arguments.json', 'config.yaml', 'history.csv', 'metrics.json', 'model', 'report.html']);
    expect(read('runs', 'news', 'report.html')).toContain('<h1>masked-rnn, trained on train.csv</h1>');
    const record = JSON.parse(read('runs', 'news', 'arguments.json')) as { arguments: Record<string, unknown>; versions: Record<string, string> };
    expect(record).toMatchObject({ command: 'train', labels: ['Business', 'Science', 'Sports'] });
    expect(record.arguments).toMatchInlineSnapshot(`
      {
        "adaptRows": null,
        "adaptText": null,
        "backend": "sekvens",
        "batchSize": 16,
        "bucket": false,
        "characters": false,
        "checkpointEvery": "60s",
        "classWeights": null,
        "data": [
          "train.csv",
        ],
        "dataDir": null,
        "dataset": null,
        "delimiter": null,
        "download": false,
        "earlyStopping": null,
        "encoding": null,
        "epochs": 6,
        "format": null,
        "header": null,
        "label": "class",
        "labelPrefix": null,
        "labelSeparator": null,
        "labelSmoothing": 0,
        "limit": null,
        "maxLength": null,
        "maxSteps": null,
        "maxTime": null,
        "maxTokens": 20000,
        "minSteps": null,
        "model": "masked-rnn",
        "network": {
          "bidirectional": false,
          "cell": "simpleRNN",
          "denseUnits": 0,
          "dropout": 0,
          "embeddingSize": 64,
          "layerDropout": 0,
          "layers": 1,
          "mask": true,
          "pooling": "last",
          "recurrentDropout": 0,
          "spatialDropout": 0,
          "units": 16,
          "wordDropout": 0,
        },
        "ngrams": null,
        "optimizer": {
          "kind": "adam",
          "learningRate": 0.01,
        },
        "preset": null,
        "quote": null,
        "saveBest": false,
        "schedule": {
          "kind": "constant",
        },
        "seed": 0,
        "standardize": "lowerAndStripPunctuation",
        "task": "multi-class",
        "test": "test.csv",
        "testSplit": null,
        "text": [
          "title",
          "description",
        ],
        "threads": null,
        "validation": null,
        "validationSplit": null,
        "vectors": null,
      }
    `);
    expect(Object.keys(record.versions)).toEqual(['sekvens', '@sekvens/core', '@sekvens/data', '@sekvens/engine', '@sekvens/layers', 'node']);
    const [head, ...epochs] = read('runs', 'news', 'history.csv').trimEnd().split('\n');
    expect(head).toBe('epoch,loss,accuracy,testLoss,testAccuracy,rows,tokens,seconds');
    expect(epochs.map((line) => line.split(',').length)).toEqual([8, 8, 8, 8, 8, 8]);
    expect(epochs.every((line) => line.split(',').every((cell) => Number.isFinite(Number(cell)) && cell !== ''))).toBe(true);
    expect(read('runs', 'news', 'README.md')).toContain('# masked-rnn, trained by sekvens');
  });

  it('gives the same weights again for the same seed, with any number of threads, and others for another seed', async () => {
    const again = ['train', 'train.csv', ...columns, ...quick, '--test', 'test.csv', '--epochs', '6', '--quiet'];
    const [same, other] = await Promise.all([run([...again, '--out', 'same', '--threads', '2']), run([...again, '--out', 'other', '--seed', '1'])]);
    expect([same, other]).toEqual([
      { code: 0, stdout: `${join('same', 'model')}\n`, stderr: '' },
      { code: 0, stdout: `${join('other', 'model')}\n`, stderr: '' },
    ]);
    const weights = (name: string): Buffer => readFileSync(join(folder, name, 'model', 'weights.safetensors'));
    expect(weights('same').equals(weights(join('runs', 'news')))).toBe(true);
    expect(weights('other').equals(weights('same'))).toBe(false);
  });

  it('prints JSON lines alone on stdout with --json', async () => {
    const { code, stdout, stderr } = await run(['train', 'train.csv', ...columns, ...quick, '--test', 'test.csv', '--out', 'json', '--json']);
    expect(code).toBe(0);
    const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { event: string });
    expect(events.map(({ event }) => event).filter((event) => event !== 'progress')).toEqual(['start', 'epoch', 'result']);
    expect(events[0]).toMatchObject({ model: 'masked-rnn', labels: ['Business', 'Science', 'Sports'], rows: 120, testRows: 30 });
    expect(events[events.length - 1]).toMatchObject({ run: 'json', model: join('json', 'model'), test: { rows: 30 } });
    expect(stderr).toContain('On the test set');
  });

  it('measures epochs on validation data, ends when they get no better, and keeps the best epoch', async () => {
    const args = ['train', 'train.csv', ...columns, '--model', 'masked-rnn', '--learning-rate', '0.05', '--test', 'test.csv', '--validation-split', '0.25', '--epochs', '40', '--early-stopping', '2', '--out', 'stopped'];
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('90 rows to train on, 30 to test on, 30 to validate on\n');
    expect(stdout).toMatch(/^epoch 1\/40 .* {2}validation accuracy [\d.]+ % /m);
    const { bestEpoch, epochs, test } = JSON.parse(read('stopped', 'metrics.json')) as { bestEpoch: number; epochs: Record<'epoch' | 'validationLoss' | 'testLoss', number | undefined>[]; test: { loss: number } };
    const losses = epochs.map(({ validationLoss }) => validationLoss!);
    expect(bestEpoch).toBe(1 + losses.indexOf(Math.min(...losses)));
    expect(epochs.length).toBe(Math.min(40, bestEpoch + 2));
    expect(epochs.map(({ testLoss }) => testLoss)).toEqual(epochs.map(({ epoch }) => (epoch === bestEpoch ? test.loss : undefined)));
    const reason = epochs.length < 40 ? `; stopped after epoch ${epochs.length}, the loss had not fallen for 2 epochs` : '';
    expect(stdout).toContain(`best      epoch ${bestEpoch}, validation loss ${losses[bestEpoch - 1].toFixed(4)}: the model has its weights${reason}\n`);
    expect(read('stopped', 'history.csv')).toMatch(/^epoch,loss,accuracy,testLoss,testAccuracy,validationLoss,validationAccuracy,rows,tokens,seconds\n/);
    // the model is the one that as many epochs make
    await run([...args.slice(0, -6), '--epochs', String(bestEpoch), '--out', 'as-many']);
    const weights = (name: string): string => readFileSync(join(folder, name, 'model', 'weights.safetensors')).toString('base64');
    expect(weights('stopped')).toBe(weights('as-many'));
  });

  it('takes validation data from a file, also for a single epoch', async () => {
    const { stdout } = await run(['train', 'train.csv', ...columns, ...quick, '--validation', 'test.csv', '--out', 'validated', '--json']);
    const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { event: string; validationAccuracy?: number; testAccuracy?: number });
    const epoch = events.find(({ event }) => event === 'epoch')!;
    expect(epoch.validationAccuracy).toBeGreaterThan(0);
    expect(epoch.testAccuracy).toBeUndefined();
  });

  it('tries learning rates instead of training, and suggests one', async () => {
    const args = ['train', '--dataset', 'sample', '--model', 'masked-rnn', '--limit', '600', '--batch-size', '32', '--find-learning-rate'];
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^learning rate +loss\n +2\.1e-7 +\d\.\d{4} +█+\n/m);
    expect(stdout).toMatch(/^lowest {4}[\d.e-]+, where the loss is lowest; it falls fastest at [\d.e-]+\nsuggested --learning-rate [\d.e-]+, a tenth of the lowest\n$/m);
    const json = await run([...args, '--json']);
    const last = JSON.parse(json.stdout.trimEnd().split('\n').at(-1)!) as { event: string; points: unknown[]; suggestion: number; lowest: number };
    expect(last).toMatchObject({ event: 'learningRates', suggestion: last.lowest / 10 });
    expect(last.suggestion).toBeGreaterThan(1e-4);
    expect(last.suggestion).toBeLessThan(0.1);
    expect(existsSync(join(folder, 'runs', 'train-1'))).toBe(false);
  });

  it('warns where the loss ends far above guessing', async () => {
    const { code, stderr } = await run(['train', 'train.csv', ...columns, '--model', 'masked-rnn', '--learning-rate', '1e9', '--out', 'astray']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: the loss of the last epoch is \d\.\d\de\+\d+; guessing has 1\.10\. The steps are too large: use a smaller --learning-rate \(now 1000000000\), --find-learning-rate shows which ones work\.\n$/);
  });

  it('numbers runs, and splits off a test set with each label in proportion', async () => {
    const cwd = folderWith({ 'train.csv': newsCsv(120) });
    for (const name of ['train-1', 'train-2']) {
      const { code, stdout } = await runCommand(['train', 'train.csv', ...columns, ...quick, '--test-split', '0.2'], { cwd });
      expect(code).toBe(0);
      expect(stdout).toContain('96 rows to train on, 24 to test on (split off at random, each label in proportion)');
      const { test } = JSON.parse(readFileSync(join(cwd, 'runs', name, 'metrics.json'), 'utf8')) as { test: { classes: { support: number }[] } };
      expect(test.classes.map(({ support }) => support)).toEqual([8, 8, 8]);
    }
    expect(readdirSync(join(cwd, 'runs')).sort()).toEqual(['train-1', 'train-2']);
  });

  it('reads stdin, gzip, columns by position and single formats alike', async () => {
    const weights = async (name: string, args: readonly string[], stdin?: string): Promise<string> => {
      const { code, stderr } = await run(['train', ...args, ...quick, '--out', name], stdin === undefined ? {} : { stdin });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return readFileSync(join(folder, name, 'model', 'weights.safetensors')).toString('base64');
    };
    const plain = await weights('plain', ['train.csv', ...columns]);
    expect(await weights('gz', ['train.csv.gz', ...columns])).toBe(plain);
    expect(await weights('stdin', ['-', '--format', 'csv', ...columns], read('train.csv'))).toBe(plain);
    expect(await weights('positions', ['train.csv', '--text', '1,2', '--label', '0', '--header'])).toBe(plain);
    expect(await weights('limited', ['train.csv', ...columns, '--limit', '60'])).not.toBe(plain);
  });

  it('learns the vocabulary from the rows and columns it is told to', async () => {
    const size = async (name: string, ...args: string[]): Promise<number> => {
      await run(['train', 'train.csv', ...columns, ...quick, '--out', name, ...args]);
      return (JSON.parse(read(name, 'metrics.json')) as { vocabularySize: number }).vocabularySize;
    };
    const distinct = (text: string): number => new Set(text.toLowerCase().replace(/[",]/g, ' ').split(/\s+/).filter(Boolean)).size;
    const rows = read('train.csv').trimEnd().split('\n').slice(1);
    const titles = (n: number): string => rows.slice(0, n).map((row) => row.split('"')[1]).join(' ');
    expect(await size('titles', '--adapt-text', 'title')).toBe(2 + distinct(titles(120)));
    expect(await size('first-titles', '--adapt-text', 'title', '--adapt-rows', '10')).toBe(2 + distinct(titles(10)));
    expect(await size('small', '--max-tokens', '7')).toBe(7);
    expect(await size('characters', '--characters', '--adapt-rows', '1')).toBeLessThan(30);
  });

  it('begins the embedding with pretrained vectors, and says how many words they cover', async () => {
    const { code, stdout } = await run(['train', 'train.csv', ...columns, ...quick, '--vectors', 'glove.txt', '--out', 'vectors']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^vectors {3}glove\.txt: 2 numbers a word, 3 of 138 words found \(2\.2 %\)$/m);
    expect(stdout).toContain('the embedding from the vectors (2)');
    const { stdout: json } = await run(['summary', 'vectors', '--json']);
    expect(JSON.parse(json)).toMatchObject({ vocabularySize: 140, layers: [{ kind: 'embedding', parameters: 280 }, {}, {}] });
  });

  it('buckets by length', async () => {
    const { code } = await run(['train', 'train.csv', ...columns, ...quick, '--bucket', '--out', 'bucketed']);
    expect(code).toBe(0);
  });

  it('trains on a text of 100,000 tokens, with a warning, and on its beginning with --max-length', async () => {
    const { code, stdout, stderr } = await run(['train', 'long.csv', ...quick, '--out', 'long']);
    expect(code).toBe(0);
    expect(stdout).toContain('4 rows');
    expect(stderr).toBe('warning: the longest text has 500,000 characters (long.csv:2); training is as slow as the longest texts are long, --max-length cuts them.\n');
    const cut = await run(['train', 'long.csv', ...quick, '--max-length', '10', '--out', 'cut', '--json']);
    expect(cut.stderr).not.toContain('warning');
    expect(JSON.parse(cut.stdout.split('\n').find((line) => line.includes('"epoch",'))!)).toMatchObject({ tokens: 13 });
  });

  it('trains on empty texts, and says so', async () => {
    const { code, stderr } = await run(['train', 'empty-texts.csv', ...quick, '--out', 'empty']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'warning: 1 text of 4 is empty (empty-texts.csv:3); trained on as rows without tokens.\n' });
  });

  it('trains on the built-in sample, which has a test set', async () => {
    const { code, stdout } = await run(['train', '--dataset', 'sample', '--model', 'simple-rnn', '--limit', '200', '--out', 'sample', '--json']);
    expect(code).toBe(0);
    expect(stdout).toContain('"labels":["World","Sports","Business","Sci/Tech"],"rows":200,"testRows":200');
    expect(JSON.parse(read('sample', 'arguments.json'))).toMatchObject({ arguments: { dataset: 'sample', text: ['title'], batchSize: 16 } });
  });
});

describe('evaluate', () => {
  it('says of a model what training said', async () => {
    const { code, stdout } = await run(['evaluate', 'runs/news', 'test.csv', ...columns]);
    expect(code).toBe(0);
    const reported = trained.stdout.slice(trained.stdout.indexOf('accuracy', trained.stdout.indexOf('On the test set')), trained.stdout.indexOf('\n\nsaved'));
    expect(stdout).toBe(`${reported}\n`);
  });

  it('prints one JSON object on stdout with --json, text on stderr', async () => {
    const { stdout, stderr } = await run(['evaluate', 'runs/news/model', 'test.csv', ...columns, '--json']);
    expect(JSON.parse(stdout)).toEqual((JSON.parse(read('runs', 'news', 'metrics.json')) as { test: unknown }).test);
    expect(stderr).toContain('true \\ predicted');
  });

  it('prints slices and mistakes where asked for', async () => {
    const { stdout } = await run(['evaluate', 'runs/news', 'test.csv', ...columns, '--slices', '--group', 'class', '--mistakes', '2']);
    expect(stdout).toMatch(/^Accuracy by group\ngroup .*\nBusiness +10 .*\nScience +10 .*\nSports +10 .*$/m);
    expect(stdout).toMatch(/^Accuracy by length\ntokens .*\n5 +30 /m);
    expect(stdout).toContain('\n\nNo row was predicted wrong.');
    const { stdout: json } = await run(['evaluate', 'runs/news', 'test.csv', ...columns, '--group', 'class', '--json']);
    expect((JSON.parse(json) as { slices: { group: object[] } }).slices.group).toMatchObject([{ group: 'Business', rows: 10 }, { group: 'Science' }, { group: 'Sports' }]);
  });

  it('writes a report and the probabilities of every row into files', async () => {
    const { code, stdout } = await run(['evaluate', 'runs/news', 'test.csv', ...columns, '--html', 'test.html', '--predictions', 'test-predictions.csv']);
    expect(code).toBe(0);
    expect(stdout.endsWith('\n\nwrote test.html and test-predictions.csv\n')).toBe(true);
    expect(read('test.html')).toContain('<h1>runs/news on test.csv</h1>');
    const lines = read('test-predictions.csv').trimEnd().split('\n');
    expect(lines).toHaveLength(31);
    expect(lines[0]).toBe('row,true,predicted,correct,tokens,p(Business),p(Science),p(Sports),text');
    expect(lines[1]).toMatch(/^1,Business,Business,true,5,0\.\d+,.*,.*,"?\w/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('reads of a dataset what the model was trained on', async () => {
    await run(['train', '--dataset', 'sample', '--model', 'simple-rnn', '--limit', '100', '--out', 'titles-only', '--quiet']);
    const args = ['evaluate', 'titles-only', '--dataset', 'sample', '--limit', '100', '--json'];
    const [implicit, explicit, both] = await Promise.all([run(args), run([...args, '--text', 'title']), run([...args, '--text', 'title,description'])]);
    expect(implicit.stdout).toBe(explicit.stdout);
    expect(both.stdout).not.toBe(explicit.stdout);
  });
});

describe('predict', () => {
  it('labels texts, a line each', async () => {
    const { code, stdout } = await run(['predict', 'runs/news', 'the goal of the match', 'the bank and its shares']);
    expect(code).toBe(0);
    expect(stdout.replace(/\d\.\d{4}/g, 'P')).toBe('Sports\tP\nBusiness\tP\n');
  });

  it('lists the k most probable labels, which sum up', async () => {
    const { stdout } = await run(['predict', 'runs/news', 'a rocket', '--top', '3']);
    const cells = stdout.trimEnd().split('\t');
    expect([cells[0], cells.length]).toEqual(['Science', 6]);
    expect(Number(cells[1]) + Number(cells[3]) + Number(cells[5])).toBeCloseTo(1, 3);
  });

  it('keeps line n of the input on line n of the output, blank lines too', async () => {
    const { stdout } = await run(['predict', 'runs/news', '--input', 'texts.txt']);
    const labels = stdout.trimEnd().split('\n').map((line) => line.split('\t')[0]);
    expect([labels.length, labels[0], labels[2], labels[3]]).toEqual([4, 'Sports', 'Business', 'Science']);
    expect((await run(['predict', 'runs/news', '-'], { stdin: read('texts.txt') })).stdout).toBe(stdout);
    expect((await run(['predict', 'runs/news', '--input', '-'], { stdin: '' })).stdout).toBe('');
    expect((await run(['predict', 'runs/news', '--input', 'texts.txt.gz'])).stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it('gives a text the same answer whatever is asked with it', async () => {
    const many = Array.from({ length: 700 }, (_, i) => (i === 500 ? 'a rocket to a planet' : 'goal '.repeat(i % 40)));
    const { stdout } = await run(['predict', 'runs/news', '-', '--json'], { stdin: many.join('\n') });
    const alone = await run(['predict', 'runs/news', 'a rocket to a planet', '--json']);
    expect(stdout.split('\n')[500]).toBe(alone.stdout.trimEnd());
  });

  it('answers lines as they come', async () => {
    const child = spawn(process.execPath, [bin, 'predict', 'runs/news', '-'], { cwd: folder });
    child.stdout.setEncoding('utf8');
    const answer = (): Promise<string> => new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdin.write('a goal\n');
    expect(await answer()).toMatch(/^Sports\t/);
    child.stdin.write('a bank\n');
    expect(await answer()).toMatch(/^Business\t/);
    child.stdin.end();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  });

  it('reads columns of tables', async () => {
    const { stdout } = await run(['predict', 'runs/news', '--input', 'test.csv', '--text', 'title,description', '--json']);
    const rows = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { label: string });
    expect(rows).toHaveLength(30);
    expect(rows.slice(0, 3).map(({ label }) => label)).toEqual(['Business', 'Science', 'Sports']);
  });

  it('shows the tokens instead', async () => {
    const { stdout } = await run(['predict', 'runs/news', 'The GOAL, of: it!', '--tokens']);
    expect(stdout).toBe('[UNK] goal [UNK] [UNK]\n');
    const { stdout: json } = await run(['predict', 'runs/news', 'The GOAL', '--tokens', '--json']);
    expect(JSON.parse(json)).toMatchObject({ text: 'The GOAL', tokens: ['the', 'goal'], ids: [1, expect.any(Number)] });
  });

  it('is silent where the reader has gone', async () => {
    const child = spawn(process.execPath, [bin, 'predict', 'runs/news', '-'], { cwd: folder });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined);
    const feeding = setInterval(() => child.stdin.write('a goal\n'.repeat(1000)), 5);
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    clearInterval(feeding);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('summary', () => {
  it("has the lesson's 1,281,364 parameters", async () => {
    const { code, stdout } = await run(['summary', 'simple-rnn']);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Embedding(64), SimpleRNN(16); padding takes part; in the lesson it reads title

      Model: "simple-rnn"
      ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
      ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
      ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
      │ embedding (Embedding)           │ (None, None, 64)       │     1,280,000 │
      ├─────────────────────────────────┼────────────────────────┼───────────────┤
      │ simple_rnn (SimpleRNN)          │ (None, 16)             │         1,296 │
      ├─────────────────────────────────┼────────────────────────┼───────────────┤
      │ dense (Dense)                   │ (None, 4)              │            68 │
      └─────────────────────────────────┴────────────────────────┴───────────────┘
       Total params: 1,281,364 (4.89 MB)
       Trainable params: 1,281,364 (4.89 MB)
       Non-trainable params: 0 (0.00 B)
      "
    `);
  });

  it('takes other sizes', async () => {
    const { stdout } = await run(['summary', 'simple-rnn', '--vocabulary', '100', '--classes', '2', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ preset: 'simple-rnn', parameters: 100 * 64 + 64 * 16 + 16 * 16 + 16 + 16 * 2 + 2 });
  });

  it('knows saved models', async () => {
    const { stdout } = await run(['summary', 'runs/news']);
    expect(stdout).toContain('embedding (Embedding)');
    expect(stdout).toContain('3 labels: Business, Science, Sports\nvocabulary of 140 entries\n');
  });
});

describe('data', () => {
  it('describes both sets and what they share', async () => {
    const { code, stdout } = await run(['data', 'train.csv', ...columns, '--test', 'test.csv', '--max-tokens', '50']);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Training data  120 rows, 3 labels; the most frequent has 33.3 % of the rows, 1.0 times the rows of the least frequent
        0 empty texts
        0 repeated texts, 0 if case, spaces and punctuation are left aside

      label     rows   share
      Business    40  33.3 %  ██████████████████████████████
      Science     40  33.3 %  ██████████████████████████████
      Sports      40  33.3 %  ██████████████████████████████

      600 tokens: 5.0 a text on average; half of the texts have at most 5, 95 % 5, 99 % 5, the longest 5
      tokens  texts
           5    120  ██████████████████████████████

      Test data  30 rows, 3 labels; the most frequent has 33.3 % of the rows, 1.0 times the rows of the least frequent
        0 empty texts
        0 repeated texts, 0 if case, spaces and punctuation are left aside

      label     rows   share
      Business    10  33.3 %  ██████████████████████████████
      Science     10  33.3 %  ██████████████████████████████
      Sports      10  33.3 %  ██████████████████████████████

      150 tokens: 5.0 a text on average; half of the texts have at most 5, 95 % 5, 99 % 5, the longest 5
      tokens  texts
           5     30  ██████████████████████████████

      Vocabulary  50 entries of 138 different tokens
        15.00 % of the training tokens are outside it
        20.00 % of the test tokens are outside it; 0 test texts without a known token

      Overlap
        0 test texts also in the training data, 0 if case, spaces and punctuation are left aside
      "
    `);
  });

  it('prints one JSON object with --json', async () => {
    const { stdout, stderr } = await run(['data', 'empty-texts.csv', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ train: { rows: 4, emptyTexts: 1, emptyLines: [3], labels: [{ label: 'no', rows: 2 }, { label: 'yes', rows: 2 }] }, vocabularySize: 5 });
    expect(stderr).toContain('1 empty text (line 3)');
  });

  it('downloads what is behind a URL once', async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests++;
      response.end(read('train.csv'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stdout } = await run(['data', `http://127.0.0.1:${port}/train.csv`, ...columns]);
    await new Promise((resolve) => server.close(resolve));
    expect(code).toBe(0);
    expect(stdout).toContain('120 rows, 3 labels');
    expect(requests).toBe(1);
  });

  it('reads stdin once', async () => {
    const { code, stdout } = await run(['data', '-', '--format', 'csv', ...columns], { stdin: read('train.csv') });
    expect(code).toBe(0);
    expect(stdout).toContain('120 rows, 3 labels');
  });
});

describe('colours', () => {
  it('are only for terminals, but FORCE_COLOR asks for them and NO_COLOR forbids them', async () => {
    const args = ['evaluate', 'runs/news', 'test.csv', ...columns];
    const escape = '\u001b[';
    expect((await run(args)).stdout).not.toContain(escape);
    expect((await run(args, { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    expect((await run(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(escape);
  });
});
