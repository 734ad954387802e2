import { assertKnownOptions, assertSeed, iterate, SekvensError, show } from '@sekvens/core';
import { shuffleAll, shuffleBuffered } from './shuffle.js';
import { SplitAssignment } from './split-assignment.js';

/** What a dataset can be made of; a function is called once a pass, with the number of the pass. */
export type DatasetSource<T> = Iterable<T> | AsyncIterable<T> | ((epoch: number) => Iterable<T> | AsyncIterable<T>);

export interface ShuffleOptions {
  /** An integer from 0 to 2^53 - 1. */
  readonly seed: number;
  /** So many items are held, and one of them drawn at random each time. Default: all of them, a true shuffle. */
  readonly bufferSize?: number;
  /** Another order in every pass, depending on (seed, pass). Default: true, as in tf.data. */
  readonly reshuffleEachIteration?: boolean;
}

export interface DatasetBatchOptions {
  /** Leave out the last batch if it is smaller. Default: false. */
  readonly dropRemainder?: boolean;
}

export interface SplitOptions<T> {
  /** Share of the items in the first part, above 0 and below 1. */
  readonly fraction: number;
  /** An integer from 0 to 2^53 - 1. */
  readonly seed: number;
  /** A function or a key whose values are to be in both parts in the same proportions. Default: none. */
  readonly stratifyBy?: (keyof T & string) | ((item: T) => string | number | undefined);
}

/**
 * A lazy, re-iterable sequence of items: nothing is read before it is asked for, nothing is kept but by `shuffle` and `cache`.
 *
 * `for await` over the same dataset runs pass 0, 1, 2, …; {@link Dataset.epoch} runs a chosen one. Only `shuffle` differs between passes.
 */
export class Dataset<T> implements AsyncIterable<T> {
  private passes = 0;

  private constructor(private readonly run: (epoch: number) => AsyncIterator<T> & AsyncIterable<T>) {}

  /**
   * @param source an array or other iterable, an async iterable, or a function that makes one.
   * A generator object can be gone through once; a second pass is refused with code `invalid-data`.
   */
  static from<T>(source: DatasetSource<T>): Dataset<T> {
    const where = 'Dataset.from(source)';
    const expected = 'an iterable, an async iterable, or a function that returns one';
    if (source instanceof Dataset) return source as Dataset<T>;
    if (typeof source === 'function') return new Dataset((epoch) => iterate(source(epoch), where, expected));
    if (source === null || typeof source !== 'object' || !(Symbol.iterator in source || Symbol.asyncIterator in source)) {
      throw new SekvensError({ code: 'invalid-option', where, expected, got: show(source) });
    }
    let used = false;
    return new Dataset(() => {
      if (used && isOneShot(source)) {
        throw new SekvensError({
          code: 'invalid-data',
          where,
          expected: 'a source that can be gone through again',
          got: 'a generator that has run already',
          hint: 'Pass a function that makes the generator, or keep the items with .cache().',
        });
      }
      used = true;
      return iterate(source, where, expected);
    });
  }

  /** The items of pass number `index`: the same index gives the same items in the same order. */
  epoch(index: number): AsyncIterable<T> {
    assertCount(index, 0, 'Dataset.epoch(index)', 'index');
    return { [Symbol.asyncIterator]: () => this.run(index) };
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.run(this.passes++);
  }

  /** Every item through `change`, which may return a promise; items keep their order. */
  map<U>(change: (item: T, index: number) => U | Promise<U>): Dataset<U> {
    assertFunction(change, 'Dataset.map(change)', 'change');
    const { run } = this;
    return new Dataset(async function* (epoch) {
      let index = 0;
      for await (const item of run(epoch)) yield await change(item, index++);
    });
  }

  /** The items for which `keep` returns, or resolves to, true. */
  filter(keep: (item: T, index: number) => boolean | Promise<boolean>): Dataset<T> {
    assertFunction(keep, 'Dataset.filter(keep)', 'keep');
    const { run } = this;
    return new Dataset(async function* (epoch) {
      let index = 0;
      for await (const item of run(epoch)) if (await keep(item, index++)) yield item;
    });
  }

  /** The first `count` items; the source is not read any further. */
  take(count: number): Dataset<T> {
    assertCount(count, 0, 'Dataset.take(count)', 'count');
    const { run } = this;
    return new Dataset(async function* (epoch) {
      let left = count;
      if (left === 0) return;
      for await (const item of run(epoch)) {
        yield item;
        if (--left === 0) return;
      }
    });
  }

  /** All but the first `count` items. */
  skip(count: number): Dataset<T> {
    assertCount(count, 0, 'Dataset.skip(count)', 'count');
    const { run } = this;
    return new Dataset(async function* (epoch) {
      let left = count;
      for await (const item of run(epoch)) {
        if (left > 0) left--;
        else yield item;
      }
    });
  }

