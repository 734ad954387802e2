/**
 * Threads that go through a phase of independent tasks together.
 *
 * A task is a function of the kernels that does nothing but call some of them. Who runs which task is left to chance: tasks are cut so
 * that no result depends on it, down to the last bit.
 */
import type { Kernels } from './kernels.js';

export type Task = (kernels: Kernels) => void;

/** Runs phases of tasks; returns from a phase when all of its tasks are done. */
export interface Team {
  readonly size: number;
  phase(tasks: readonly Task[]): void;
  /** Throws where a thread has been lost since the last phase. */
  assertComplete(): void;
  /** Ends the other threads; resolves when they have ended. */
  close(): Promise<void>;
}

/** The calling thread alone. */
export function soloTeam(kernels: Kernels): Team {
  return {
    size: 1,
    phase(tasks) {
      for (const task of tasks) task(kernels);
    },
    assertComplete() {
      // there is no other thread to lose
    },
    close: () => Promise.resolve(),
  };
}
