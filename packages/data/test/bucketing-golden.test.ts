import { readdirSync, readFileSync } from 'node:fs';
import { raggedFrom } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { bucketBySequenceLength } from '../src/batch/bucket-by-sequence-length.js';
import { bucketSequences } from '../src/batch/bucket-sequences.js';
import { padBatch } from '../src/batch/pad-batch.js';
import { collect } from './support/bytes.js';

/** Elements, and what tf.data.Dataset.bucket_by_sequence_length makes of them. */
interface Golden {
  readonly boundaries: number[];
  readonly batchSizes: number[];
  readonly drop_remainder?: boolean;
  readonly pad_to_bucket_boundary?: boolean;
  readonly no_padding?: boolean;
  readonly elements: number[][];
  readonly batches: number[][][];
}

const folder = new URL('./fixtures/bucketing/', import.meta.url);
const cases = readdirSync(folder).flatMap((file) => {
  const goldens = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden[];
  return goldens.map((golden, i): [string, Golden] => [`${file} ${i}`, golden]);
});

describe('bucketing equals tf.data', () => {
  it('has cases', () => {
    expect(cases).toHaveLength(8);
  });

  it.each(cases)('%s', async (_, golden) => {
    const {
      boundaries,
      batchSizes,
      drop_remainder: dropRemainder = false,
      pad_to_bucket_boundary: padToBucketBoundary = false,
      no_padding: noPadding = false,
    } = golden;
    const options = { boundaries, batchSizes, dropRemainder, padToBucketBoundary, noPadding };
    expect(await bucketBySequenceLength(golden.elements, options).toArray()).toEqual(golden.batches);

    // The same on ragged arrays.
    const ids = raggedFrom(golden.elements);
    const source = bucketSequences(ids, new Int32Array(golden.elements.length), {
      boundaries,
      batchSize: batchSizes,
      dropRemainder,
      padToBucketBoundary,
      shuffle: false,
    });
    const batches = (await collect(source.epoch(0))).map(({ ids, timeSteps }) => {
      const { data, shape } = padBatch(ids, { length: timeSteps! });
      return Array.from({ length: shape[0] }, (_row, r) => Array.from(data.subarray(r * shape[1], (r + 1) * shape[1])));
    });
    expect(batches).toEqual(golden.batches);
    expect(source.batchCount).toBe(golden.batches.length);
    expect(source.rowCount).toBe(golden.batches.flat().length);
  });
});
