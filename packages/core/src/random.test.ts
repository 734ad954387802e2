import { describe, expect, it } from 'vitest';
import { refusal } from '../test/refuses.js';
import { assertSeed, counterRandom, portableLog, Random } from './random.js';

const take = (random: Random, n: number): number[] => Array.from({ length: n }, () => random.uint32());

/** Pearson's chi-square of counts against equal shares. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('Random', () => {
  // Computed with a second implementation in Python's integers.
  it.each([
    [0, [3300212312, 1743954244, 207519241, 3716241083]],
    [1, [2308299391, 1950625580, 354034397, 661219729]],
    [42, [3893884377, 145076852, 3246010591, 4141225530]],
    [Number.MAX_SAFE_INTEGER, [4087913446, 125566104, 1993914836, 1881733290]],
  ])('seed %d gives the known numbers', (seed, expected) => expect(take(new Random(seed), 4)).toEqual(expected));

  it('next() has 53 bits: the known numbers', () => {
    const random = new Random(42);
    expect([random.next(), random.next(), random.next()]).toEqual([0.9066156002415592, 0.7557707351759388, 0.5034510364228689]);
  });

  it('next() is uniform: chi-square of 100 cells below its 99.9th percentile, mean 1/2', () => {
    const random = new Random(5);
    const counts = new Array<number>(100).fill(0);
    let sum = 0;
    for (let i = 0; i < 100_000; i++) {
      const value = random.next();
      sum += value;
      counts[Math.floor(value * 100)]++;
    }
    expect(chiSquare(counts)).toBeLessThan(149);
    expect(sum / 100_000).toBeCloseTo(0.5, 2);
  });

  it('uniform() stays in [low, high)', () => {
    const random = new Random(6);
    for (let i = 0; i < 1000; i++) {
      const value = random.uniform(-2, 3);
      expect(value >= -2 && value < 3).toBe(true);
    }
  });

  it('normal() has mean 0, variance 1, and no skew or excess kurtosis', () => {
    const random = new Random(7);
    const n = 100_000;
    const moments = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const value = random.normal();
      for (let k = 0; k < 4; k++) moments[k] += value ** (k + 1) / n;
    }
    [0, 1, 0, 3].forEach((expected, k) => expect(Math.abs(moments[k] - expected)).toBeLessThan([0.015, 0.02, 0.05, 0.15][k]));
  });

  it('integer() has no bias where 2^32 is no multiple of the bound', () => {
    const random = new Random(8);
    // Without rejection, the lower half would come up twice as often as the upper.
    const bound = 3 * 2 ** 30;
    let low = 0;
    for (let i = 0; i < 20_000; i++) if (random.integer(bound) < 2 ** 30) low++;
    expect(low / 20_000).toBeGreaterThan(0.32);
    expect(low / 20_000).toBeLessThan(0.347);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++;
    expect(chiSquare(counts)).toBeLessThan(22.5);
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
  });

  it('shuffle() gives every order equally often', () => {
    const random = new Random(9);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = random.shuffle(['a', 'b', 'c', 'd']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(49.7);
  });

  it('permutation() holds every integer once', () => {
    const order = new Random(10).permutation(50);
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(Array.from(order)).not.toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(new Random(10).permutation(0)).toEqual(new Uint32Array(0));
  });

  it('fork() leaves the parent untouched, and differs by label and by the parent', () => {
    const parent = new Random(11);
    const before = parent.state();
    const streams = [parent.fork('a'), parent.fork('b'), parent.fork(0), parent.fork(1), new Random(12).fork('a')].map((random) =>
      take(random, 4).join(),
    );
    expect(parent.state()).toEqual(before);
    expect(new Set(streams).size).toBe(5);
    expect(take(parent.fork('a'), 4).join()).toBe(streams[0]);
    parent.uint32();
    expect(take(parent.fork('a'), 4).join()).not.toBe(streams[0]);
  });

  it('forks are uncorrelated with each other and with the parent', () => {
    const parent = new Random(13);
    const streams = [parent.fork('x'), parent.fork('y'), Random.fromState(parent.state())].map((random) =>
      Array.from({ length: 20_000 }, () => random.next() - 0.5),
    );
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const correlation = (12 * streams[a].reduce((sum, value, i) => sum + value * streams[b][i], 0)) / 20_000;
      expect(Math.abs(correlation)).toBeLessThan(0.03);
    }
  });

  it('goes on from a stored state, also one that went through JSON', () => {
    const random = new Random(14);
    random.normal();
    const state = JSON.parse(JSON.stringify(random.state())) as ReturnType<Random['state']>;
    expect(take(Random.fromState(state), 20)).toEqual(take(random, 20));
  });

  it.each([[[1, 2, 3]], [[1, 2, 3, -1]], [[1, 2, 3, 4.5]], [[1, 2, 3, 2 ** 32]], [null], ['1234'], [[1, 2, 3, '4']]])(
    'refuses the state %o',
    async (state) => {
      expect(await refusal('invalid-data', () => Random.fromState(state as never))).toMatch(
        /^Random.fromState\(state\): expected four 32-bit words, got /,
      );
    },
  );
  it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('integer(%d) is refused', async (bound) => {
    expect(await refusal('invalid-option', () => new Random(0).integer(bound))).toMatch(
      /^Random.integer\(bound\): expected an integer from 1 to 2\^32, got /,
    );
  });
  it.each([-1, 1.5, NaN])('permutation(%d) is refused', async (n) => {
    expect(await refusal('invalid-option', () => new Random(0).permutation(n))).toMatch(
      /^Random.permutation\(n\): expected an integer from 0 to 2\^32, got /,
    );
  });
  it.each([-1, 0.5, NaN, Infinity, 2 ** 53, '7'])('the seed %o is refused', async (seed) => {
    expect(await refusal('invalid-option', () => new Random(seed as number))).toMatch(
      /^new Random\(seed\): expected a seed that is an integer from 0 to 2\^53 - 1, got /,
    );
    expect(await refusal('invalid-option', () => assertSeed(seed as number, 'fit({ seed })'))).toMatch(/^fit\(\{ seed \}\)/);
  });
});

describe('counterRandom', () => {
  // Computed with a second implementation in Python's integers.
  it.each([
    [
      [0, 0, 0, 0],
      [251852841, 760645481, 850445371, 3542436074],
    ],
    [
      [1, 2, 3, 4],
      [908250390, 4044648920, 3775961919, 45698095],
    ],
    [
      [4294967295, 4294967295, 4294967295, 4294967295],
      [2538526866, 3222658151, 2677364576, 2713428488],
    ],
  ])('keys %o give the known words', ([x, y, z, w], expected) => expect(counterRandom(x, y, z, w)).toEqual(expected));

  it('takes keys modulo 2^32, negative ones included', () =>
    expect(counterRandom(-1, -1, -1, -1)).toEqual(counterRandom(4294967295, 4294967295, 4294967295, 4294967295)));

  it('is uniform along every key and in every word', () => {
    for (let key = 0; key < 4; key++) {
      const counts = [0, 1, 2, 3].map(() => new Array<number>(64).fill(0));
      for (let i = 0; i < 16_384; i++) {
        const keys = [3, 1, 4, 1];
        keys[key] = i;
        counterRandom(keys[0], keys[1], keys[2], keys[3]).forEach((word, j) => counts[j][word >>> 26]++);
      }
      for (const cells of counts) expect(chiSquare(cells)).toBeLessThan(112);
    }
  });
});

describe('portableLog', () => {
  it('differs from Math.log, itself within 1 ulp, by at most 4 ulp, from the smallest to the largest number', () => {
    const random = new Random(15);
    const samples = [
      Number.MIN_VALUE,
      2.2250738585072014e-308,
      Number.MAX_VALUE,
      0.5,
      2,
      Math.E,
      10,
      0.7071067811865475,
      0.7071067811865476,
      1.4142135623730951,
      1 + 2 ** -52,
      1 - 2 ** -53,
    ];
    for (let i = 0; i < 20_000; i++) samples.push(random.uniform(0.4, 2.5), 2 ** random.uniform(-1000, 1000));
    let most = 0;
    for (const x of samples) most = Math.max(most, Math.abs(portableLog(x) - Math.log(x)) / 2 ** (Math.floor(Math.log2(Math.abs(Math.log(x)))) - 52));
    expect(most).toBeLessThanOrEqual(4);
  });
  it.each([1, 0, -0, -1, NaN, Infinity, -Infinity])('is Math.log at %d', (x) => expect(portableLog(x)).toBe(Math.log(x)));
});
