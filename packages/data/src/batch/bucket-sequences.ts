import { assertKnownOptions, assertSeed, assertTargets, epochOrder, Random, rowCount, SekvensError, selectBatch, show } from '@sekvens/core';
import type { BatchSource, RaggedIds, RowTargets } from '@sekvens/core';
import { assertBuckets, beyondLastBoundary, bucketOf } from './bucket-options.js';
import { lengthBoundaries } from './length-boundaries.js';

export interface BucketSequencesOptions {
  /** Ascending lengths; bucket i holds boundaries[i - 1] <= length < boundaries[i]. A number asks for so many buckets of about equally many rows. */
  readonly boundaries: readonly number[] | number;
  /** Rows a batch: one number for all buckets, or one for each. Default: 32. */
  readonly batchSize?: number | readonly number[];
  /** Shuffle rows and batches anew in each epoch. Default: true. Without it, batches come in the order of tf.data. */
  readonly shuffle?: boolean;
  /** Seed of the shuffling; epoch e depends on (seed, e). Default: 0. */
  readonly seed?: number;
  /** Leave out batches that are not full. Default: false. */
  readonly dropRemainder?: boolean;
  /** Pad to the bucket's boundary less one, so that a bucket has one shape. Default: false, pad to the longest row of the batch. */
  readonly padToBucketBoundary?: boolean;
  /** One weight a row. */
  readonly sampleWeights?: Float32Array;
}

const NAMES = ['boundaries', 'batchSize', 'shuffle', 'seed', 'dropRemainder', 'padToBucketBoundary', 'sampleWeights'];

/**
 * Batches of rows of similar length: as `batchSequences`, with far less padding where lengths differ.
 * Every row comes once an epoch, but for those left out by `dropRemainder`; the same seed gives the same batches.
 *
 * @param ids rows of token ids
 * @param targets the same number of values for every row, one class index or several numbers; or the labels of every row
 */
export function bucketSequences(ids: RaggedIds, targets: RowTargets, options: BucketSequencesOptions): BatchSource {
  const where = 'bucketSequences(ids, targets, options)';
  assertKnownOptions(options, NAMES, where);
  const { batchSize = 32, shuffle = true, seed = 0, dropRemainder = false, padToBucketBoundary = false, sampleWeights } = options ?? {};
  for (const [name, value] of Object.entries({ shuffle, dropRemainder, padToBucketBoundary })) {
    if (typeof value !== 'boolean')
      throw new SekvensError({ code: 'invalid-option', where, expected: `${name} to be true or false`, got: show(value) });
  }
  assertSeed(seed, where);
  const rows = rowCount(ids);
  assertTargets('bucketSequences', rows, targets, sampleWeights);
  const given = options?.boundaries;
  const boundaries = typeof given === 'number' ? lengthBoundaries(ids, given) : given;
  const batchSizes = typeof batchSize === 'number' ? Array.from({ length: boundaries?.length + 1 || 1 }, () => batchSize) : batchSize;
  assertBuckets(boundaries, batchSizes, where);

  const bucketOfRow = new Uint32Array(rows);
  const rowsInBucket = batchSizes.map(() => 0);
  for (let r = 0; r < rows; r++) {
    const length = ids.offsets[r + 1] - ids.offsets[r];
    const bucket = bucketOf(length, boundaries);
    if (padToBucketBoundary && bucket === boundaries.length) throw beyondLastBoundary(length, boundaries, where);
    bucketOfRow[r] = bucket;
    rowsInBucket[bucket]++;
  }
  const wholeBatches = rowsInBucket.map((n, bucket) => Math.floor(n / batchSizes[bucket]));
  const batchCount = rowsInBucket.reduce((sum, n, bucket) => sum + (dropRemainder ? wholeBatches[bucket] : Math.ceil(n / batchSizes[bucket])), 0);

  return {
    batchCount,
    rowCount: dropRemainder ? wholeBatches.reduce((sum, n, bucket) => sum + n * batchSizes[bucket], 0) : rows,
    *epoch(index) {
      const order = epochOrder(rows, shuffle ? seed : undefined, index);
      const batches = formBatches(order, bucketOfRow, batchSizes, dropRemainder);
      // Left as they are, the batches of the end would always be the incomplete ones.
      if (shuffle) new Random(seed).fork(`batches of epoch ${index}`).shuffle(batches);
      for (const { bucket, members } of batches) {
        const batch = selectBatch(ids, targets, sampleWeights, members);
        yield padToBucketBoundary ? { ...batch, timeSteps: boundaries[bucket] - 1 } : batch;
      }
    },
  };
}

interface BucketBatch {
  readonly bucket: number;
  readonly members: Uint32Array;
}

/** tf.data's order: a bucket gives a batch when it is full; what is left comes at the end, bucket by bucket. */
function formBatches(order: Uint32Array, bucketOfRow: Uint32Array, batchSizes: readonly number[], dropRemainder: boolean): BucketBatch[] {
  const held: number[][] = batchSizes.map(() => []);
  const batches: BucketBatch[] = [];
  for (const r of order) {
    const bucket = bucketOfRow[r];
    if (held[bucket].push(r) < batchSizes[bucket]) continue;
    batches.push({ bucket, members: Uint32Array.from(held[bucket]) });
    held[bucket] = [];
  }
  if (dropRemainder) return batches;
  held.forEach((members, bucket) => {
    if (members.length > 0) batches.push({ bucket, members: Uint32Array.from(members) });
  });
  return batches;
}
