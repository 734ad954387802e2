/** The first bytes of a stream, and the whole stream again from its start. */
export interface Peeked {
  readonly head: Uint8Array;
  /** Whether the head is all there is. */
  readonly isWhole: boolean;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the source; needed where `chunks` may never be started, which a generator would not notice. */
  close(): Promise<void>;
}

/** Reads until `count` bytes are there, or the end. Ending the returned stream early ends the source. */
export async function peek(source: AsyncIterable<Uint8Array>, count: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  while (length < count && !ended) {
    const result = await iterator.next();
    if (result.done) ended = true;
    else {
      read.push(result.value);
      length += result.value.length;
    }
  }
  async function close(): Promise<void> {
    await iterator.return?.();
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let finished = false;
    try {
      yield* read.splice(0);
      while (!ended) {
        const result = await iterator.next();
        if (result.done) break;
        yield result.value;
      }
      finished = true;
    } finally {
      if (!finished) await close();
    }
  }
  return { head: joinBytes(read), isWhole: ended, chunks: chunks(), close };
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return joinBytes(parts);
}
