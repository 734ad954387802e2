export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the normal distribution. */
const z = 1.959963984540054;

/**
 * Wilson's score interval of a share: where the true one lies with 95 % confidence, if the rows were drawn independently.
 * With p = hits / rows and z = 1.96 it is (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n), which stays within 0 and 1 and does not
 * shrink to a point where all rows were right. Of no rows it is everything from 0 to 1.
 */
export function wilsonInterval(hits: number, rows: number): Interval {
  if (rows === 0) return { low: 0, high: 1 };
  const p = hits / rows;
  const middle = p + (z * z) / (2 * rows);
  const half = z * Math.sqrt((p * (1 - p)) / rows + (z * z) / (4 * rows * rows));
  const scale = 1 + (z * z) / rows;
  // exactly 0 and 1 at the ends, which rounding misses
  return { low: hits === 0 ? 0 : (middle - half) / scale, high: hits === rows ? 1 : (middle + half) / scale };
}
