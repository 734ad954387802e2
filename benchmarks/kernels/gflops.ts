/**
 * GFLOP/s of the engine's matrix product, and what share of it a whole training step of 2 x BiLSTM(64) reaches.
 *
 *   tsx kernels/gflops.ts --data DIR [--batches 16,128] [--threads 1,2] [--rounds 3] [--steps 60]
 *
 * The plain product (`gemm` on packed panels) is timed at square sizes and at the lesson's; its fastest is the peak, measured in the same
 * run. A step is timed as a whole: the floating-point operations of its products (two a multiply-add; activations, gathering and Adam take
 * time but are not counted) over the time of the step, over the peak times the number of threads, is its share of the peak. Beside it,
 * phase by phase, what the calling thread did: its operations over the time it spent in the kernels of that phase. With two threads that
 * is about half of the work, and `outside kernels`, waiting included, is the rest of the step. Rounds interleave everything; medians, for the product the best.
 * Writes results/kernels.json. Run it on an idle machine.
 */
import { parseArgs } from 'node:util';
import type { SequenceBatch } from '@sekvens/core';
import { endlessBatches } from '../lesson/endless-batches.js';
import { readLessonData } from '../lesson/lesson-data.js';
import { lessonModel } from '../lesson/lesson-model.js';
import { positiveInteger } from '../options.js';
import { median, writeResults } from '../results.js';
import { withTeam } from '../team.js';
import { executorOf } from './engine-internals.js';
import { gemmRate } from './gemm-rate.js';
import type { GemmShape } from './gemm-rate.js';
import { PhaseClock, phaseNames, stepOperations } from './phases.js';
import type { PhaseName } from './phases.js';

const { values } = parseArgs({
  options: { data: { type: 'string' }, batches: { type: 'string', default: '16,128' }, threads: { type: 'string', default: '1,2' }, rounds: { type: 'string', default: '3' }, steps: { type: 'string', default: '60' } },
});
if (!values.data) throw new Error('--data DIR with AG News train.csv is needed');
const numbers = (text: string, option: string) => text.split(',').map((part) => positiveInteger(part, option));
const batchSizes = numbers(values.batches, '--batches');
const threadCounts = numbers(values.threads, '--threads');
const rounds = positiveInteger(values.rounds, '--rounds');
const steps = positiveInteger(values.steps, '--steps');
const warmUp = Math.min(10, steps);
const sizes = { inputs: 128, units: 64 };
const shapes: GemmShape[] = [
  ...[64, 128, 256, 512].map((n) => ({ name: `square ${n}`, m: n, n, k: n })),
  { name: 'projection, 320 distinct ids', m: 320, n: 256, k: 128 },
  { name: 'gradient of x, 640 tokens', m: 640, n: 128, k: 256 },
  { name: 'recurrence, 16 rows', m: 16, n: 256, k: 64 },
  { name: 'recurrence back, 16 rows', m: 16, n: 64, k: 256 },
  { name: 'recurrence, 128 rows', m: 128, n: 256, k: 64 },
];
const { train } = await readLessonData(values.data, 'bilstm');

interface StepRun {
  readonly stepMilliseconds: number;
  readonly gigaflopsPerSecond: number;
  readonly operationsPerStep: number;
  readonly phases: Readonly<Record<PhaseName | 'outside kernels', { readonly millisecondsPerStep: number; readonly gigaflopsPerSecond: number }>>;
}

async function measureGemm(threads: number): Promise<Record<string, number>> {
  const executor = executorOf(lessonModel('bilstm'));
  return withTeam(executor, threads, () => Object.fromEntries(shapes.map((shape) => [shape.name, gemmRate(executor, shape, threads, 200)])));
}

