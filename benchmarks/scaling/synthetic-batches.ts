/** Endless batches of random token ids, all rows equally long. */
import { raggedFrom, Random } from '@sekvens/core';
import type { SequenceBatch } from '@sekvens/core';

export interface BatchShape {
  readonly rows: number;
  readonly length: number;
  /** Rows of the embedding; ids are 1 … vocabulary - 1, since 0 is masked. */
  readonly vocabulary: number;
}

/** Batches in which exactly `distinct` ids occur, anew drawn with equal chance from the whole vocabulary for every batch. */
export function* equallyDistinct({ rows, length, vocabulary }: BatchShape, distinct: number): Generator<SequenceBatch> {
  const tokens = rows * length;
  if (distinct > tokens || distinct >= vocabulary) throw new Error(`${distinct} distinct ids do not fit ${tokens} tokens of a vocabulary of ${vocabulary}`);
  const random = new Random(0);
  for (;;) {
    const ids = new Set<number>();
    while (ids.size < distinct) ids.add(1 + random.integer(vocabulary - 1));
    const drawn = Int32Array.from(ids);
    // every id once, then any of them; in random order
    const values = Int32Array.from({ length: tokens }, (_, i) => drawn[i < distinct ? i : random.integer(distinct)]);
    for (let i = tokens - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [values[i], values[j]] = [values[j], values[i]];
    }
    yield batchOf(values, rows, length, random);
  }
}

/** Batches whose ids follow Zipf's law: id r has a chance proportional to 1 / r. */
export function* zipf({ rows, length, vocabulary }: BatchShape): Generator<SequenceBatch> {
  const random = new Random(0);
  const upTo = new Float64Array(vocabulary - 1);
  for (let r = 0, sum = 0; r < upTo.length; r++) upTo[r] = sum += 1 / (r + 1);
  const draw = () => {
    const point = random.next() * upTo[upTo.length - 1];
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle] > point) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
  for (;;) yield batchOf(Int32Array.from({ length: rows * length }, draw), rows, length, random);
}

function batchOf(values: Int32Array, rows: number, length: number, random: Random): SequenceBatch {
  const ids = raggedFrom(Array.from({ length: rows }, (_, r) => values.subarray(r * length, (r + 1) * length)));
  return { ids, targets: Int32Array.from({ length: rows }, () => random.integer(4)) };
}

/** The same batches, made some at a time, so that making one does not drive what training has used out of the caches before every step. */
export function* ahead(batches: Generator<SequenceBatch>, { rows, length }: BatchShape): Generator<SequenceBatch> {
  const count = Math.max(1, Math.min(64, Math.floor(65_536 / (rows * length))));
  for (;;) yield* Array.from({ length: count }, () => batches.next().value as SequenceBatch);
}
