import { describe, expect, it } from 'vitest';
import { collect } from '../../test/support/bytes.js';
import { Dataset } from './dataset.js';

const numbers = (n: number): Dataset<number> => Dataset.from(Array.from({ length: n }, (_, i) => i));
const sorted = (items: readonly number[]): number[] => [...items].sort((a, b) => a - b);
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('Dataset', () => {
  it('is made of arrays, iterables, async iterables and functions', async () => {
    async function* later(): AsyncGenerator<number> {
      yield await Promise.resolve(1);
    }
    expect(await Dataset.from([1]).toArray()).toEqual([1]);
    expect(await Dataset.from(new Set([1])).toArray()).toEqual([1]);
    expect(await Dataset.from(later).toArray()).toEqual([1]);
    expect(await Dataset.from(() => [1]).toArray()).toEqual([1]);
    expect(await collect(Dataset.from((epoch) => [epoch]).epoch(3))).toEqual([3]);
    const dataset = Dataset.from([1]);
    expect(Dataset.from(dataset)).toBe(dataset);
  });

  it('refuses a second pass over a generator, and allows it over a function', async () => {
    const once = Dataset.from([1, 2].values());
    expect(await once.toArray()).toEqual([1, 2]);
    await expect(once.toArray()).rejects.toMatchObject({
      code: 'invalid-data',
      message:
        'Dataset.from(source): expected a source that can be gone through again, got a generator that has run already. Pass a function that makes the generator, or keep the items with .cache().',
    });
    const again = Dataset.from(() => [1, 2].values());
    expect(await again.toArray()).toEqual(await again.toArray());
  });

  it('maps and filters with functions that may wait, giving the position', async () => {
    expect(
      await numbers(4)
        .map((x, i) => x * 10 + i)
        .toArray(),
    ).toEqual([0, 11, 22, 33]);
    expect(
      await numbers(3)
        .map((x) => Promise.resolve(`${x}`))
        .toArray(),
    ).toEqual(['0', '1', '2']);
    expect(
      await numbers(5)
        .filter((x) => x % 2 === 0)
        .toArray(),
    ).toEqual([0, 2, 4]);
    expect(
      await numbers(5)
        .filter((_, i) => Promise.resolve(i > 2))
        .toArray(),
    ).toEqual([3, 4]);
  });

  it('takes, skips, concatenates, batches and counts', async () => {
    expect(await numbers(5).take(2).toArray()).toEqual([0, 1]);
    expect(await numbers(5).take(9).toArray()).toEqual(range(5));
    expect(await numbers(5).skip(3).toArray()).toEqual([3, 4]);
    expect(await numbers(2).concat(numbers(1), numbers(2)).toArray()).toEqual([0, 1, 0, 0, 1]);
    expect(await numbers(5).batch(2).toArray()).toEqual([[0, 1], [2, 3], [4]]);
    expect(await numbers(5).batch(2, { dropRemainder: true }).toArray()).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(await numbers(4).batch(2).toArray()).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(await numbers(7).count()).toBe(7);
  });

  it('is lazy: it reads what is asked for and ends the source', async () => {
    let read = 0;
    let ended = 0;
    const endless = Dataset.from(function* () {
      try {
        for (;;) yield read++;
      } finally {
        ended++;
      }
    });
    const mapped: number[] = [];
    expect(read).toBe(0);
    expect(
      await endless
        .map((x) => (mapped.push(x), x))
        .filter((x) => x % 2 === 1)
        .take(2)
        .toArray(),
    ).toEqual([1, 3]);
    expect(mapped).toEqual([0, 1, 2, 3]);
    expect(await endless.take(0).toArray()).toEqual([]);
    expect(read).toBe(4);
    expect(ended).toBe(1);
  });

  it('caches the first complete pass, of pass 0', async () => {
    let runs = 0;
    const cached = Dataset.from((epoch) => [runs++, epoch]).cache();
    expect(await collect(cached.take(1).epoch(5))).toEqual([0]);
    expect(await collect(cached.epoch(5))).toEqual([1, 0]);
    expect(await cached.toArray()).toEqual([1, 0]);
    expect(runs).toBe(2);
  });
});

