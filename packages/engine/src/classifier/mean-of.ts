/** The mean of lists of the same length, number by number: (a + b + …) / n in float64 and in this order, so that it is the same everywhere, then rounded to float32. */
export function meanOf(lists: readonly Float32Array[]): Float32Array {
  if (lists.length === 1) return lists[0];
  return lists[0].map((_, i) => lists.reduce((sum, list) => sum + list[i], 0) / lists.length);
}
