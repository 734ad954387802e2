/** Time of a training step of one of our models. */
import type { SequenceBatch } from '@sekvens/core';
import type { Sequential } from '@sekvens/engine';
import { median } from './results.js';
import { withTeam } from './team.js';

export interface TimingOptions {
  readonly threads: number;
  /** Steps before the clock starts; and milliseconds, since WebAssembly is compiled anew by V8 once it proves hot. */
  readonly warmUp: { readonly steps: number; readonly milliseconds: number };
  /** Steps that are timed: at least `least`, then until `milliseconds` have passed, at most `most`. */
  readonly timed: { readonly least: number; readonly most: number; readonly milliseconds: number };
}

/**
 * Median milliseconds of a training step: from the ids of a batch to updated weights, laying out the batch included. `batches` must not
 * end; making a batch is not timed.
 */
export async function timeTrainingSteps(model: Sequential, batches: Iterable<SequenceBatch>, { threads, warmUp, timed }: TimingOptions): Promise<number> {
  const trainer = model.trainerFor(0);
  return withTeam(model, threads, () => {
    const began = performance.now();
    let warm = 0;
    let since = 0;
    const times: number[] = [];
    for (const { ids, timeSteps, targets } of batches) {
      const before = performance.now();
      trainer.step({ ids, timeSteps }, targets);
      const after = performance.now();
      if (since === 0) {
        warm++;
        if (warm >= warmUp.steps && after - began >= warmUp.milliseconds) since = after;
        continue;
      }
      times.push(after - before);
      if (times.length >= timed.most || (times.length >= timed.least && after - since >= timed.milliseconds)) return median(times);
    }
    throw new Error('the batches have come to an end');
  });
}