describe('Dataset.shuffle', () => {
  it.each([undefined, 1, 7, 100])('keeps every item once, with bufferSize %s', async (bufferSize) => {
    const shuffled = await numbers(50)
      .shuffle({ seed: 1, ...(bufferSize && { bufferSize }) })
      .toArray();
    expect(sorted(shuffled)).toEqual(range(50));
    if (bufferSize === 1) expect(shuffled).toEqual(range(50));
    else expect(shuffled).not.toEqual(range(50));
  });

  it('holds no more than bufferSize items: none comes that much early', async () => {
    const shuffled = await numbers(200).shuffle({ seed: 4, bufferSize: 8 }).toArray();
    shuffled.forEach((item, position) => expect(item - position).toBeLessThan(8));
  });

  it('depends on the seed and the pass alone', async () => {
    const dataset = numbers(30).shuffle({ seed: 9 });
    const passes = [await collect(dataset), await collect(dataset), await collect(dataset)];
    expect(passes[0]).not.toEqual(passes[1]);
    expect(passes[1]).not.toEqual(passes[2]);
    const again = numbers(30).shuffle({ seed: 9 });
    for (const [e, pass] of passes.entries()) expect(await collect(again.epoch(e))).toEqual(pass);
    expect(await dataset.toArray()).toEqual(passes[0]);
    expect(await numbers(30).shuffle({ seed: 10 }).toArray()).not.toEqual(passes[0]);
  });

  it('keeps its order with reshuffleEachIteration: false', async () => {
    const dataset = numbers(30).shuffle({ seed: 9, reshuffleEachIteration: false });
    expect(await collect(dataset)).toEqual(await collect(dataset));
  });

  it('makes every order equally likely', async () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1200; seed++) {
      const order = (await numbers(3).shuffle({ seed }).toArray()).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
  });
});

describe('Dataset.split', () => {
  const rows = Array.from({ length: 103 }, (_, i) => ({ id: i, label: i % 10 === 0 ? 'rare' : i % 3 === 0 ? 'some' : 'many' }));
  const share = (items: readonly { label: string }[], label: string): number => items.filter((item) => item.label === label).length;

  it('gives two disjoint parts that are everything, in order, whichever is read first', async () => {
    for (const stratifyBy of [undefined, 'label' as const]) {
      const [train, rest] = Dataset.from(rows).split({ fraction: 0.8, seed: 5, ...(stratifyBy && { stratifyBy }) });
      const restIds = (await rest.toArray()).map(({ id }) => id);
      const trainIds = (await train.toArray()).map(({ id }) => id);
      expect(trainIds).toHaveLength(82);
      expect(trainIds).toEqual(sorted(trainIds));
      expect(sorted([...trainIds, ...restIds])).toEqual(range(103));
      const [again] = Dataset.from(rows).split({ fraction: 0.8, seed: 5, ...(stratifyBy && { stratifyBy }) });
      expect((await again.toArray()).map(({ id }) => id)).toEqual(trainIds);
      const [other] = Dataset.from(rows).split({ fraction: 0.8, seed: 6, ...(stratifyBy && { stratifyBy }) });
      expect((await other.toArray()).map(({ id }) => id)).not.toEqual(trainIds);
    }
  });

  it('keeps the proportions of every stratum, to within one item', async () => {
    for (const fraction of [0.1, 0.5, 0.77]) {
      const [train, rest] = Dataset.from(rows).split({ fraction, seed: 1, stratifyBy: ({ label }) => label });
      const [first, second] = [await train.toArray(), await rest.toArray()];
      for (const label of ['rare', 'some', 'many']) {
        const all = share(rows, label);
        expect(Math.abs(share(first, label) - fraction * all)).toBeLessThan(1);
        expect(share(first, label) + share(second, label)).toBe(all);
      }
      expect(first).toHaveLength(Math.round(fraction * 103));
    }
  });

  it('does not let a reshuffled source leak between the parts', async () => {
    const [train, rest] = numbers(40).shuffle({ seed: 1 }).split({ fraction: 0.5, seed: 2 });
    const seen = new Set<number>();
    for (const part of [train, train, train]) for await (const item of part) seen.add(item);
    expect(seen.size).toBe(20);
    for await (const item of rest) expect(seen.has(item)).toBe(false);
  });

  it('notices a source that changes between passes, and recovers from one that failed', async () => {
    let runs = 0;
    const [train] = Dataset.from(() => range(10 + runs++)).split({ fraction: 0.5, seed: 0 });
    await expect(train.toArray()).rejects.toThrow(
      'Dataset.split(options): expected the same 10 items in every pass, got 11. Keep the items with .cache() before splitting them.',
    );
    let fails = true;
    const [part] = Dataset.from(function* () {
      if (fails) throw new Error('not yet');
      yield* [1, 2];
    }).split({ fraction: 0.5, seed: 0 });
    await expect(part.toArray()).rejects.toThrow('not yet');
    fails = false;
    expect(await part.toArray()).toHaveLength(1);
  });
});

