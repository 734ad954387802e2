import { expect, test } from 'vitest';
import { accuracyTable } from './accuracy.js';
import { inferenceTable } from './inference.js';
import { kernelTables } from './kernels.js';
import { lessonAccuracyTable } from './lesson-accuracy.js';
import { lessonEpochsTable } from './lesson-epochs.js';
import { lessonProgramsTable } from './lesson-programs.js';
import { lessonStepsTable, trainingStepTable } from './lesson-steps.js';
import { scalingTables } from './scaling.js';
import { renderTable } from './tables.js';
import { tfjsStepsTable } from './tfjs-steps.js';
import { tokenizationTable } from './tokenization.js';

const about = { date: '2026-01-02', machine: 'a machine', node: 'v20.0.0', commit: 'abc' };
const measured = 'Measured 2026-01-02 on a machine; Node v20.0.0; commit abc.';
const steps = {
  a: { ...about, model: 'bilstm', batchSize: 128, rounds: 3, steps: 200, milliseconds: { 'sekvens, 1': 100, 'sekvens, 2': 50, 'keras, 1': 200, 'keras, 2': 150, 'torch, 1': 40 }, timesAsFast: { keras: 3, torch: 0.8 }, kerasFastest: ['fit'] },
  b: { ...about, model: 'lstm', batchSize: 8, rounds: 3, steps: 200, milliseconds: { 'sekvens, 1': 0.1, 'sekvens, 2': 0.2 } },
};

test('steps: models in the order of the lesson, peers with their faster number of threads, and what is slower', () => {
  expect(lessonStepsTable(steps)).toBe(`| milliseconds a training step | batch | sekvens, 1 thread | sekvens, 2 threads | Keras | PyTorch | PyTorch, SparseAdam |
|---|---:|---:|---:|---:|---:|---:|
| LSTM(8) | 8 | 0.100 | 0.200 | – | – | – |
| 2 × BiLSTM(64) | 128 | 100 | 50.0 | 150 (3.0×) | 40.0 (0.80×) | – |

Slower than a peer: 2 × BiLSTM(64) at batch 128 than PyTorch (0.80×).

Medians of 3 rounds of 200 steps. Peers with the faster of 1 and 2 threads, Keras in the fastest of three ways (fit); in brackets how many times as fast sekvens is, also with the faster. ${measured}`);
});

test('the table of the repository’s README has only what was measured beside peers', () => {
  expect(trainingStepTable({ b: steps.b })).toBeUndefined();
  const table = trainingStepTable(steps)!;
  expect(table).toContain('| 2 × BiLSTM(64) | 128 | **50.0** | 150 (3.0×) | 40.0 (0.80×) | – |');
  expect(table).not.toContain('LSTM(8)');
});

test('epochs: a sum only for contenders that have run every model', () => {
  const entry = { ...about, batchSize: 16, rows: 1000, threads: 2 };
  const table = lessonEpochsTable({ a: { ...entry, model: 'bilstm', seconds: { sekvens: 10, keras: 50, torch: 5 } }, b: { ...entry, model: 'masked-rnn', seconds: { sekvens: 2, keras: 10 } } });
  expect(table).toContain('| masked SimpleRNN(16) | 1,000 | 2.00 | 10.0 (5.0×) | – |\n| 2 × BiLSTM(64) | 1,000 | 10.0 | 50.0 (5.0×) | 5.00 (0.50×) |\n| together |  | 12.0 | 60.0 (5.0×) | – |');
  expect(table).toContain('Slower than a peer: 2 × BiLSTM(64) than PyTorch (0.50×).');
});

test('TensorFlow.js: an outcome stands where there is no time, and beside a time that was cut short', () => {
  const tfjs = { cpu: { milliseconds: 24_000, outcome: 'stopped after 60 s' }, wasm: { outcome: 'no kernel' }, other: { milliseconds: 5, outcome: 'done' } };
  expect(tfjsStepsTable({ a: { ...about, model: 'lstm', batchSize: 8, sekvens: 0.5, tfjs } })).toContain('| LSTM(8) | 8 | 0.500 | 24,000 (48,000×), stopped after 60 s | no kernel | 5.00 (10×) |');
});

test('scaling: ratio to the faster PyTorch, sizes left out, and the claim about the vocabulary', () => {
  const entry = { ...about, network: 'bilstm', distinctIds: 320, rounds: 3, skipped: {} };
  const length = {
    ...entry, axis: 'length', title: 'tokens a row', series: ['sekvens', 'torch', 'torch, SparseAdam'], skipped: { 'sekvens 10000': 'a need of 5.00 GiB' },
    table: [{ size: 10, sekvens: 2, torch: 6, 'torch, SparseAdam': 4 }, { size: 10_000, torch: 9 }],
  };
  const vocabulary = (slowest: number) => ({ ...entry, axis: 'vocabulary', title: 'rows', series: ['sekvens, equal'], table: [{ size: 2000, 'sekvens, equal': 10 }, { size: 4000, 'sekvens, equal': slowest }] });
  const text = scalingTables({ a: length, b: vocabulary(10.5) });
  expect(text).toContain('| 10 | 2.00 | 6.00 | 4.00 | 2.0× |\n| 10,000 | – | 9.00 | – | – |');
  expect(text).toContain('Left out for want of memory: sekvens 10000: a need of 5.00 GiB.');
  expect(text).toContain('With 320 distinct ids a batch, the slowest of these vocabularies takes 5.00 % more time than the fastest: within 10 %, a step does not depend on the vocabulary.');
  expect(scalingTables({ b: vocabulary(12) })).toContain('takes 20.0 % more time than the fastest: more than 10 %, so a step does depend on the vocabulary.');
});