  /** The items in an order that depends on the seed and, unless `reshuffleEachIteration` is false, on the pass. */
  shuffle(options: ShuffleOptions): Dataset<T> {
    const where = 'Dataset.shuffle(options)';
    assertKnownOptions(options, ['seed', 'bufferSize', 'reshuffleEachIteration'], where);
    const { seed, bufferSize, reshuffleEachIteration = true } = options ?? {};
    assertSeed(seed, where);
    if (bufferSize !== undefined) assertCount(bufferSize, 1, where, 'bufferSize');
    assertBoolean(reshuffleEachIteration, where, 'reshuffleEachIteration');
    const { run } = this;
    return new Dataset((epoch) => {
      const pass = reshuffleEachIteration ? epoch : 0;
      return bufferSize === undefined ? shuffleAll(run(epoch), seed, pass) : shuffleBuffered(run(epoch), seed, pass, bufferSize);
    });
  }

  /** Keeps the items of the first complete pass in memory; they are always those of pass 0. */
  cache(): Dataset<T> {
    const { run } = this;
    let kept: readonly T[] | undefined;
    return new Dataset(async function* () {
      if (kept !== undefined) return yield* kept;
      const items: T[] = [];
      for await (const item of run(0)) {
        items.push(item);
        yield item;
      }
      kept ??= items;
    });
  }

  /** Arrays of `size` items; the last may be smaller. */
  batch(size: number, options: DatasetBatchOptions = {}): Dataset<T[]> {
    const where = 'Dataset.batch(size, options)';
    assertCount(size, 1, where, 'size');
    assertKnownOptions(options, ['dropRemainder'], where);
    const { dropRemainder = false } = options;
    assertBoolean(dropRemainder, where, 'dropRemainder');
    const { run } = this;
    return new Dataset(async function* (epoch) {
      let items: T[] = [];
      for await (const item of run(epoch)) {
        if (items.push(item) < size) continue;
        yield items;
        items = [];
      }
      if (items.length > 0 && !dropRemainder) yield items;
    });
  }

  /** These items, then those of the others. */
  concat(...others: readonly Dataset<T>[]): Dataset<T> {
    for (const other of others) {
      if (!(other instanceof Dataset)) {
        throw new SekvensError({
          code: 'invalid-option',
          where: 'Dataset.concat(...others)',
          expected: 'datasets',
          got: show(other),
          hint: 'Wrap it with Dataset.from.',
        });
      }
    }
    const runs = [this.run, ...others.map((other) => other.run)];
    return new Dataset(async function* (epoch) {
      for (const run of runs) yield* run(epoch);
    });
  }

  /**
   * Two disjoint parts that together are all items: the first holds `fraction` of them (rounded to the nearest item), chosen by seed.
   * With `stratifyBy` every value's share is the same in both parts, to within one item.
   *
   * The first use of either part goes through the dataset once and keeps one bit an item. Both parts keep the order of pass 0.
   */
  split(options: SplitOptions<T>): [Dataset<T>, Dataset<T>] {
    const where = 'Dataset.split(options)';
    assertKnownOptions(options, ['fraction', 'seed', 'stratifyBy'], where);
    const { fraction, seed, stratifyBy } = options ?? {};
    if (typeof fraction !== 'number' || !(fraction > 0 && fraction < 1)) {
      throw new SekvensError({ code: 'invalid-option', where, expected: 'fraction to be above 0 and below 1', got: show(fraction) });
    }
    assertSeed(seed, where);
    if (stratifyBy !== undefined && typeof stratifyBy !== 'function' && typeof stratifyBy !== 'string') {
      throw new SekvensError({ code: 'invalid-option', where, expected: 'stratifyBy to be a function or a key', got: show(stratifyBy) });
    }
    const keyOf = typeof stratifyBy === 'string' ? (item: T) => item[stratifyBy] : stratifyBy;
    const { run } = this;
    const assignment = new SplitAssignment(() => run(0), keyOf, fraction, seed);
    return [new Dataset(() => assignment.part(true)), new Dataset(() => assignment.part(false))];
  }

  /** The items of pass 0, in an array. */
  async toArray(): Promise<T[]> {
    const items: T[] = [];
    for await (const item of this.run(0)) items.push(item);
    return items;
  }

  /** How many items there are; goes through them. */
  async count(): Promise<number> {
    let count = 0;
    for await (const _item of this.run(0)) count++;
    return count;
  }
}

function isOneShot(source: object): boolean {
  const iterator: unknown =
    Symbol.asyncIterator in source ? (source as AsyncIterable<unknown>)[Symbol.asyncIterator]() : (source as Iterable<unknown>)[Symbol.iterator]();
  return iterator === source;
}

function assertCount(value: number, least: number, where: string, name: string): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new SekvensError({ code: 'invalid-option', where, expected: `${name} to be an integer from ${least}`, got: show(value) });
}

function assertBoolean(value: boolean, where: string, name: string): void {
  if (typeof value === 'boolean') return;
  throw new SekvensError({ code: 'invalid-option', where, expected: `${name} to be true or false`, got: show(value) });
}

function assertFunction(value: unknown, where: string, name: string): void {
  if (typeof value === 'function') return;
  throw new SekvensError({ code: 'invalid-option', where, expected: `${name} to be a function`, got: show(value) });
}
