/**
 * Time of a training step of the lesson's models, ours beside Keras and PyTorch, in turns in one run.
 *
 *   tsx lesson/steps.ts --data DIR --python PYTHON [--rounds 3] [--steps 200] [--models a,b]
 *
 * PYTHON has keras 3 (tensorflow) and torch. In every round each contender runs once, with 1 and with 2 threads; what counts is the
 * median over the rounds, and for a peer the faster of its two. Writes results/lesson-steps.json. Run it on an idle machine.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { batchSequences } from '@sekvens/core';
import type { SequenceBatch } from '@sekvens/core';
import { lessonModels, sequential } from '@sekvens/engine';
import type { LessonModelName } from '@sekvens/engine';
import { median, writeResults } from '../results.js';
import { readLessonData } from './lesson-data.js';
import type { LessonRows } from './lesson-data.js';

const { values } = parseArgs({
  options: { data: { type: 'string' }, python: { type: 'string' }, rounds: { type: 'string', default: '3' }, steps: { type: 'string', default: '200' }, models: { type: 'string' } },
});
const { data, python } = values;
if (!data) throw new Error('--data DIR with AG News train.csv and test.csv is needed');
const rounds = Number(values.rounds);
const steps = Number(values.steps);
const names = (values.models?.split(',') ?? ['simple-rnn', 'masked-rnn', 'lstm', 'bilstm', 'bigru']) as LessonModelName[];
const warmUp = 20;

/** Median milliseconds of a training step. */
async function runOurs(name: LessonModelName, rows: LessonRows, threads: number, batchSize: number): Promise<number> {
  const model = sequential(lessonModels[name].layers({ vocabularySize: 20_000, classes: 4 }), { seed: 0 });
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  const trainer = model.trainerFor(0);
  await model.joinTeam(threads);
  const times: number[] = [];
  for (const { ids, timeSteps, targets } of batchSequences(rows.x, rows.y, { batchSize, seed: 0 }).epoch(0) as Iterable<SequenceBatch>) {
    const began = performance.now();
    trainer.step({ ids, timeSteps }, targets);
    times.push(performance.now() - began);
    if (times.length === steps + warmUp) break;
  }
  await model.leaveTeam();
  return median(times.slice(warmUp));
}

interface PeerRun {
  readonly peer: string;
  readonly medianStepMilliseconds: number;
}

function runPeer(script: string, ...args: string[]): PeerRun {
  const path = fileURLToPath(new URL(`../peers/${script}`, import.meta.url));
  const output = execFileSync(python!, [path, '--data', data!, '--steps', String(steps), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return JSON.parse(output.trim().split('\n').at(-1)!) as PeerRun;
}

const table = [];
const runs: Record<string, Record<string, number[]>> = {};
for (const name of names) {
  const { train } = await readLessonData(data, name);
  const { batchSize } = lessonModels[name];
  const times: Record<string, number[]> = (runs[name] = {});
  const add = (contender: string, milliseconds: number) => (times[contender] ??= []).push(milliseconds);
  for (let round = 0; round < rounds; round++) {
    for (const threads of [1, 2]) {
      add(`sekvens, ${threads}`, await runOurs(name, train, threads, batchSize));
      if (!python) continue;
      for (const [script, ...extra] of [['keras_lesson.py'], ['torch_lesson.py'], ['torch_lesson.py', '--sparse']]) {
        const { peer, medianStepMilliseconds } = runPeer(script, '--model', name, '--threads', String(threads), ...extra);
        add(`${peer}, ${threads}`, medianStepMilliseconds);
      }
    }
  }
  const medians = Object.fromEntries(Object.entries(times).map(([contender, list]) => [contender, Number(median(list).toFixed(3))]));
  const best = (pattern: RegExp) => {
    const found = Object.entries(medians).filter(([contender]) => pattern.test(contender));
    return found.length > 0 ? Math.min(...found.map(([, ms]) => ms)) : undefined;
  };
  const ratio = (pattern: RegExp) => {
    const peer = best(pattern);
    return peer && Number((peer / medians['sekvens, 2']).toFixed(1));
  };
  table.push({
    model: name, batchSize, sekvens1: medians['sekvens, 1'], sekvens2: medians['sekvens, 2'],
    keras: best(/^keras/), torch: best(/^torch [^,]*, \d/), torchSparse: best(/SparseAdam/),
    timesFasterThanKeras: ratio(/^keras/), timesFasterThanTorch: ratio(/^torch [^,]*, \d/), timesFasterThanTorchSparse: ratio(/SparseAdam/),
  });
  console.log(name, medians);
}
console.table(table);
writeResults('lesson-steps', { steps, rounds, unit: 'milliseconds a training step, medians', table, runs });
