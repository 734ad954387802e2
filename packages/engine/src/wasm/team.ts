/**
 * Threads that share an executor's memory and go through a phase of independent tasks together.
 *
 * A task is a function of the kernels that does nothing but call some of them. The calling thread runs tasks itself; for
 * the others they are written down as kernel numbers and arguments. Who runs which task is left to chance: tasks are cut so that no
 * result depends on it, down to the last bit.
 */
import { SekvensError } from '@sekvens/core';
import { compileKernels, kernelNames } from './kernels.js';
import type { Kernels } from './kernels.js';
import { slot, workerSource } from './team-worker.js';

export type Task = (kernels: Kernels) => void;

/** Runs phases of tasks; returns from a phase when all of its tasks are done. */
export interface Team {
  readonly size: number;
  phase(tasks: readonly Task[]): void;
  close(): void;
}

/** The calling thread alone. */
export function soloTeam(kernels: Kernels): Team {
  return {
    size: 1,
    phase(tasks) {
      for (const task of tasks) task(kernels);
    },
    close() {
      // nothing was opened
    },
  };
}

const unreachable = 1 << 30;
/** Milliseconds without a task done after which workers count as lost. */
const patience = 30_000;

/** Looks at the number of tasks done this often before sleeping until one more is. */
const spinsBeforeSleep = 20_000;

interface Thread {
  terminate(): unknown;
}

/** A team of `size` threads on a shared memory: this one and size - 1 workers. */
export class ThreadTeam implements Team {
  private readonly control = new Int32Array(new SharedArrayBuffer(64));
  private calls = new Float64Array(new SharedArrayBuffer(8 * 65536));
  private readonly workers: Thread[];
  private readonly recorder: Recorder;
  private lost: unknown;
  private maySleep = true;

  constructor(readonly size: number, private readonly kernels: Kernels, memory: WebAssembly.Memory) {
    Atomics.store(this.control, slot.next, unreachable);
    const names = kernelNames();
    this.recorder = new Recorder(this.calls, names);
    const data = { module: compileKernels(true), memory, control: this.control, calls: this.calls, names };
    this.workers = Array.from({ length: size - 1 }, () => startWorker(data, (error) => (this.lost ??= error)));
  }

  phase(tasks: readonly Task[]): void {
    if (tasks.length === 1) return tasks[0](this.kernels);
    if (tasks.length === 0) return;
    if (this.lost !== undefined) throw this.lostError(this.lost);
    const { control } = this;
    this.recorder.record(tasks);
    Atomics.store(control, slot.done, 0);
    Atomics.store(control, slot.count, tasks.length);
    Atomics.store(control, slot.next, 0);
    Atomics.add(control, slot.generation, 1);
    Atomics.notify(control, slot.generation);
    for (;;) {
      const task = Atomics.add(control, slot.next, 1);
      if (task >= tasks.length) break;
      tasks[task](this.kernels);
      Atomics.add(control, slot.done, 1);
    }
    this.awaitOthers(tasks.length);
    // a worker that is late may still ask for a task of this phase while the next one is being written
    Atomics.store(control, slot.next, unreachable);
    if (Atomics.load(control, slot.failed)) throw this.lostError('a kernel failed in a worker');
  }

  close(): void {
    Atomics.store(this.control, slot.closed, 1);
    Atomics.add(this.control, slot.generation, 1);
    Atomics.notify(this.control, slot.generation);
    for (const worker of this.workers) void worker.terminate();
  }

  private awaitOthers(count: number): void {
    const { control } = this;
    let since = performance.now();
    let seen = -1;
    for (let spin = 1; ; spin++) {
      const done = Atomics.load(control, slot.done);
      if (done >= count) return;
      if (spin < spinsBeforeSleep) continue;
      const now = performance.now();
      if (done !== seen) [seen, since] = [done, now];
      // a thread that may not sleep, as a page's main thread, goes on looking
      if (this.maySleep) this.maySleep = trySleep(control, done);
      if (now - since > patience) throw this.lostError(`no task done for ${patience / 1000} s`);
    }
  }

  private lostError(cause: unknown): SekvensError {
    return new SekvensError({
      code: 'internal', where: 'training threads', expected: `${this.size - 1} workers that answer`, got: String(cause instanceof Error ? cause.message : cause),
      hint: 'Start again with threads: 1.', cause,
    });
  }
}

/** Sleeps until `done` changes, or for a while; false where the thread is not allowed to. */
function trySleep(control: Int32Array, done: number): boolean {
  try {
    Atomics.wait(control, slot.done, done, 10);
    return true;
  } catch {
    return false;
  }
}

/** Writes tasks down as numbers. */
class Recorder {
  private at = 0;
  private callCount = 0;
  private readonly proxy: Kernels;

  constructor(private readonly calls: Float64Array, names: readonly (keyof Kernels)[]) {
    const entries = names.map((name, number) => [
      name,
      (...args: number[]) => {
        if (this.at + args.length + 2 > calls.length) throw new SekvensError({ code: 'internal', where: 'training threads', expected: 'fewer tasks in a phase', got: `${this.at} numbers` });
        calls[this.at++] = number;
        calls[this.at++] = args.length;
        for (const arg of args) calls[this.at++] = arg;
        this.callCount++;
        return 0;
      },
    ]);
    this.proxy = Object.fromEntries(entries) as Kernels;
  }

  record(tasks: readonly Task[]): void {
    this.at = tasks.length;
    tasks.forEach((task, i) => {
      const begin = this.at++;
      this.callCount = 0;
      task(this.proxy);
      this.calls[begin] = this.callCount;
      this.calls[i] = begin;
    });
  }
}

interface NodeWorkers {
  readonly Worker: new (source: string, options: { eval: true; workerData: unknown }) => Thread & { on(event: string, listener: (value: unknown) => void): void; unref(): void };
}

function startWorker(data: unknown, onLost: (error: unknown) => void): Thread {
  const builtin = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process?.getBuiltinModule;
  if (builtin) {
    const { Worker } = builtin('node:worker_threads') as NodeWorkers;
    const worker = new Worker(`${workerSource}start(require('node:worker_threads').workerData);`, { eval: true, workerData: data });
    worker.on('error', onLost);
    worker.on('exit', () => onLost('a worker has ended'));
    worker.unref();
    return worker;
  }
  const url = URL.createObjectURL(new Blob([`${workerSource}onmessage = ({ data }) => start(data);`], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onerror = (event) => onLost(event.message);
  worker.postMessage(data);
  return worker;
}

/** Whether threads can share memory here: always in Node, in browsers on cross-origin isolated pages. */
export function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
}
