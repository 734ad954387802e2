import { percent } from '../page/figures.js';
import type { Reading } from './text-reader.js';
import { largestIndex, wordShifts } from './word-shifts.js';

/** What a reading shows, as sentences for those who do not see it. */
export function describeReading(reading: Reading): string {
  const { labels, words, after } = reading;
  if (words.length === 0) return 'Nothing to read yet.';
  const best = largestIndex(after);
  const turns = wordShifts(reading).flatMap(({ changesMind, leads }, i) => (changesMind ? [`at ${words[i].text} to ${labels[leads]}`] : []));
  return `${labels[best]}, ${percent(after[best], 0)}.${turns.length > 0 ? ` Changed its mind ${turns.join(', ')}.` : ''}`;
}
