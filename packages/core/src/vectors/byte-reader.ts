import { SekvensError, show } from '../error.js';
import { iterate } from '../iterate.js';

/** Bytes of a file: all of them, or pieces in order, at once or over time. */
export type ByteSource = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

const LARGEST_LINE = 1 << 24;

/**
 * Reads lines, fields and blocks from a stream of bytes, holding no more of it than the piece at hand.
 * What is buffered is taken without waiting; only `more()` waits.
 */
export class ByteReader {
  /** Bytes taken so far: the place of the next byte in the file. */
  position = 0;
  private buffer: Uint8Array = new Uint8Array(0);
  private start = 0;
  private end = 0;
  /** Up to here the buffer is known to hold no line end. */
  private searched = 0;
  private readonly chunks: AsyncGenerator<Uint8Array>;
  private readonly where: string;

  constructor(source: ByteSource, where: string) {
    this.where = where;
    this.chunks = iterate(
      source instanceof Uint8Array ? [source] : source,
      where,
      'a Uint8Array, or an iterable, async iterable or ReadableStream of Uint8Array',
    );
  }

  get buffered(): number {
    return this.end - this.start;
  }

  /** What is buffered, untaken. Valid until the next call of `more()`. */
  peek(): Uint8Array {
    return this.buffer.subarray(this.start, this.end);
  }

  /** Waits for more bytes; false at the end of the file. */
  async more(): Promise<boolean> {
    for (;;) {
      const next = await this.chunks.next();
      if (next.done) return false;
      const value: unknown = next.value;
      if (!(value instanceof Uint8Array)) {
        throw new SekvensError({
          code: 'invalid-data',
          where: this.where,
          expected: 'pieces of class Uint8Array',
          got: show(value),
          hint: 'Open the file without an encoding.',
        });
      }
      if (value.length === 0) continue;
      this.append(value);
      return true;
    }
  }

  /** The next line without its end, if it is buffered. */
  takeLine(): Uint8Array | undefined {
    const found = this.buffer.subarray(0, this.end).indexOf(0x0a, this.searched);
    if (found < 0) {
      this.searched = this.end;
      return undefined;
    }
    const line = this.buffer.subarray(this.start, found);
    this.advance(found + 1 - this.start);
    return line;
  }

  /** The next line without its end, waiting for it; undefined at the end of the file. */
  async line(): Promise<Uint8Array | undefined> {
    for (;;) {
      const line = this.takeLine();
      if (line !== undefined) return line;
      if (this.buffered > LARGEST_LINE) {
        throw new SekvensError({
          code: 'invalid-file',
          where: `${this.where}, byte ${this.position}`,
          expected: 'a line end within 16 MB',
          got: 'none',
          hint: 'Is this a text file?',
        });
      }
      if (await this.more()) continue;
      return this.buffered === 0 ? undefined : this.take(this.buffered);
    }
  }

  /** Waits until `count` bytes are buffered; false if the file ends before. */
  async require(count: number): Promise<boolean> {
    while (this.buffered < count) if (!(await this.more())) return false;
    return true;
  }

  /** The next `count` bytes, which must be buffered. Valid until the next call of `more()`. */
  take(count: number): Uint8Array {
    const taken = this.buffer.subarray(this.start, this.start + count);
    this.advance(count);
    return taken;
  }

  /** Ends the source, which may have more to give. */
  async close(): Promise<void> {
    await this.chunks.return(undefined);
  }

  private advance(count: number): void {
    this.start += count;
    this.position += count;
    this.searched = this.start;
  }

  private append(chunk: Uint8Array): void {
    const kept = this.buffered;
    if (kept === 0) this.buffer = chunk;
    else {
      // The old buffer may be the caller's own piece: never write into it.
      const joined = new Uint8Array(kept + chunk.length);
      joined.set(this.peek());
      joined.set(chunk, kept);
      this.buffer = joined;
    }
    this.searched -= this.start;
    this.start = 0;
    this.end = kept + chunk.length;
  }
}
