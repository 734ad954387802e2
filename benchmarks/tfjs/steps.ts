/**
 * Time of a training step of the lesson's models in stock TensorFlow.js, on its backends `cpu` and `wasm`, beside ours on one thread.
 *
 *   npm run peers
 *   tsx tfjs/steps.ts --data DIR [--models a,b] [--steps 2] [--fast-steps 20] [--seconds 600] [--gibibytes 12]
 *
 * Contenders: `cpu` as it comes (--steps steps); `wasm` as it comes, whose `fit` throws for want of a kernel: the message is the result;
 * and both with a scatter-add in place of the missing or slow kernel (scatter-add-kernel.ts), which is the benchmark's, not theirs
 * (--fast-steps steps, of which the first few are not counted). Each runs in a process of its own that is ended after --seconds or at
 * --gibibytes; ours is timed before each of them and after the last, on the same batches. tfjs has no GRU of Keras' kind
 * (resetAfter), so `bigru` there is the older one; its Wasm threads are off in Node. Adds one entry for each model to
 * results/tfjs-steps.json. Run it on an idle machine.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { longestRow } from '@sekvens/core';
import type { SequenceBatch } from '@sekvens/core';
import { lessonModels } from '@sekvens/engine';
import { endlessBatches } from '../lesson/endless-batches.js';
import { readLessonData } from '../lesson/lesson-data.js';
import { lessonModel } from '../lesson/lesson-model.js';
import { chosen, positiveInteger, positiveNumber } from '../options.js';
import { median, mergeResults } from '../results.js';
import { timeTrainingSteps } from '../time-training-steps.js';
import { runLimited } from './run-limited.js';
import type { Job } from './train-tfjs.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' }, models: { type: 'string' }, steps: { type: 'string', default: '2' }, 'fast-steps': { type: 'string', default: '20' },
    seconds: { type: 'string', default: '600' }, gibibytes: { type: 'string', default: '12' },
  },
});
if (!values.data) throw new Error('--data DIR with AG News train.csv and test.csv is needed');
const names = chosen(values.models, ['simple-rnn', 'masked-rnn', 'lstm', 'bilstm', 'bigru'] as const, '--models');
const steps = positiveInteger(values.steps, '--steps');
const fastSteps = positiveInteger(values['fast-steps'], '--fast-steps');
const limits = { seconds: positiveNumber(values.seconds, '--seconds'), bytes: positiveNumber(values.gibibytes, '--gibibytes') * 2 ** 30 };
const warmUp = Math.min(5, Math.floor(fastSteps / 4));
const contenders = [
  { name: 'cpu', backend: 'cpu', scatterAdd: false, steps, skip: 0 },
  { name: 'wasm', backend: 'wasm', scatterAdd: false, steps: 1, skip: 0 },
  { name: 'cpu, scatter-add of the benchmark', backend: 'cpu', scatterAdd: true, steps: fastSteps, skip: warmUp },
  { name: 'wasm, scatter-add of the benchmark', backend: 'wasm', scatterAdd: true, steps: fastSteps, skip: warmUp },
] as const;

for (const model of names) {
  const { batchSize } = lessonModels[model];
  const { train } = await readLessonData(values.data, model);
  const batches = take(endlessBatches(train, batchSize), Math.max(steps, fastSteps));
  const ours: number[] = [];
  const timeOurs = async () => {
    const milliseconds = await timeTrainingSteps(lessonModel(model), cycle(batches), {
      threads: 1, warmUp: { steps: 20, milliseconds: 500 }, timed: { least: 50, most: 500, milliseconds: 2000 },
    });
    ours.push(milliseconds);
    console.log(model, 'sekvens', milliseconds.toFixed(3));
  };
  const tfjs: Record<string, object> = {};
  let peer: unknown;
  for (const { name, skip, ...contender } of contenders) {
    await timeOurs();
    const job: Job = { model, backend: contender.backend, scatterAdd: contender.scatterAdd, batches: batches.slice(0, contender.steps).map(padded) };
    const script = fileURLToPath(new URL('./train-tfjs.ts', import.meta.url));
    const { lines, stopped } = await runLimited(['--import', import.meta.resolve('tsx'), script], JSON.stringify(job), limits);
    const times = lines.flatMap(({ milliseconds }) => (typeof milliseconds === 'number' ? [milliseconds] : []));
    const { error, peakBytes } = Object.assign({}, ...lines) as { error?: string; peakBytes?: number };
    peer ??= lines.find((line) => line.peer)?.peer;
    const counted = times.length > skip ? times.slice(skip) : times;
    tfjs[name] = {
      steps: counted.length, milliseconds: counted.length > 0 && !error ? Number(median(counted).toFixed(2)) : undefined,
      outcome: stopped ?? error?.split('\n')[0] ?? 'done', peakGibibytes: peakBytes && Number((peakBytes / 2 ** 30).toFixed(2)), times,
    };
    console.log(model, name, tfjs[name]);
  }
  await timeOurs();
  mergeResults('tfjs-steps', model, { model, batchSize, versions: [peer], limits, sekvens: Number(median(ours).toFixed(3)), sekvensRuns: ours, tfjs });
}

function take(batches: Iterable<SequenceBatch>, count: number): SequenceBatch[] {
  const taken: SequenceBatch[] = [];
  for (const batch of batches) {
    taken.push(batch);
    if (taken.length === count) break;
  }
  return taken;
}

function* cycle(batches: readonly SequenceBatch[]): Generator<SequenceBatch> {
  for (;;) yield* batches;
}

function padded({ ids: { values: ids, offsets }, targets }: SequenceBatch): Job['batches'][number] {
  const timeSteps = longestRow({ values: ids, offsets });
  const rows = Array.from(targets, (_, r) => Array.from({ length: timeSteps }, (_, t) => (offsets[r] + t < offsets[r + 1] ? ids[offsets[r] + t] : 0)));
  return { ids: rows.flat(), timeSteps, labels: Array.from(targets) };
}
