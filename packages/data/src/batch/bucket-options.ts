import { SekvensError, show } from '@sekvens/core';

/** Refuses boundaries that do not ascend, and batch sizes that do not belong to them. */
export function assertBuckets(boundaries: readonly number[], batchSizes: readonly number[], where: string): void {
  const ascending = Array.isArray(boundaries) && boundaries.every((b, i) => Number.isInteger(b) && b > 0 && (i === 0 || b > boundaries[i - 1]));
  if (!ascending) throw bad('boundaries to be positive integers in ascending order', show(boundaries));
  if (!Array.isArray(batchSizes) || !batchSizes.every((size) => Number.isInteger(size) && size > 0))
    throw bad('batchSizes to be positive integers', show(batchSizes));
  if (batchSizes.length !== boundaries.length + 1) {
    throw bad(
      `${boundaries.length + 1} batchSizes, one more than the ${boundaries.length} boundaries`,
      String(batchSizes.length),
      'The last bucket holds what is as long as the last boundary or longer.',
    );
  }

  function bad(expected: string, got: string, hint?: string): SekvensError {
    return new SekvensError({ code: 'invalid-option', where, expected, got, hint });
  }
}

/** The bucket of a length: bucket i holds boundaries[i - 1] <= length < boundaries[i]. */
export function bucketOf(length: number, boundaries: readonly number[]): number {
  let low = 0;
  let high = boundaries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (length < boundaries[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** tf.data's error for an element that has no boundary to be padded to. */
export function beyondLastBoundary(length: number, boundaries: readonly number[], where: string): SekvensError {
  return new SekvensError({
    code: 'invalid-data',
    where,
    expected: `lengths below the last boundary${boundaries.length === 0 ? '' : ` ${boundaries[boundaries.length - 1]}`} with padToBucketBoundary`,
    got: String(length),
    hint: 'Add a boundary above the longest length, shorten the rows, or leave out padToBucketBoundary.',
  });
}