async function measureSteps(batchSize: number, threads: number): Promise<StepRun> {
  const model = lessonModel('bilstm');
  const trainer = model.trainerFor(0);
  const executor = executorOf(model);
  const batches = endlessBatches(train, batchSize);
  const next = () => batches.next().value as SequenceBatch;
  const step = ({ ids, targets }: SequenceBatch) => {
    const began = performance.now();
    trainer.step({ ids }, targets);
    return performance.now() - began;
  };
  const { rates, clock, total } = await withTeam(executor, threads, () => {
    for (let i = 0; i < warmUp; i++) step(next());
    // whole steps without clocks in them …
    const chosen = Array.from({ length: steps }, next);
    const rates = chosen.map((batch) => {
      const { values: ids } = batch.ids;
      const operations = stepOperations(sizes, ids.length, new Set(ids).size);
      return { operations, milliseconds: step(batch) };
    });
    // … then the same batches with them
    const clock = new PhaseClock(executor, sizes);
    clock.install();
    return { rates, clock, total: chosen.reduce((sum, batch) => sum + step(batch), 0) };
  });
  const operations = rates.reduce((sum, rate) => sum + rate.operations, 0);
  if (threads === 1) checkCount(clock, operations);
  const busy = phaseNames.reduce((sum, name) => sum + clock.phases[name].milliseconds, 0);
  const phases = {
    ...Object.fromEntries(phaseNames.map((name) => {
      const { milliseconds, operations: done } = clock.phases[name];
      return [name, { millisecondsPerStep: milliseconds / steps, gigaflopsPerSecond: milliseconds > 0 ? done / milliseconds / 1e6 : 0 }];
    })),
    'outside kernels': { millisecondsPerStep: (total - busy) / steps, gigaflopsPerSecond: 0 },
  } as StepRun['phases'];
  return {
    stepMilliseconds: median(rates.map(({ milliseconds }) => milliseconds)),
    gigaflopsPerSecond: median(rates.map((rate) => rate.operations / rate.milliseconds / 1e6)),
    operationsPerStep: operations / steps,
    phases,
  };
}

/** On one thread the kernels have seen every product: they must have done what the batches were counted to need. */
function checkCount(clock: PhaseClock, expected: number): void {
  const got = phaseNames.filter((name) => name !== 'rest').reduce((sum, name) => sum + clock.phases[name].operations, 0);
  if (got !== expected) throw new Error(`the kernels did ${got} operations, the batches were counted to need ${expected}`);
}

const rounded = (value: number) => Number(value.toPrecision(4));
const gemmRuns = new Map<number, Record<string, number>[]>(threadCounts.map((threads) => [threads, []]));
const stepRuns = new Map<string, StepRun[]>();
for (let round = 0; round < rounds; round++) {
  for (const threads of threadCounts) {
    gemmRuns.get(threads)!.push(await measureGemm(threads));
    for (const batchSize of batchSizes) {
      const key = `batch ${batchSize}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
      stepRuns.set(key, [...(stepRuns.get(key) ?? []), await measureSteps(batchSize, threads)]);
    }
  }
}
if (!gemmRuns.has(1)) gemmRuns.set(1, [await measureGemm(1)]);

const best = (runs: readonly Record<string, number>[]) => Object.fromEntries(shapes.map(({ name }) => [name, rounded(Math.max(...runs.map((run) => run[name])))]));
const gemm = Object.fromEntries([...gemmRuns].map(([threads, runs]) => [threads, best(runs)]));
const peak = Math.max(...Object.values(gemm[1]));
const table = [...stepRuns].map(([name, runs]) => {
  const threads = Number(/(\d+) threads?$/.exec(name)![1]);
  const rate = median(runs.map(({ gigaflopsPerSecond }) => gigaflopsPerSecond));
  const phases = Object.fromEntries([...phaseNames, 'outside kernels' as const].map((phase) => {
    const gigaflopsPerSecond = rounded(median(runs.map((run) => run.phases[phase].gigaflopsPerSecond)));
    return [phase, { millisecondsPerStep: rounded(median(runs.map((run) => run.phases[phase].millisecondsPerStep))), gigaflopsPerSecond, shareOfPeak: rounded(gigaflopsPerSecond / peak) }];
  }));
  return {
    name, threads, stepMilliseconds: rounded(median(runs.map(({ stepMilliseconds }) => stepMilliseconds))), megaflopsPerStep: rounded(runs[0].operationsPerStep / 1e6),
    gigaflopsPerSecond: rounded(rate), shareOfPeak: rounded(rate / (peak * threads)), phases,
  };
});
console.log('GFLOP/s of the product, by threads at work side by side');
console.table(gemm);
for (const { name, shareOfPeak, stepMilliseconds, phases } of table) {
  console.log(`${name}: ${stepMilliseconds} ms a step, ${(100 * shareOfPeak).toFixed(1)} % of the peak of ${peak} GFLOP/s a thread`);
  console.table(phases);
}
writeResults('kernels', { rounds, steps, peakGigaflopsPerSecond: peak, gemm, table });
