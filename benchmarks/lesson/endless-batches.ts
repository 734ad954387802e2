import { batchSequences } from '@sekvens/core';
import type { SequenceBatch } from '@sekvens/core';
import type { LessonRows } from './lesson-data.js';

/** Shuffled batches of `rows`, epoch after epoch. */
export function* endlessBatches(rows: LessonRows, batchSize: number): Generator<SequenceBatch> {
  const batches = batchSequences(rows.x, rows.y, { batchSize, seed: 0 });
  for (let epoch = 0; ; epoch++) {
    for (const batch of batches.epoch(epoch) as Iterable<SequenceBatch>) {
      // the last batch of an epoch is smaller
      if (batch.targets.length === batchSize) yield batch;
    }
  }
}
