import { assertKnownOptions, longestRow, padSequences, rowCount, SekvensError, show } from '@sekvens/core';
import type { PaddedSequences, RaggedIds } from '@sekvens/core';

export interface PadBatchOptions {
  /** Length of every row. Default: the longest row's. */
  readonly length?: number;
  /** What padding consists of: a 32-bit integer. Default: 0. */
  readonly value?: number;
}

/**
 * Rows of ids to one array [rows, length], padded at the end. Unlike `padSequences` it never cuts:
 *
 * @throws SekvensError `invalid-data` for a row that is longer than `length`
 */
export function padBatch(rows: RaggedIds | readonly ArrayLike<number>[], options: PadBatchOptions = {}): PaddedSequences {
  const where = 'padBatch(rows, options)';
  assertKnownOptions(options, ['length', 'value'], where);
  const { length, value = 0 } = options;
  if (length !== undefined && (!Number.isInteger(length) || length < 0)) {
    throw new SekvensError({ code: 'invalid-option', where, expected: 'length to be an integer of at least 0', got: show(length) });
  }
  const longest = 'offsets' in rows ? longestRow(rows) : rows.reduce((most, row) => Math.max(most, row.length), 0);
  const width = length ?? longest;
  if (longest > width) {
    throw new SekvensError({
      code: 'invalid-data',
      where,
      expected: `rows of at most ${width} ids`,
      got: `one of ${longest}`,
      hint: 'Cut rows with padSequences, or with the outputSequenceLength of the vectorizer.',
    });
  }
  if (width === 0) return { data: new Int32Array(0), shape: ['offsets' in rows ? rowCount(rows) : rows.length, 0] };
  return padSequences(rows, { maxLen: width, padding: 'post', value });
}
