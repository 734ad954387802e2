/**
 * A team of this thread and workers on a shared memory.
 *
 * Nothing can be lost without a word. A kernel that fails in a worker is noted by that worker. A worker that ends, whatever ended it, is
 * noted by its platform: in Node by a thread that does nothing but watch, because the events of a worker do not reach a thread that is
 * waiting for it; in browsers a worker ends only with its page or by its own error. So waiting needs no limit of time, and a task may
 * take as long as it takes.
 */
import { SekvensError } from '@sekvens/core';
import { compileKernels, kernelNames } from './kernels.js';
import type { Kernels } from './kernels.js';
import type { Numerics } from './numerics.js';
import { nodeThreads, startThread } from './start-thread.js';
import type { Port, Thread } from './start-thread.js';
import { TaskRecorder } from './task-recorder.js';
import { controlLength, mostWorkers, slot, watcherSource, workerSource } from './team-worker.js';
import type { Task, Team } from './team.js';
import { threadObstacle } from './thread-support.js';

/** Looks at the number of tasks done this often before sleeping until one more is. */
const spinsBeforeSleep = 20_000;
/** Milliseconds of a sleep after which to see whether there still is somebody who would wake this thread. */
const napLength = 50;
/** Naps in a row, 30 s of them, without a sign of the thread that watches: it has ended. */
const silentNaps = 600;

export interface TeamOptions {
  /** Milliseconds within which every worker has to begin. Default 30,000. */
  readonly startLimit?: number;
  /** The program of the workers. */
  readonly source?: string;
  /** That of `kernels`. Default 'exact'. */
  readonly numerics?: Numerics;
}

const where = 'training threads';

/**
 * Starts size - 1 workers.
 * @throws code 'unsupported' where there can be none, or where they do not start
 */
export async function startThreadTeam(size: number, kernels: Kernels, memory: WebAssembly.Memory, options: TeamOptions = {}): Promise<ThreadTeam> {
  const found = threadObstacle() ?? (memory.buffer instanceof SharedArrayBuffer ? undefined : { obstacle: 'memory that is not shared', hint: 'Train with threads: 1.' });
  if (found) throw new SekvensError({ code: 'unsupported', where, expected: 'a place where threads can share their work', got: found.obstacle, hint: found.hint });
  const team = new ThreadTeam(size, kernels, memory, options.source ?? workerSource, options.numerics ?? 'exact');
  try {
    await team.start(options.startLimit ?? 30_000);
    return team;
  } catch (cause) {
    await team.close();
    throw new SekvensError({
      code: 'unsupported', where, expected: `${size - 1} ${size === 2 ? 'worker' : 'workers'} to start`, got: cause instanceof Error ? cause.message : String(cause),
      hint: 'Train with threads: 1, or leave threads out.', cause,
    });
  }
}

export class ThreadTeam implements Team {
  private readonly control = new Int32Array(new SharedArrayBuffer(4 * controlLength));
  private readonly calls = new Float64Array(new SharedArrayBuffer(8 * 65536));
  private readonly module: WebAssembly.Module;
  private readonly names: readonly (keyof Kernels)[];
  private readonly recorder: TaskRecorder;
  private readonly threads: Thread[] = [];
  private cause: Error | undefined;
  private watched = false;
  private closed = false;

  constructor(readonly size: number, private readonly kernels: Kernels, private readonly memory: WebAssembly.Memory, private readonly source: string, numerics: Numerics) {
    if (size - 1 > mostWorkers) throw new SekvensError({ code: 'internal', where, expected: `at most ${mostWorkers} workers`, got: `${size - 1}` });
    this.module = compileKernels(true, numerics);
    this.names = kernelNames(this.module);
    this.recorder = new TaskRecorder(this.calls, this.names);
  }

