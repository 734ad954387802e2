import { SekvensError, show } from '../error.js';
import { iterate, throwIfAborted } from '../iterate.js';

/** Texts, or batches of texts, that are there or can be had without waiting. */
export type Texts = Iterable<string | readonly string[]>;

/** Texts, or batches of texts: an array, any iterable, an async iterable or a ReadableStream. */
export type TextSource = Texts | AsyncIterable<string | readonly string[]> | ReadableStream<string | readonly string[]>;

const EXPECTED = 'an array, iterable, async iterable or ReadableStream of texts';

/** Hands every text to `visit`. */
export function eachText(texts: Texts, where: string, visit: (text: string) => void): void {
  if (typeof texts === 'string' || texts === null || typeof texts !== 'object' || !(Symbol.iterator in texts))
    throw badSource(texts, where, 'an array or iterable of texts');
  const take = taker(where, visit);
  for (const item of texts) take(item);
}

/** Hands every text of any kind of source to `visit`; nothing is kept. */
export async function eachTextOf(source: TextSource, where: string, signal: AbortSignal | undefined, visit: (text: string) => void): Promise<void> {
  if (typeof source === 'string') throw badSource(source, where, EXPECTED);
  throwIfAborted(signal, where);
  if (Array.isArray(source)) return eachText(source as Texts, where, visit);
  const take = taker(where, visit);
  for await (const item of iterate<string | readonly string[]>(source, where, EXPECTED)) {
    throwIfAborted(signal, where);
    take(item);
  }
}

function taker(where: string, visit: (text: string) => void): (item: unknown) => void {
  let index = 0;
  const one = (text: unknown): void => {
    if (typeof text !== 'string') {
      throw new SekvensError({ code: 'invalid-data', where, expected: `text ${index} to be a string`, got: show(text) });
    }
    index++;
    visit(text);
  };
  return (item) => {
    if (Array.isArray(item)) for (const text of item as unknown[]) one(text);
    else one(item);
  };
}

function badSource(source: unknown, where: string, expected: string): SekvensError {
  return new SekvensError({
    code: 'invalid-data',
    where,
    expected,
    got: show(source),
    hint: typeof source === 'string' ? 'Put a single text into an array: [text].' : undefined,
  });
}
