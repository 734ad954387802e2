/** Threads that share a batch: whoever runs a task, it runs once; whatever happens to a worker, nobody waits for ever and nothing is left over. */
import { SekvensError } from '@sekvens/core';
import { dense, embedding, gru } from '@sekvens/layers';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { Sequential } from '../src/model/sequential.js';
import { sequential } from '../src/model/sequential.js';
import { Heap } from '../src/wasm/heap.js';
import { instantiateKernels } from '../src/wasm/kernels.js';
import type { Thread } from '../src/wasm/start-thread.js';
import { slot, workerSource } from '../src/wasm/team-worker.js';
import { startThreadTeam } from '../src/wasm/thread-team.js';
import type { TeamOptions, ThreadTeam } from '../src/wasm/thread-team.js';
import { errorOf } from './helpers/error-of.js';
import { learnableRows } from './helpers/examples.js';
import { runProgram } from './helpers/run-program.js';

const heap = new Heap(true);
const kernels = instantiateKernels(heap.memory);
const buffer = heap.keep(65536);
const outside = 2 ** 32 - 64;

const open: ThreadTeam[] = [];
async function team(size: number, options?: TeamOptions): Promise<ThreadTeam> {
  const started = await startThreadTeam(size, kernels, heap.memory, options);
  open.push(started);
  return started;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const inside = (of: ThreadTeam) => of as unknown as { control: Int32Array; threads: Thread[] };

/** A task that is one thing in the calling thread and another in a worker; who claims which of several is left to chance. */
const either = (here: () => void, there: (k: typeof kernels) => void) => (k: typeof kernels) => (k === kernels ? here() : there(k));
const waitUntil = (condition: () => boolean) => {
  while (!condition());
};

describe('a phase', () => {
  test.each([2, 4])('runs every task once, with %s threads and hardly any work in a task', async (size) => {
    const shared = await team(size);
    const one = heap.keep(4);
    heap.f32(one, 1)[0] = 1;
    const counts = heap.keep(64 * 16);
    const expected = new Float32Array(16);
    for (let round = 0; round < 20_000; round++) {
      const tasks = 2 + (round % 15);
      shared.phase(Array.from({ length: tasks }, (_, i) => (k) => k.add(counts + 64 * i, counts + 64 * i, one, 1)));
      for (let i = 0; i < tasks; i++) expected[i]++;
    }
    expect(Float32Array.from(expected, (_, i) => heap.f32(counts + 64 * i, 1)[0])).toEqual(expected);
  });

  test('of one task, or of none, needs nobody else', async () => {
    const shared = await team(2);
    shared.phase([]);
    shared.phase([(k) => k.scale(buffer, buffer, 1, 4)]);
    expect(inside(shared).control[slot.generation]).toBe(0);
  });
});

describe('a worker', () => {
  test('in which a kernel fails ends the phase with the name of the kernel', async () => {
    const shared = await team(2);
    const { control } = inside(shared);
    const task = either(() => waitUntil(() => Atomics.load(control, slot.failed) > 0), (k) => k.scale(outside, outside, 1, 1000));
    expect(() => shared.phase([task, task])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: training threads: expected every task of a batch to be done, got the kernel scale that failed in a worker. Weights and the state of the optimizer may be half updated: load a saved model, or compile and call setWeights with weights you trust. Then train again, with threads: 1 if it happens again.]`);
  });

  test('may still be busy when a kernel fails in the calling thread: the phase ends after it', async () => {
    const shared = await team(2);
    const { control } = inside(shared);
    const fails = () => {
      waitUntil(() => Atomics.load(control, slot.busy) === 1);
      kernels.scale(outside, outside, 1, 1000);
    };
    // tenths of a second each: enough for the calling thread to get one of so many
    const task = either(fails, (k) => k.copyRows(buffer, 0, buffer + 32768, 0, 50_000, 5000));
    expect(() => shared.phase(Array.from({ length: 50 }, () => task))).toThrow(/^training threads: expected every task of a batch to be done, got a kernel that failed: memory access out of bounds/);
    expect(Atomics.load(control, slot.busy)).toBe(0);
  });

  test('that is killed in the middle of a task ends the phase', async () => {
    const shared = await team(3);
    const { control, threads } = inside(shared);
    const isBusy = (worker: number) => Atomics.load(control, slot.busy + worker) === 1;
    const kill = () => {
      waitUntil(() => isBusy(0) && isBusy(1));
      void threads[0].end();
      void threads[1].end();
    };
    // two billion copies: long enough for whoever waits
    const task = either(kill, (k) => k.copyRows(buffer, 0, buffer + 32768, 0, 2 ** 31 - 1, 5000));
    expect(() => shared.phase([task, task, task])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: training threads: expected every task of a batch to be done, got a worker that ended in the middle of one. Weights and the state of the optimizer may be half updated: load a saved model, or compile and call setWeights with weights you trust. Then train again, with threads: 1 if it happens again.]`);
  });

  test('that ends itself in the middle of a task ends the phase', async () => {
    const shared = await team(2, { source: workerSource.replace('run(calls[', 'process.exit(3); run(calls[') });
    const { control } = inside(shared);
    const task = either(() => waitUntil(() => Atomics.load(control, slot.ended) === 1), (k) => k.scale(buffer, buffer, 1, 4));
    expect(() => shared.phase([task, task])).toThrow(/got a worker that ended in the middle of one\. Weights/);
  });

  test('that is killed between phases is missed before the next step; phases go on without it', async () => {
    const shared = await team(2);
    const { threads } = inside(shared);
    shared.assertComplete();
    await threads[0].end();
    shared.phase([(k) => k.scale(buffer, buffer, 1, 4), (k) => k.scale(buffer, buffer, 1, 4)]);
    expect(() => shared.assertComplete()).toThrowErrorMatchingInlineSnapshot(`[SekvensError: training threads: expected 1 worker, got 1 that ended (it ended). The weights are those of the last whole batch. Train again, with threads: 1 if it happens again.]`);
  });

  test('that nobody watches over any more is missed too', async () => {
    const shared = await team(2);
    await inside(shared).threads[1].end();
    expect(() => shared.assertComplete()).toThrow('training threads: expected 1 worker, got none to watch over them (it ended).');
  });

  test.each([
    ['never begins', 300, 'const start = () => setInterval(() => {}, 1000);', 'training threads: expected 1 worker to start, got no sign of one within 0.3 s. Train with threads: 1, or leave threads out.'],
    ['fails at once', undefined, "const start = () => { throw new Error('no such luck'); };", 'training threads: expected 1 worker to start, got no such luck. Train with threads: 1, or leave threads out.'],
    ['ends at once', undefined, 'const start = () => process.exit();', 'training threads: expected 1 worker to start, got it ended. Train with threads: 1, or leave threads out.'],
  ])('that %s is an error at the start', async (_, startLimit, source, message) => {
    expect(await errorOf(() => team(2, { source, startLimit }))).toBe(`unsupported: ${message}`);
  });

  test('needs memory that is shared', async () => {
    const alone = new Heap(false);
    expect(await errorOf(() => startThreadTeam(2, instantiateKernels(alone.memory), alone.memory))).toBe(
      'unsupported: training threads: expected a place where threads can share their work, got memory that is not shared. Train with threads: 1.',
    );
  });
});