describe('Dataset refuses', () => {
  const dataset = numbers(3);
  it.each<[string, () => unknown, string]>([
    [
      'a source that is none',
      () => Dataset.from(5 as unknown as number[]),
      'Dataset.from(source): expected an iterable, an async iterable, or a function that returns one, got 5.',
    ],
    ['map without a function', () => dataset.map(1 as never), 'Dataset.map(change): expected change to be a function, got 1.'],
    ['filter without a function', () => dataset.filter('x' as never), 'Dataset.filter(keep): expected keep to be a function, got "x".'],
    ['a negative take', () => dataset.take(-1), 'Dataset.take(count): expected count to be an integer from 0, got -1.'],
    ['a fraction of an item', () => dataset.skip(0.5), 'Dataset.skip(count): expected count to be an integer from 0, got 0.5.'],
    ['a negative pass', () => dataset.epoch(-1), 'Dataset.epoch(index): expected index to be an integer from 0, got -1.'],
    [
      'shuffle without a seed',
      () => dataset.shuffle({} as never),
      'Dataset.shuffle(options): expected a seed that is an integer from 0 to 2^53 - 1, got undefined.',
    ],
    ['shuffle without options', () => dataset.shuffle(undefined as never), 'expected a seed'],
    ['an empty buffer', () => dataset.shuffle({ seed: 1, bufferSize: 0 }), 'expected bufferSize to be an integer from 1, got 0.'],
    ['a misspelt option', () => dataset.shuffle({ seed: 1, buffersize: 3 } as never), 'Did you mean bufferSize?'],
    [
      'reshuffleEachIteration as a number',
      () => dataset.shuffle({ seed: 1, reshuffleEachIteration: 1 as never }),
      'expected reshuffleEachIteration to be true or false, got 1.',
    ],
    ['batches of nothing', () => dataset.batch(0), 'Dataset.batch(size, options): expected size to be an integer from 1, got 0.'],
    ['an unknown batch option', () => dataset.batch(1, { drop: true } as never), 'got "drop"'],
    ['dropRemainder as a string', () => dataset.batch(1, { dropRemainder: 'no' as never }), 'expected dropRemainder to be true or false, got "no".'],
    ['concat with an array', () => dataset.concat([1] as never), 'Dataset.concat(...others): expected datasets, got [1]. Wrap it with Dataset.from.'],
    [
      'a fraction of everything',
      () => dataset.split({ fraction: 1, seed: 0 }),
      'Dataset.split(options): expected fraction to be above 0 and below 1, got 1.',
    ],
    ['a split without a seed', () => dataset.split({ fraction: 0.5 } as never), 'expected a seed'],
    ['an unknown split option', () => dataset.split({ fraction: 0.5, seed: 0, stratify: 'x' } as never), 'Did you mean stratifyBy?'],
    [
      'stratifyBy as a number',
      () => dataset.split({ fraction: 0.5, seed: 0, stratifyBy: 1 as never }),
      'expected stratifyBy to be a function or a key, got 1.',
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
