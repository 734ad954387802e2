import { SekvensError, show } from './error.js';

/**
 * Items from an array, an iterable, an async iterable or a ReadableStream.
 * Ending the loop early ends the source: iterators are returned, streams are cancelled.
 */
export async function* iterate<T>(source: Iterable<T> | AsyncIterable<T> | ReadableStream<T>, where: string, expected: string): AsyncGenerator<T> {
  const given: object = isObject(source) ? source : {};
  if (Symbol.asyncIterator in given) yield* given as AsyncIterable<T>;
  else if (Symbol.iterator in given) yield* given as Iterable<T>;
  else if ('getReader' in given && typeof given.getReader === 'function') yield* readStream(given as ReadableStream<T>);
  else throw new SekvensError({ code: 'invalid-data', where, expected, got: show(source) });
}

/** Ends the work with code `aborted` once the caller's signal says so. */
export function throwIfAborted(signal: AbortSignal | undefined, where: string): void {
  if (signal?.aborted) {
    throw new SekvensError({ code: 'aborted', where, expected: 'to run to its end', got: 'an abort signal', cause: signal.reason });
  }
}

/** Streams are async iterable in Node and in most browsers, but not in all. */
async function* readStream<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel();
    reader.releaseLock();
  }
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object';
}
