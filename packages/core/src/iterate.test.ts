import { describe, expect, it } from 'vitest';
import { refusal } from '../test/refuses.js';
import { iterate, throwIfAborted } from './iterate.js';

async function collect<T>(source: AsyncIterable<T>, limit = Infinity): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) {
    items.push(item);
    if (items.length === limit) break;
  }
  return items;
}

/** A stream as in browsers that cannot iterate over one. */
function plainStream(items: number[], log: string[]): ReadableStream<number> {
  let i = 0;
  return {
    getReader: () => ({
      read: () => Promise.resolve(i < items.length ? { done: false, value: items[i++] } : { done: true, value: undefined }),
      cancel: () => Promise.resolve(void log.push('cancelled')),
      releaseLock: () => log.push('released'),
    }),
  } as unknown as ReadableStream<number>;
}

describe('iterate', () => {
  async function* generator(): AsyncGenerator<number> {
    yield* [await Promise.resolve(1), 2, 3];
  }
  it('goes through arrays, sets, generators and streams', async () => {
    for (const source of [
      [1, 2, 3],
      new Set([1, 2, 3]),
      generator(),
      new ReadableStream<number>({
        start: (c) => {
          [1, 2, 3].forEach((n) => c.enqueue(n));
          c.close();
        },
      }),
    ]) {
      expect(await collect(iterate<number>(source, 'f', 'x'))).toEqual([1, 2, 3]);
    }
  });
  it('reads streams without async iteration, and releases them', async () => {
    const log: string[] = [];
    expect(await collect(iterate(plainStream([1, 2, 3], log), 'f', 'x'))).toEqual([1, 2, 3]);
    expect(log).toEqual(['released']);
  });
  it('cancels the stream when the loop ends early', async () => {
    const log: string[] = [];
    expect(await collect(iterate(plainStream([1, 2, 3], log), 'f', 'x'), 2)).toEqual([1, 2]);
    expect(log).toEqual(['cancelled', 'released']);
  });
  it.each([null, 7, 'text', {}])('refuses %o', async (source) => {
    expect(await refusal('invalid-data', () => collect(iterate(source as never, 'f(source)', 'an iterable')))).toMatch(
      /^f\(source\): expected an iterable, got /,
    );
  });
});

describe('throwIfAborted', () => {
  it('throws once the signal says so, with its reason as cause', async () => {
    throwIfAborted(undefined, 'f');
    throwIfAborted(new AbortController().signal, 'f');
    expect(await refusal('aborted', () => throwIfAborted(AbortSignal.abort('enough'), 'f()'))).toBe(
      'f(): expected to run to its end, got an abort signal.',
    );
  });
});
