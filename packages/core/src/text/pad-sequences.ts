import type { RaggedIds } from '../batch.js';
import { raggedFrom } from '../batch.js';
import { SekvensError, show } from '../error.js';
import { assertKnownOptions } from '../options.js';

export interface PadSequencesOptions {
  /** Length of every row. Default: the longest sequence's. */
  readonly maxLen?: number;
  /** Where padding goes. Default 'pre', as in Keras; a recurrent layer without a mask wants it there. */
  readonly padding?: 'pre' | 'post';
  /** Where a longer sequence loses its surplus. Default 'pre', as in Keras: the end is kept. */
  readonly truncating?: 'pre' | 'post';
  /** What padding consists of: a 32-bit integer. Default 0. */
  readonly value?: number;
}

export interface PaddedSequences {
  /** Row after row. */
  readonly data: Int32Array;
  /** [sequences, maxLen] */
  readonly shape: readonly [number, number];
}

const WHERE = 'padSequences(sequences, options)';

/** Sequences of unequal length to one array of rows of equal length: Keras' `pad_sequences`. */
export function padSequences(sequences: RaggedIds | readonly ArrayLike<number>[], options: PadSequencesOptions = {}): PaddedSequences {
  assertKnownOptions(options, ['maxLen', 'padding', 'truncating', 'value'], WHERE);
  const { values, offsets } = isRagged(sequences) ? sequences : checked(sequences);
  const rows = offsets.length - 1;
  const { padding = 'pre', truncating = 'pre', value = 0, maxLen = longest(offsets) } = options;
  if (options.maxLen !== undefined && (!Number.isInteger(maxLen) || maxLen < 1)) throw bad('maxLen', 'an integer of at least 1', maxLen);
  if (rows * maxLen > 2147483647) throw bad('maxLen', 'sequences · maxLen below 2^31', maxLen);
  if (padding !== 'pre' && padding !== 'post') throw bad('padding', "'pre' or 'post'", padding);
  if (truncating !== 'pre' && truncating !== 'post') throw bad('truncating', "'pre' or 'post'", truncating);
  if ((value | 0) !== value) throw bad('value', 'a 32-bit integer', value);

  const data = new Int32Array(rows * maxLen);
  if (value !== 0) data.fill(value);
  for (let r = 0; r < rows; r++) {
    const length = Math.min(offsets[r + 1] - offsets[r], maxLen);
    const from = truncating === 'pre' ? offsets[r + 1] - length : offsets[r];
    data.set(values.subarray(from, from + length), r * maxLen + (padding === 'pre' ? maxLen - length : 0));
  }
  return { data, shape: [rows, maxLen] };
}

function isRagged(sequences: RaggedIds | readonly ArrayLike<number>[]): sequences is RaggedIds {
  return sequences !== null && typeof sequences === 'object' && 'offsets' in sequences && 'values' in sequences;
}

function longest(offsets: Int32Array): number {
  let length = 0;
  for (let r = 0; r + 1 < offsets.length; r++) length = Math.max(length, offsets[r + 1] - offsets[r]);
  return length;
}

function checked(sequences: readonly ArrayLike<number>[]): RaggedIds {
  if (!Array.isArray(sequences)) throw data('an array of sequences, or { values, offsets }', sequences);
  (sequences as readonly ArrayLike<number>[]).forEach((sequence, r) => {
    if (sequence === null || typeof sequence !== 'object' || typeof sequence.length !== 'number')
      throw data(`sequence ${r} to be an array of integers`, sequence);
    for (let i = 0; i < sequence.length; i++)
      if ((sequence[i] | 0) !== sequence[i]) throw data(`element ${i} of sequence ${r} to be a 32-bit integer`, sequence[i]);
  });
  return raggedFrom(sequences);
}

function bad(option: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: `padSequences({ ${option} })`, expected, got: show(got) });
}

function data(expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-data', where: WHERE, expected, got: show(got) });
}
