/**
 * cos(π · x) for x in [0, 1] within 1e-15, from IEEE-exact operations alone, where Math.cos may differ in the last bits between engines.
 * Exact at 0, ½ and 1.
 */
export function portableCosine(x: number): number {
  if (x > 0.5) return -portableCosine(1 - x);
  // the sine of what is missing to a right angle, where the cosine's own series would lose digits to its 1
  const y = Math.PI * (x > 0.25 ? 0.5 - x : x);
  const z = y * y;
  let sum = 1;
  for (let k = 18; k >= 2; k -= 2) sum = 1 - (sum * z) / (x > 0.25 ? k * (k + 1) : k * (k - 1));
  return x > 0.25 ? y * sum : sum;
}