const { x, y } = learnableRows(64, { longest: 9 });

function classifier(): Sequential {
  const model = sequential([embedding({ inputDim: 30, outputDim: 40, maskZero: true }), gru({ units: 48 }), dense({ units: 3, activation: 'softmax' })]);
  model.compile({ loss: 'sparseCategoricalCrossentropy' });
  return model;
}

const teamOf = (model: Sequential) => (model as unknown as { executor: { threads: ThreadTeam } }).executor.threads;

describe('fit', () => {
  it('ends when a worker has been killed, with the weights of the last whole batch, and can train again', async () => {
    const model = classifier();
    let good = {};
    const kill = {
      async onBatchEnd({ batch }: { batch: number }) {
        if (batch !== 1) return;
        good = model.getWeights();
        await inside(teamOf(model)).threads[0].end();
      },
    };
    expect(await errorOf(() => model.fit({ x, y }, { batchSize: 8, threads: 2, callbacks: [kill] }))).toMatchInlineSnapshot(`"internal: training threads: expected 1 worker, got 1 that ended (it ended). The weights are those of the last whole batch. Train again, with threads: 1 if it happens again."`);
    expect(model.getWeights()).toEqual(good);
    const { epochs } = await model.fit({ x, y }, { threads: 2, epochs: 2 });
    expect(epochs[1].loss).toBeLessThan(epochs[0].loss);
  });

  it('leaves no worker behind, whether it ends well, by an error or by a signal', async () => {
    let alive = 0;
    let ever = 0;
    const count = (worker: { once(event: 'exit', listener: () => void): void }) => {
      alive++;
      ever++;
      worker.once('exit', () => alive--);
    };
    process.on('worker', count);
    try {
      const model = classifier();
      for (let i = 0; i < 5; i++) {
        const during: number[] = [];
        const look = { onBatchEnd: () => void during.push(alive) };
        await model.fit({ x, y }, { threads: 3, callbacks: [look] });
        expect(alive).toBe(0);
        // two that work and one that watches
        expect(new Set(during)).toEqual(new Set([3]));
        const fails = { onBatchEnd: () => Promise.reject(new SekvensError({ code: 'io', where: 'callback', expected: 'a', got: 'b' })) };
        expect(await errorOf(() => model.fit({ x, y }, { threads: 3, callbacks: [fails] }))).toBe('io: callback: expected a, got b.');
        expect(alive).toBe(0);
        const controller = new AbortController();
        const stops = { onBatchEnd: () => controller.abort() };
        expect(await errorOf(() => model.fit({ x, y }, { threads: 3, callbacks: [stops], signal: controller.signal }))).toMatch(/^aborted: /);
        expect(alive).toBe(0);
        expect(await errorOf(() => model.fit({ x, y: [...y.slice(0, 63), 7] }, { threads: 3 }))).toMatch(/^invalid-data: /);
        expect(alive).toBe(0);
      }
      // rows that cannot be used may be refused before anybody is asked to help
      expect(ever).toBeGreaterThanOrEqual(45);
    } finally {
      process.off('worker', count);
    }
  });
});

