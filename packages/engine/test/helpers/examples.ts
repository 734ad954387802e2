import { Random, raggedFrom } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';

export interface ClassExamples {
  readonly x: RaggedIds;
  readonly y: Int32Array;
}

/**
 * Rows of 1 to `longest` ids below `vocabulary` whose class shows in their ids: row r of class c holds many ids that leave the remainder c.
 * Id 0 is left out. Easy to learn, and the same for the same seed.
 */
export function learnableRows(rows: number, { classes = 3, vocabulary = 30, longest = 6, seed = 1 } = {}): ClassExamples {
  const random = new Random(seed);
  const y = Int32Array.from({ length: rows }, () => random.integer(classes));
  const x = raggedFrom(
    Array.from(y, (label) =>
      Array.from({ length: 1 + random.integer(longest) }, () => {
        const step = Math.floor((vocabulary - 1) / classes);
        return random.next() < 0.85 ? 1 + label + classes * random.integer(step) : 1 + random.integer(vocabulary - 1);
      }),
    ),
  );
  return { x, y };
}

/** Ids drawn by Zipf's law from 1 … vocabulary - 1: the first is the most frequent. */
export function zipfIds(random: Random, count: number, vocabulary: number): Int32Array {
  const shares = Array.from({ length: vocabulary - 1 }, (_, i) => 1 / (i + 1));
  const total = shares.reduce((a, b) => a + b, 0);
  return Int32Array.from({ length: count }, () => {
    let left = random.next() * total;
    let id = 0;
    while (id < shares.length - 1 && left >= shares[id]) left -= shares[id++];
    return id + 1;
  });
}
