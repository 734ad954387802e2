import type { Reading } from './text-reader.js';

/** How one word moves the decision. */
export interface WordShift {
  /** Index of the label that gains most by it. */
  readonly gains: number;
  /** By how much that label's probability rises, from 0 to 1. */
  readonly amount: number;
  /** Index of the most probable label from this word on. */
  readonly leads: number;
  /** Whether another label was the most probable one before. Not of the first word, before which nothing was decided. */
  readonly changesMind: boolean;
}

/** The shift of every word: its probabilities compared with those before it. */
export function wordShifts({ before, words }: Pick<Reading, 'before' | 'words'>): readonly WordShift[] {
  return words.map(({ probabilities }, i) => {
    const previous = i === 0 ? before : words[i - 1].probabilities;
    const gains = largestIndex(probabilities.map((p, j) => p - previous[j]));
    const leads = largestIndex(probabilities);
    return { gains, amount: Math.max(0, probabilities[gains] - previous[gains]), leads, changesMind: i > 0 && leads !== largestIndex(previous) };
  });
}

/** Index of the largest number; of equal ones the first. */
export function largestIndex(numbers: readonly number[]): number {
  let best = 0;
  numbers.forEach((number, i) => {
    if (number > numbers[best]) best = i;
  });
  return best;
}
