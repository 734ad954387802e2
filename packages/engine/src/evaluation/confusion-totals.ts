export type Confusion = readonly (readonly number[])[];

export interface ConfusionTotals {
  readonly rows: number;
  readonly hits: number;
  /** Σ over classes of true rows · predicted rows, and of both squared. */
  readonly both: number;
  readonly trueSquares: number;
  readonly predictedSquares: number;
}

/** What figures of agreement are made of. */
export function confusionTotals(confusion: Confusion): ConfusionTotals {
  const isTrue = confusion.map((row) => row.reduce((sum, n) => sum + n, 0));
  const isPredicted = confusion.map((_, c) => confusion.reduce((sum, row) => sum + row[c], 0));
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, n, c) => sum + n * b[c], 0);
  return {
    rows: isTrue.reduce((sum, n) => sum + n, 0),
    hits: confusion.reduce((sum, row, c) => sum + row[c], 0),
    both: dot(isTrue, isPredicted), trueSquares: dot(isTrue, isTrue), predictedSquares: dot(isPredicted, isPredicted),
  };
}
