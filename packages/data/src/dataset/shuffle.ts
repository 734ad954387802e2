import { Random } from '@sekvens/core';

/** Reads everything, then yields it in a random order: every order is equally likely. */
export async function* shuffleAll<T>(source: AsyncIterable<T>, seed: number, pass: number): AsyncGenerator<T> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  yield* new Random(seed).fork(pass).shuffle(items);
}

/** Holds `bufferSize` items and yields one of them at random for each that is read: an item moves forward by less than `bufferSize`. */
export async function* shuffleBuffered<T>(source: AsyncIterable<T>, seed: number, pass: number, bufferSize: number): AsyncGenerator<T> {
  const random = new Random(seed).fork(pass);
  const held: T[] = [];
  for await (const item of source) {
    if (held.length < bufferSize) {
      held.push(item);
      continue;
    }
    const drawn = random.integer(bufferSize);
    yield held[drawn];
    held[drawn] = item;
  }
  yield* random.shuffle(held);
}