test('kernels: peak, whole steps and phases', () => {
  const phases = { projection: { millisecondsPerStep: 2, gigaflopsPerSecond: 30, shareOfPeak: 0.6 }, rest: { millisecondsPerStep: 1, gigaflopsPerSecond: 0, shareOfPeak: 0 } };
  const text = kernelTables({ ...about, peakGigaflopsPerSecond: 50, gemm: { 1: { 'square 64': 50 } }, table: [{ name: 'batch 16, 1 thread', stepMilliseconds: 20, gigaflopsPerSecond: 25, shareOfPeak: 0.5, phases }] });
  expect(text).toContain('| square 64 | 50.0 |');
  expect(text).toContain('| batch 16, 1 thread | 20.0 | 25.0 | 50.0 % |');
  expect(text).toContain('| projection | 2.00, 60.0 % |\n| rest | 1.00 |');
});

test('inference: what is slower, and the largest difference', () => {
  const row = { task: 'one text', threads: 1, sekvens: 0.3, onnxruntimeNode: 0.2, onnxruntimeWeb: 0.6, timesFasterThanNode: 0.67, timesFasterThanWeb: 2 };
  const text = inferenceTable({ ...about, texts: 7600, rounds: 3, contenders: { a: 'sekvens 1' }, largestDifference: { a: 0, b: 0.000003 }, table: [row] });
  expect(text).toContain('| one text | 1 | 0.300 | 0.200 (0.67×) | 0.600 (2.0×) |');
  expect(text).toContain('Slower than a peer: one text, 1 thread, than onnxruntime-node (0.67×).');
  expect(text).toContain('Probabilities differ by at most 0.000003.');
});

test('tokenization: a peer that cannot do a task has a dash', () => {
  const table = [{ task: 'adapt', unit: 'MB/s', sekvens: 80, plain: 40, timesFasterThanPlain: 2 }];
  expect(tokenizationTable({ ...about, texts: 10, megabytes: 1.5, rounds: 3, contenders: {}, table })).toContain('| adapt | MB/s | 80.0 | – | 40.0 (2.0×) |');
});

test('programs of the lesson: figures of several seeds in a row, other lines one below the other', () => {
  const runs = [{ step: 2, options: '--seed 0, 1', lines: ['Test accuracy: 75.6 %', 'Test accuracy: 77.8 %'] }, { step: 6, options: '', lines: ['plain: 1 % padding', 'bucketed: 2 % padding'] }];
  const text = lessonProgramsTable({ ...about, runs });
  expect(text).toContain('| 2 | --seed 0, 1 | Test accuracy: 75.6 %, 77.8 % |');
  expect(text).toContain('| 6 |  | plain: 1 % padding<br>bucketed: 2 % padding |');
});

test('accuracy: the first three seeds, and all with their deviation', () => {
  const entry = { ...about, model: 'lstm', batchSize: 8, sekvens: [0.7, 0.8, 0.9, 0.8], keras: [0.5, 0.6] };
  expect(lessonAccuracyTable({ a: entry })).toContain('| LSTM(8) | 80.0 | – | 80.0 ± 8.2 (4) | 55.0 ± 7.1 (2) |');
});

test('accuracy of contenders: one task, best first, F1 of its class where it has one', () => {
  const entry = { ...about, rows: { train: 4000, test: 1000 }, task: 'spam' };
  const run = { accuracy: 0.98, macroF1: 0.9, focusF1: 0.95, seconds: 2, bytes: 3e6 };
  const entries = {
    a: { ...entry, contender: 'baseline', description: 'n-grams', runs: [{ ...run, seed: 0 }, { ...run, seed: 1, accuracy: 0.99, focusF1: 0.97, seconds: 4 }] },
    b: { ...entry, contender: 'network', description: 'a GRU', runs: [{ ...run, seed: 0, accuracy: 0.9912, trainingSeconds: 1.5 }] },
    c: { ...entry, task: 'news', contender: 'fast', description: 'a preset', runs: [{ seed: 0, accuracy: 0.9, macroF1: 0.8, seconds: 1, bytes: 1 }] },
  };
  expect(accuracyTable(entries, 'spam')).toBe(`| contender | accuracy in per cent, mean (each seed) | F1 of spam | training in seconds | all in seconds | model in MB |
|---|---:|---:|---:|---:|---:|
| network | 99.12 | 0.950 | 1.50 | 2.00 | 3.00 |
| baseline | **98.50** (98.00, 99.00) | **0.960** (0.950, 0.970) | – | 3.00 | 3.00 |

Rows: 4,000 to train on, 1,000 to test on. network: a GRU. baseline: n-grams.

${measured}`);
  expect(accuracyTable(entries, 'news')).toContain('| contender | accuracy in per cent, mean (each seed) | macro F1 |');
  expect(accuracyTable(entries, 'surnames')).toBeUndefined();
});

test('what has not been measured says how to, and an unknown table is refused', () => {
  expect(renderTable('/nowhere', 'scaling')).toBe('Not measured yet; `npm run scaling` in benchmarks does.');
  expect(() => renderTable('/nowhere', 'x')).toThrow('<!-- results: x -->: expected one of training-step, lesson-steps, lesson-epochs, tfjs-steps, tfjs-layers, scaling, kernels, inference, tokenization, lesson-programs, lesson-accuracy, accuracy-news, accuracy-spam, accuracy-surnames');
});
