import { TextClassifier } from '@sekvens/engine';
import { expect, test } from 'vitest';
import type { DataChoice } from './data-choice.js';
import { sameData } from './data-choice.js';
import type { CurvePoint } from './curve.js';
import { Pause } from './pause.js';
import { readData } from './read-data.js';
import { newRun, runAfter } from './run.js';
import { runTraining } from './run-training.js';
import { defaultSettings, describeSettings } from './training-settings.js';

const signal = new AbortController().signal;
const table = (content: string): DataChoice => ({ kind: 'table', name: 'rows', content, format: 'csv', text: [0], label: 1, header: true });
const csv = `text,label\n${Array.from({ length: 100 }, (_, i) => `"a ${i % 2 ? 'good' : 'bad'}\nmeal",${i % 2 ? 'yes' : 'no'}`).join('\n')}`;

const quiet = { started: () => undefined, progress: () => undefined, epoch: () => undefined, paused: () => undefined, evaluating: () => undefined };

test('a fifth of the rows of each label is held out, the same ones every time', async () => {
  const data = await readData(table(csv), signal);
  expect([data.train.length, data.test.length, data.labels]).toEqual([80, 20, ['no', 'yes']]);
  expect(data.test.filter(({ label }) => label === 'yes')).toHaveLength(10);
  expect(await readData(table(csv), signal)).toEqual(data);
});

test('rows that cannot be trained on are refused with the reason', async () => {
  await expect(readData(table('text,label\na,x\nb,x'), signal)).rejects.toThrow('rows: expected rows of at least two labels, got 2 of 1. Is this the column of the label?');
  await expect(readData(table('text,label\na,x\nb,y'), signal)).rejects.toThrow('rows: expected enough rows to hold some out for testing, got 2. A label needs five rows for one of them to be held out.');
  const many = Array.from({ length: 101 }, (_, i) => `a,${i}`).join('\n');
  await expect(readData(table(`text,label\n${many}`), signal)).rejects.toThrow('rows: expected at most 100 labels, got 101 different ones in 101 rows. Is this the column of the label?');
  await expect(readData(table('text,label\n"a,x\nb,y'), signal)).rejects.toThrow('rows:2');
});

test('a training tells of its plan, its batches and its epochs, and gives a model that can be loaded', async () => {
  const data = await readData(table(csv), signal);
  const heard: string[] = [];
  const points: CurvePoint[] = [];
  let padding = -1;
  const { files, evaluation, progress, points: last } = await runTraining(data, { ...defaultSettings, units: 4, embeddingSize: 4, epochs: 8, learningRate: 0.05, batchSize: 16 }, { signal, pause: new Pause() }, {
    started: (plan) => {
      heard.push('started');
      padding = plan.padding;
      expect(plan).toMatchObject({ trainRows: 80, testRows: 20, labels: 2, vocabulary: 6, steps: 40 });
    },
    progress: (_, more) => points.push(...more),
    epoch: ({ epoch }) => heard.push(`epoch ${epoch}`),
    paused: () => heard.push('paused'),
    evaluating: () => heard.push('evaluating'),
  });
  expect(heard).toEqual(['started', ...Array.from({ length: 8 }, (_, i) => `epoch ${i}`), 'evaluating']);
  expect(padding).toBe(0);
  expect([progress.step, progress.tokens]).toEqual([40, 8 * 80 * 3]);
  expect([...points, ...last].at(-1)!.epoch).toBe(8);
  expect(evaluation.accuracy).toBe(1);
  expect(TextClassifier.fromFiles(files).predict('a good meal').label).toBe('yes');
});

test('what is paused waits, and goes on to the same weights', async () => {
  const data = await readData(table(csv), signal);
  const settings = { ...defaultSettings, units: 4, embeddingSize: 4, epochs: 3, bucketing: true };
  const undisturbed = await runTraining(data, settings, { signal, pause: new Pause() }, quiet);
  const pause = new Pause();
  pause.begin();
  let paused = 0;
  const disturbed = await runTraining(data, settings, { signal, pause }, { ...quiet, paused: () => {
    paused += 1;
    setTimeout(() => pause.end());
  } });
  expect(paused).toBe(1);
  expect(disturbed.files).toEqual(undisturbed.files);
});

test('a training that is cancelled while it is paused ends', async () => {
  const abort = new AbortController();
  const pause = new Pause();
  pause.begin();
  const training = runTraining(await readData(table(csv), signal), defaultSettings, { signal: abort.signal, pause }, { ...quiet, paused: () => {
    abort.abort();
    pause.end();
  } });
  await expect(training).rejects.toMatchObject({ code: 'aborted' });
});

test('a run follows what its worker says', () => {
  const run = newRun(1, 'LSTM', { kind: 'sample', reads: 'title' }, defaultSettings);
  const plan = { trainRows: 8, testRows: 2, labels: 2, vocabulary: 9, parameters: 30, steps: 4, padding: 0.25 };
  const point = { epoch: 1, seconds: 1, loss: 2, accuracy: 0.5 };
  const started = runAfter(run, { run: 1, kind: 'started', plan });
  expect(started).toMatchObject({ status: 'running', plan });
  expect(runAfter({ ...run, status: 'pausing' }, { run: 1, kind: 'started', plan }).status).toBe('pausing');
  const progress = { step: 2, seconds: 1, tokens: 40 };
  expect(runAfter(started, { run: 1, kind: 'progress', progress, points: [point] })).toMatchObject({ progress, points: [point] });
  expect(runAfter(started, { run: 1, kind: 'failed', error: { message: 'no' } })).toMatchObject({ status: 'failed', error: { message: 'no' } });
});

test('names say what is particular about a training', () => {
  expect(describeSettings(defaultSettings)).toBe('LSTM(32)');
  expect(describeSettings({ ...defaultSettings, cell: 'gru', layers: 2, bidirectional: true, mask: false, bucketing: true })).toBe('2 × BiGRU(32), no mask, bucketed');
  expect(describeSettings({ ...defaultSettings, cell: 'none' })).toBe('Mean of words');
});

test('the same rows are read once', () => {
  expect(sameData(table(csv), table(csv))).toBe(true);
  expect(sameData(table(csv), { ...table(csv), label: 0 } as DataChoice)).toBe(false);
  expect(sameData({ kind: 'sample', reads: 'title' }, { kind: 'sample', reads: 'title and description' })).toBe(false);
});
