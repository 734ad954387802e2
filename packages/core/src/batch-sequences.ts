/** From encoded rows to batches, epoch after epoch. */
import { longestRow, rowCount, selectRows } from './batch.js';
import type { BatchSource, RaggedIds, RowTargets, SequenceBatch } from './batch.js';
import { SekvensError, show } from './error.js';
import { assertKnownOptions } from './options.js';
import { assertSeed, Random } from './random.js';
import { assertMultiHot, isMultiHot, selectTargets } from './select-targets.js';

export interface BatchOptions {
  /** Rows a batch. Default 32. */
  readonly batchSize?: number;
  /** Shuffle the rows anew in each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Seed of the shuffling; epoch e is shuffled by (seed, e), whatever came before. Default 0. */
  readonly seed?: number;
  /** Leave out a last batch with fewer than batchSize rows. Default false. */
  readonly dropRemainder?: boolean;
  /** One weight a row. */
  readonly sampleWeights?: Float32Array;
}

/**
 * Cuts rows of ids and their targets into batches. Each batch is padded to its longest row.
 * `targets` holds the same number of values for every row, one class index or several numbers, or names the labels of every row.
 */
export function batchSequences(ids: RaggedIds, targets: RowTargets, options: BatchOptions = {}): BatchSource {
  const where = 'batchSequences';
  assertKnownOptions(options, ['batchSize', 'shuffle', 'seed', 'dropRemainder', 'sampleWeights'], `${where}(ids, targets, options)`);
  const { batchSize = 32, shuffle = true, seed = 0, dropRemainder = false, sampleWeights } = options;
  const rows = rowCount(ids);
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new SekvensError({ code: 'invalid-option', where: `${where}({ batchSize })`, expected: 'a positive integer', got: show(batchSize) });
  }
  assertSeed(seed, `${where}({ seed })`);
  assertTargets(where, rows, targets, sampleWeights);
  const batchCount = dropRemainder ? Math.floor(rows / batchSize) : Math.ceil(rows / batchSize);
  return {
    batchCount,
    rowCount: dropRemainder ? batchCount * batchSize : rows,
    *epoch(index) {
      const order = epochOrder(rows, shuffle ? seed : undefined, index);
      for (let b = 0; b < batchCount; b++) yield selectBatch(ids, targets, sampleWeights, order.subarray(b * batchSize, (b + 1) * batchSize));
    },
  };
}

/** The rows 0 … rows-1 in the order of epoch `index`: shuffled by (seed, index), or as they are without a seed. */
export function epochOrder(rows: number, seed: number | undefined, index: number): Uint32Array {
  if (seed === undefined) return Uint32Array.from({ length: rows }, (_, r) => r);
  return new Random(seed).fork(`epoch ${index}`).permutation(rows);
}

/** The batch of the given rows. */
export function selectBatch(ids: RaggedIds, targets: RowTargets, sampleWeights: Float32Array | undefined, rows: Uint32Array): SequenceBatch {
  const selected = selectRows(ids, rows);
  return {
    ids: selected,
    timeSteps: longestRow(selected),
    targets: selectTargets(targets, rowCount(ids), rows),
    ...(sampleWeights && { sampleWeights: Float32Array.from(rows, (r) => sampleWeights[r]) }),
  };
}

/** Refuses targets or weights that do not fit the rows. */
export function assertTargets(where: string, rows: number, targets: RowTargets, sampleWeights: Float32Array | undefined): void {
  if (isMultiHot(targets)) assertMultiHot(targets, rows, `${where}, targets`);
  else if (rows === 0) {
    if (targets.length === 0) return;
    throw new SekvensError({ code: 'invalid-data', where: `${where}, targets`, expected: 'none for 0 rows', got: `${targets.length}` });
  } else if (targets.length === 0 || targets.length % rows !== 0) {
    throw new SekvensError({ code: 'invalid-data', where: `${where}, targets`, expected: `the same number of values for each of ${rows} rows`, got: `${targets.length} values` });
  }
  if (sampleWeights && sampleWeights.length !== rows) {
    throw new SekvensError({ code: 'invalid-data', where: `${where}({ sampleWeights })`, expected: `${rows} numbers, one a row`, got: `${sampleWeights.length}` });
  }
}