  /** Resolves when all workers have begun. */
  async start(limit: number): Promise<void> {
    const { control, calls, names, memory, module } = this;
    const node = nodeThreads();
    const watching: Port[] = [];
    for (let index = 0; index < this.size - 1; index++) {
      const data = { module, memory, control, calls, names, index };
      const channel = node && new node.MessageChannel();
      if (channel) watching.push(channel.port2);
      const ports = channel ? [channel.port1] : [];
      this.threads.push(startThread(this.source, { ...data, ports }, ports, (cause) => this.noteEnd(cause, index)));
    }
    if (node) {
      this.threads.push(startThread(watcherSource, { control, ports: watching }, watching, (cause) => this.noteEnd(cause)));
      this.watched = true;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no sign of one within ${limit / 1000} s`)), limit);
    });
    try {
      await Promise.race([Promise.all(this.threads.map(({ started }) => started)), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  phase(tasks: readonly Task[]): void {
    if (tasks.length === 1) return tasks[0](this.kernels);
    if (tasks.length === 0) return;
    const { control } = this;
    this.recorder.record(tasks);
    Atomics.store(control, slot.done, 0);
    Atomics.store(control, slot.count, tasks.length);
    Atomics.store(control, slot.remaining, tasks.length);
    Atomics.add(control, slot.generation, 1);
    Atomics.notify(control, slot.generation);
    for (;;) {
      const left = Atomics.sub(control, slot.remaining, 1);
      if (left <= 0) break;
      try {
        tasks[tasks.length - left](this.kernels);
      } catch (error) {
        this.settleWorkers();
        throw this.halfDone(`a kernel that failed: ${error instanceof Error ? error.message : String(error)}`, error);
      }
      Atomics.add(control, slot.done, 1);
    }
    this.awaitTasks(tasks.length);
    const failed = Atomics.load(control, slot.failed);
    if (failed) throw this.halfDone(`the kernel ${this.names[failed - 1]} that failed in a worker`);
  }

  assertComplete(): void {
    const lost = Atomics.load(this.control, slot.lost);
    if (lost === 0 && this.cause === undefined) return;
    const ended = lost > 0 ? `${lost} that ended` : 'none to watch over them';
    throw new SekvensError({
      code: 'internal', where, expected: `${this.size - 1} ${this.size === 2 ? 'worker' : 'workers'}`, got: `${ended}${this.cause ? ` (${this.cause.message})` : ''}`,
      hint: 'The weights are those of the last whole batch. Train again, with threads: 1 if it happens again.', cause: this.cause,
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  /** @param worker undefined for the thread that watches */
  private noteEnd(cause: Error, worker?: number): void {
    if (this.closed) return;
    this.cause ??= cause;
    if (worker !== undefined && Atomics.exchange(this.control, slot.ended + worker, 1) === 0) Atomics.add(this.control, slot.lost, 1);
  }

  /** Returns when all tasks are done; throws when one never will be. */
  private awaitTasks(count: number): void {
    const { control } = this;
    for (let spin = 0; spin < spinsBeforeSleep; spin++) if (Atomics.load(control, slot.done) >= count) return;
    const nap = this.napper();
    for (;;) {
      const done = Atomics.load(control, slot.done);
      if (done >= count) return;
      if (Atomics.load(control, slot.lost) > 0) {
        this.settleWorkers();
        // whoever has ended may have done its task before
        if (Atomics.load(control, slot.done) >= count) return;
        throw this.halfDone('a worker that ended in the middle of one');
      }
      nap(done);
    }
  }

  /** Returns when no worker is in a task any more, so that nobody writes to memory that others are about to use. */
  private settleWorkers(): void {
    const { control } = this;
    Atomics.store(control, slot.remaining, 0);
    const nap = this.napper();
    const isBusy = (worker: number) => Atomics.load(control, slot.busy + worker) === 1 && Atomics.load(control, slot.ended + worker) === 0;
    for (let worker = 0; worker < this.size - 1; worker++) while (isBusy(worker)) nap(Atomics.load(control, slot.done));
  }

  /** Sleeps until `done` tasks are more, or for a nap; throws when the thread that watches is silent for too many naps. */
  private napper(): (done: number) => void {
    const { control } = this;
    let beat = -1;
    let silent = 0;
    return (done) => {
      const slept = Atomics.wait(control, slot.done, done, napLength);
      const now = Atomics.load(control, slot.beat);
      // naps are counted, not time: a computer may be put to sleep in between
      if (now !== beat || slept !== 'timed-out') silent = 0;
      else if (this.watched && ++silent > silentNaps) throw this.halfDone('no sign of the thread that watches over the workers');
      beat = now;
    };
  }

  private halfDone(got: string, cause?: unknown): SekvensError {
    return new SekvensError({
      code: 'internal', where, expected: 'every task of a batch to be done', got,
      hint: 'Weights and the state of the optimizer may be half updated: load a saved model, or compile and call setWeights with weights you trust. Then train again, with threads: 1 if it happens again.',
      cause: cause ?? this.cause,
    });
  }
}