const program = (options: string) => `
  import { dense } from '@sekvens/layers';
  import { sequential } from '../src/model/sequential.js';
  // wide enough for threads to be used by themselves
  const model = sequential([dense({ units: 2, activation: 'softmax' })], { inputShape: [8000] });
  model.compile({ loss: 'sparseCategoricalCrossentropy' });
  model.fit({ x: [Array(8000).fill(0), Array(8000).fill(1)], y: [0, 1] }, ${options}).then(() => console.log('trained'), (error) => console.log(error.message));`;

describe('a process', () => {
  it('ends when its training has', async () => {
    expect(await runProgram(program('{ threads: 3 }'))).toBe('trained');
    expect(await runProgram(program("{ threads: 3, callbacks: [{ onEpochEnd() { throw new Error('enough'); } }] }"))).toBe('enough');
  });

  it('that may not have workers is told so where it asks for them, and else trains alone', async () => {
    const flags = process.allowedNodeEnvironmentFlags.has('--permission') ? ['--permission', '--allow-fs-read=*'] : ['--experimental-permission', '--allow-fs-read=*'];
    expect(await runProgram(program('{ threads: 2 }'), { flags })).toMatch(/^training threads: expected 1 worker to start, got Access to this API has been restricted/);
    expect(await runProgram(program('{}'), { flags })).toBe('trained');
  });
});
