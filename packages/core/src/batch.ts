/**
 * The shapes in which token ids travel between packages: rows of unequal length in two flat arrays,
 * so that no row is an object of its own and an epoch allocates nothing per example.
 */

/** Rows of token ids: row r is `values.subarray(offsets[r], offsets[r + 1])`. */
export interface RaggedIds {
  readonly values: Int32Array;
  /** rows + 1 ascending positions in `values`; the first is 0. */
  readonly offsets: Int32Array;
}

/** What a network is trained towards: class indices `[batch]`, or numbers `[batch, outputs]` row after row. */
export type Targets = Int32Array | Float32Array;

/**
 * Targets of rows with any number of labels, as the labels alone: row r is 1 at the outputs `ids` names in its row r, and 0 at the others.
 * So many labels take no memory in rows that lack them; a batch has the numbers `[batch, width]`.
 */
export interface MultiHotTargets {
  /** For each row its labels, as integers from 0 to width - 1; a row may have none. */
  readonly ids: RaggedIds;
  /** Number of labels there are. */
  readonly width: number;
}

/** The targets of all rows, from which batches take those of theirs. */
export type RowTargets = Targets | MultiHotTargets;

/** One batch of examples. */
export interface SequenceBatch {
  readonly ids: RaggedIds;
  /**
   * The padded length T, at least the longest row; rows are padded at their end with id 0.
   * It matters only to networks without a mask, where padding takes part in the computation. Default: the longest row.
   */
  readonly timeSteps?: number;
  readonly targets: Targets;
  /** One weight a row; default 1. */
  readonly sampleWeights?: Float32Array;
}

/** Examples that can be gone through once an epoch. `epoch(e)` is deterministic: the same e gives the same batches. */
export interface BatchSource {
  /** Batches an epoch, where known; progress bars use it. */
  readonly batchCount?: number;
  /** Rows an epoch, where known. */
  readonly rowCount?: number;
  epoch(index: number): Iterable<SequenceBatch> | AsyncIterable<SequenceBatch>;
}

/** Rows of ids as {@link RaggedIds}. */
export function raggedFrom(rows: readonly ArrayLike<number>[]): RaggedIds {
  const offsets = new Int32Array(rows.length + 1);
  for (let r = 0; r < rows.length; r++) offsets[r + 1] = offsets[r] + rows[r].length;
  const values = new Int32Array(offsets[rows.length]);
  for (let r = 0; r < rows.length; r++) values.set(rows[r], offsets[r]);
  return { values, offsets };
}

/** The rows of `ragged` named by `indices`, in that order. */
export function selectRows(ragged: RaggedIds, indices: ArrayLike<number>): RaggedIds {
  const offsets = new Int32Array(indices.length + 1);
  for (let i = 0; i < indices.length; i++) {
    const r = indices[i];
    offsets[i + 1] = offsets[i] + ragged.offsets[r + 1] - ragged.offsets[r];
  }
  const values = new Int32Array(offsets[indices.length]);
  for (let i = 0; i < indices.length; i++) {
    const r = indices[i];
    values.set(ragged.values.subarray(ragged.offsets[r], ragged.offsets[r + 1]), offsets[i]);
  }
  return { values, offsets };
}

/** Number of rows. */
export function rowCount(ragged: RaggedIds): number {
  return ragged.offsets.length - 1;
}

/** The longest row's length; 0 without rows. */
export function longestRow(ragged: RaggedIds): number {
  let longest = 0;
  for (let r = 0; r + 1 < ragged.offsets.length; r++) longest = Math.max(longest, ragged.offsets[r + 1] - ragged.offsets[r]);
  return longest;
}
