export interface ConfusedPair {
  readonly truth: number;
  readonly predicted: number;
  readonly rows: number;
}

/** The pairs of classes that are confused most often, at most `most` of them. */
export function confusedPairs(confusion: readonly (readonly number[])[], most: number): ConfusedPair[] {
  const pairs = confusion.flatMap((row, truth) => row.map((rows, predicted) => ({ truth, predicted, rows })));
  return pairs.filter(({ truth, predicted, rows }) => truth !== predicted && rows > 0).sort((a, b) => b.rows - a.rows).slice(0, most);
}
