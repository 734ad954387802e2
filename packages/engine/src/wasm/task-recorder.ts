import { SekvensError } from '@sekvens/core';
import type { Kernels } from './kernels.js';
import type { Task } from './team.js';

/** Writes the kernel calls of tasks down as numbers, in the form that team-worker.ts reads. */
export class TaskRecorder {
  private at = 0;
  private callCount = 0;
  private readonly proxy: Kernels;

  /** @param names a kernel's place in this list stands for it */
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
