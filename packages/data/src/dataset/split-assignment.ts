import { Random, SekvensError } from '@sekvens/core';

/** Decides once which items belong to the first part of a split, and walks through either part. */
export class SplitAssignment<T> {
  private decided: Promise<Uint8Array> | undefined;

  constructor(
    private readonly run: () => AsyncIterable<T>,
    private readonly keyOf: ((item: T) => unknown) | undefined,
    private readonly fraction: number,
    private readonly seed: number,
  ) {}

  async *part(isFirst: boolean): AsyncGenerator<T> {
    const wanted = isFirst ? 1 : 0;
    this.decided ??= this.decide();
    let inFirst: Uint8Array;
    try {
      inFirst = await this.decided;
    } catch (error) {
      // The next pass may fare better, e.g. once the file is there.
      this.decided = undefined;
      throw error;
    }
    let index = 0;
    for await (const item of this.run()) if (inFirst[index++] === wanted) yield item;
    if (index !== inFirst.length) {
      throw new SekvensError({
        code: 'invalid-data',
        where: 'Dataset.split(options)',
        expected: `the same ${inFirst.length} items in every pass`,
        got: `${index}`,
        hint: 'Keep the items with .cache() before splitting them.',
      });
    }
  }

  private async decide(): Promise<Uint8Array> {
    const strata = new Map<unknown, number[]>();
    let count = 0;
    for await (const item of this.run()) {
      const key = this.keyOf?.(item);
      const members = strata.get(key);
      if (members === undefined) strata.set(key, [count]);
      else members.push(count);
      count++;
    }
    const groups = [...strata.values()];
    const sizes = shareOut(
      groups.map((members) => members.length),
      this.fraction,
      Math.round(this.fraction * count),
    );
    const random = new Random(this.seed);
    const inFirst = new Uint8Array(count);
    groups.forEach((members, g) => {
      random.shuffle(members);
      for (let i = 0; i < sizes[g]; i++) inFirst[members[i]] = 1;
    });
    return inFirst;
  }
}

/** `total` items over groups in proportion to their sizes: whole parts first, then the largest remainders (ties: the earlier group). */
function shareOut(groupSizes: readonly number[], fraction: number, total: number): number[] {
  const exact = groupSizes.map((size) => size * fraction);
  const shares = exact.map(Math.floor);
  const byRemainder = groupSizes.map((_, g) => g).sort((a, b) => exact[b] - shares[b] - (exact[a] - shares[a]) || a - b);
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  for (const g of byRemainder) {
    if (left-- <= 0) break;
    shares[g]++;
  }
  return shares;
}
