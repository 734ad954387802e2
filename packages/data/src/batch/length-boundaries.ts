import { rowCount, SekvensError, show } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';

/**
 * Boundaries that cut rows into buckets of about equally many rows: quantiles of the lengths, equal ones merged,
 * and last a boundary above the longest row, so that padding to boundaries is always possible.
 *
 * @param buckets how many buckets to aim for, at least 1
 */
export function lengthBoundaries(ids: RaggedIds, buckets: number): number[] {
  if (!Number.isInteger(buckets) || buckets < 1) {
    throw new SekvensError({
      code: 'invalid-option',
      where: 'lengthBoundaries(ids, buckets)',
      expected: 'buckets to be an integer of at least 1',
      got: show(buckets),
    });
  }
  const rows = rowCount(ids);
  if (rows === 0) return [1];
  const lengths = new Uint32Array(rows);
  for (let r = 0; r < rows; r++) lengths[r] = ids.offsets[r + 1] - ids.offsets[r];
  lengths.sort();
  const boundaries = new Set<number>();
  // A boundary is exclusive: one above the longest length of its bucket.
  for (let b = 1; b <= buckets; b++) boundaries.add(lengths[Math.ceil((b * rows) / buckets) - 1] + 1);
  return [...boundaries];
}
