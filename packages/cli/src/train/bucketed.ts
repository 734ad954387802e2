import { bucketSequences } from '@sekvens/data/node';
import type { EncodedExamples, TrainOptions } from '@sekvens/engine';

/** A length bucket holds about this share of the rows. */
const buckets = 16;

/** Batches of texts of similar length. */
export function bucketed(batchSize: number, seed: number): NonNullable<TrainOptions['batches']> {
  return ({ x, y }: EncodedExamples) => bucketSequences(x, y, { boundaries: buckets, batchSize, seed });
}
