/** Measuring contenders in turns. */

/**
 * Runs every contender once a round, and each round begins with another one, so that what disturbs a machine for a while disturbs all
 * alike. A contender resolves to a number, or to undefined where it cannot run.
 * @returns the numbers of each contender, one a round
 */
export async function interleave(
  contenders: Readonly<Record<string, () => number | undefined | Promise<number | undefined>>>,
  rounds: number,
  report?: (contender: string, round: number, value: number) => void,
): Promise<Record<string, number[]>> {
  const names = Object.keys(contenders);
  const values: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      const value = await contenders[name]();
      if (value === undefined) continue;
      values[name].push(value);
      report?.(name, round, value);
    }
  }
  return values;
}
