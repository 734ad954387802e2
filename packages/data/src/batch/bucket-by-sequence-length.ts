import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import { Dataset } from '../dataset/dataset.js';
import type { DatasetSource } from '../dataset/dataset.js';
import { assertBuckets, beyondLastBoundary, bucketOf } from './bucket-options.js';
import { isSequence, stackElements } from './stack-elements.js';
import type { Stacked } from './stack-elements.js';

export interface BucketOptions<T> {
  /** Ascending lengths; bucket i holds boundaries[i - 1] <= length < boundaries[i]. */
  readonly boundaries: readonly number[];
  /** The batch size of each bucket: one more than boundaries. */
  readonly batchSizes: readonly number[];
  /** An element's length. Default: its own length, where the element itself is a sequence. */
  readonly elementLength?: (element: T) => number;
  /** Pad to the bucket's boundary less one, instead of to the longest element of the batch. Default: false. */
  readonly padToBucketBoundary?: boolean;
  /** Do not pad; the sequences of a batch must then be of equal length. Default: false. */
  readonly noPadding?: boolean;
  /** Leave out batches that are not full when the dataset ends. Default: false. */
  readonly dropRemainder?: boolean;
  /** What sequences are padded with. Default: 0, or '' for sequences of strings. */
  readonly paddingValue?: number | string;
}

const NAMES = ['boundaries', 'batchSizes', 'elementLength', 'padToBucketBoundary', 'noPadding', 'dropRemainder', 'paddingValue'];

/**
 * tf.data's `bucket_by_sequence_length`: batches elements of similar length, so that little of a batch is padding.
 *
 * An element is a sequence (an array or typed array of numbers, or an array of strings), or an object or tuple that holds sequences and
 * single values. A batch has the same form: a sequence becomes padded rows [batch][time], a single value becomes an array [batch].
 * A bucket gives a batch as soon as it is full; what is left at the end comes bucket by bucket, shortest first.
 *
 * @throws SekvensError `invalid-data` for an element as long as the last boundary or longer with `padToBucketBoundary`,
 * and for unequal lengths with `noPadding`
 */
export function bucketBySequenceLength<T>(dataset: DatasetSource<T>, options: BucketOptions<T>): Dataset<Stacked<T>> {
  const where = 'bucketBySequenceLength(dataset, options)';
  assertKnownOptions(options, NAMES, where);
  const { boundaries, batchSizes, padToBucketBoundary = false, noPadding = false, dropRemainder = false, paddingValue } = options ?? {};
  const elementLength = options?.elementLength ?? ownLength;
  assertBuckets(boundaries, batchSizes, where);
  if (typeof elementLength !== 'function') throw bad('elementLength to be a function', elementLength);
  for (const [name, value] of Object.entries({ padToBucketBoundary, noPadding, dropRemainder })) {
    if (typeof value !== 'boolean') throw bad(`${name} to be true or false`, value);
  }
  if (paddingValue !== undefined && typeof paddingValue !== 'number' && typeof paddingValue !== 'string')
    throw bad('paddingValue to be a number or a string', paddingValue);
  if (noPadding && padToBucketBoundary) throw bad('noPadding or padToBucketBoundary, not both', true);
  if (noPadding && paddingValue !== undefined) throw bad('no paddingValue with noPadding', paddingValue);

  const source = dataset instanceof Dataset ? (dataset as Dataset<T>) : Dataset.from(dataset);
  return Dataset.from(async function* (epoch: number) {
    const held: T[][] = batchSizes.map(() => []);
    const stack = (elements: readonly T[], bucket: number): Stacked<T> =>
      stackElements(elements, { noPadding, length: padToBucketBoundary ? boundaries[bucket] - 1 : undefined, value: paddingValue, where });
    for await (const element of source.epoch(epoch)) {
      const length = elementLength(element);
      if (!Number.isInteger(length) || length < 0) {
        throw new SekvensError({ code: 'invalid-data', where, expected: 'elementLength to return an integer of at least 0', got: show(length) });
      }
      const bucket = bucketOf(length, boundaries);
      if (padToBucketBoundary && bucket === boundaries.length) throw beyondLastBoundary(length, boundaries, where);
      if (held[bucket].push(element) < batchSizes[bucket]) continue;
      yield stack(held[bucket], bucket);
      held[bucket] = [];
    }
    if (dropRemainder) return;
    for (let bucket = 0; bucket < held.length; bucket++) if (held[bucket].length > 0) yield stack(held[bucket], bucket);
  });

  function ownLength(element: T): number {
    if (isSequence(element)) return element.length;
    throw new SekvensError({
      code: 'invalid-option',
      where,
      expected: 'elementLength for elements that are not sequences themselves',
      got: show(element),
      hint: 'Pass a function that gives the length, e.g. elementLength: (element) => element.ids.length.',
    });
  }

  function bad(expected: string, got: unknown): SekvensError {
    return new SekvensError({ code: 'invalid-option', where, expected, got: show(got) });
  }
}
