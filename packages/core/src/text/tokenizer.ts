/**
 * Text to tokens: standardize, split and join n-grams in one pass over the text's UTF-8 bytes.
 *
 * Keras lowers, strips and splits on ASCII characters alone, and bytes below 128 occur in UTF-8 only as ASCII characters.
 * So one table of 256 entries says what becomes of each byte, in every script, and there is no slow path for Unicode.
 *
 *     text     "Don't  stop!"                    bytes 0xfe and 0xff never occur in UTF-8: they stand for
 *     bytes    d o n t _ s t o p _               "a token ends here" and "drop this byte"
 *     words    [0,4) [5,9)                       tokens lie one space apart, so that
 *     grams    [0,4) [5,9) [0,9)                 an n-gram is a range of the same bytes
 */
import { SekvensError, show } from '../error.js';
import { HASH_PRIME, HASH_START, hashBytes } from './token-table.js';
import type { Split, Standardize } from './text-vectorization-options.js';

const SPACE = 0xfe;
const DROP = 0xff;
const SEPARATOR = 0x20;

/** Ranges of {@link Tokenizer.bytes}, one a token. */
export class Spans {
  count = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  hashes = new Int32Array(64);

  push(start: number, end: number, hash: number): void {
    const i = this.count++;
    if (i === this.starts.length) this.grow();
    this.starts[i] = start;
    this.ends[i] = end;
    this.hashes[i] = hash;
  }

  private grow(): void {
    const { starts, ends, hashes } = this;
    this.starts = new Int32Array(2 * starts.length);
    this.ends = new Int32Array(2 * starts.length);
    this.hashes = new Int32Array(2 * starts.length);
    this.starts.set(starts);
    this.ends.set(ends);
    this.hashes.set(hashes);
  }
}

export interface TokenizerConfig {
  readonly standardize: Standardize;
  readonly split: Split;
  /** Orders of n-grams in the order in which they are put out; null: the split tokens themselves. */
  readonly orders: readonly number[] | null;
}

export class Tokenizer {
  /** The bytes of the text last read, as tokens one space apart. */
  bytes = new Uint8Array(256);
  /** The tokens of the text last read. */
  readonly spans: Spans;

  private readonly config: TokenizerConfig;
  private readonly words = new Spans();
  private readonly map: Uint8Array;
  private source = new Uint8Array(256);
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(config: TokenizerConfig) {
    this.config = config;
    this.spans = config.orders === null ? this.words : new Spans();
    this.map = byteMap(config);
  }

  /** Reads a text; its tokens are then in {@link spans}. A lone surrogate counts as U+FFFD, as everywhere in UTF-8. */
  read(text: string): void {
    const { standardize, split, orders } = this.config;
    this.words.count = 0;
    if (typeof standardize === 'function') text = checkedString(standardize(text));
    if (typeof split === 'function') this.splitWith(split, text);
    else {
      const length = this.load(text);
      if (split === 'whitespace') this.splitWhitespace(length);
      else if (split === 'character') this.splitCharacters(length);
      else {
        const end = this.copyMapped(length);
        this.words.push(0, end, hashBytes(this.bytes, 0, end));
      }
    }
    if (orders !== null) this.joinGrams(orders);
  }

  /** The tokens of the text last read, as strings. */
  strings(): string[] {
    const { starts, ends, count } = this.spans;
    return Array.from({ length: count }, (_, i) => this.decoder.decode(this.bytes.subarray(starts[i], ends[i])));
  }

  private splitWhitespace(length: number): void {
    const { source, bytes, map, words } = this;
    let write = 0;
    let start = 0;
    let hash = HASH_START;
    for (let i = 0; i < length; i++) {
      const byte = map[source[i]];
      if (byte < SPACE) {
        bytes[write++] = byte;
        hash = Math.imul(hash ^ byte, HASH_PRIME);
      } else if (byte === SPACE && write > start) {
        words.push(start, write, hash);
        bytes[write++] = SEPARATOR;
        start = write;
        hash = HASH_START;
      }
    }
    if (write > start) words.push(start, write, hash);
  }

  private splitCharacters(length: number): void {
    const { source, bytes, map, words } = this;
    let write = 0;
    for (let i = 0; i < length;) {
      const first = map[source[i++]];
      if (first === DROP) continue;
      const start = write;
      bytes[write++] = first;
      // Continuation bytes are 10xxxxxx, and nothing else is.
      while (i < length && (source[i] & 0xc0) === 0x80) bytes[write++] = source[i++];
      words.push(start, write, hashBytes(bytes, start, write));
      bytes[write++] = SEPARATOR;
    }
  }

  private splitWith(split: (text: string) => readonly string[], text: string): void {
    if (typeof this.config.standardize === 'string') {
      const length = this.copyMapped(this.load(text));
      text = this.decoder.decode(this.bytes.subarray(0, length));
    }
    const tokens = split(text);
    if (!Array.isArray(tokens)) throw badSplit(tokens);
    let write = 0;
    for (const token of tokens as readonly unknown[]) {
      if (typeof token !== 'string') throw badSplit(token);
      this.reserve(write + 3 * token.length + 1);
      const end = write + this.encoder.encodeInto(token, this.bytes.subarray(write)).written;
      this.words.push(write, end, hashBytes(this.bytes, write, end));
      this.bytes[end] = SEPARATOR;
      write = end + 1;
    }
  }

  private joinGrams(orders: readonly number[]): void {
    const { words, spans: grams, bytes } = this;
    grams.count = 0;
    for (const n of orders) {
      for (let first = 0; first + n <= words.count; first++) {
        const start = words.starts[first];
        const end = words.ends[first + n - 1];
        grams.push(start, end, n === 1 ? words.hashes[first] : hashBytes(bytes, start, end));
      }
    }
  }

  /** The text's UTF-8 bytes into `source`, and room in `bytes` for each with a separator behind it. */
  private load(text: string): number {
    if (this.source.length < 3 * text.length) this.source = new Uint8Array(Math.max(3 * text.length, 2 * this.source.length));
    const length = this.encoder.encodeInto(text, this.source).written;
    this.reserve(2 * length);
    return length;
  }

  private copyMapped(length: number): number {
    const { source, bytes, map } = this;
    let write = 0;
    for (let i = 0; i < length; i++) {
      const byte = map[source[i]];
      if (byte !== DROP) bytes[write++] = byte;
    }
    return write;
  }

  private reserve(byteCount: number): void {
    if (byteCount <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(byteCount, 2 * this.bytes.length));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/** What becomes of each byte. Lower case, punctuation and white space are those of ASCII, as in TensorFlow. */
function byteMap({ standardize, split }: TokenizerConfig): Uint8Array {
  const map = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  if (standardize === 'lower' || standardize === 'lowerAndStripPunctuation') for (let byte = 0x41; byte <= 0x5a; byte++) map[byte] = byte + 0x20;
  if (standardize === 'stripPunctuation' || standardize === 'lowerAndStripPunctuation') {
    for (const [from, to] of [
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ])
      map.fill(DROP, from, to + 1);
  }
  if (split === 'whitespace') {
    map.fill(SPACE, 0x09, 0x0d + 1);
    map[0x20] = SPACE;
  }
  return map;
}

function checkedString(text: unknown): string {
  if (typeof text === 'string') return text;
  throw new SekvensError({
    code: 'invalid-data',
    where: 'TextVectorization({ standardize })',
    expected: 'the function to return a string',
    got: show(text),
  });
}

function badSplit(tokens: unknown): SekvensError {
  return new SekvensError({
    code: 'invalid-data',
    where: 'TextVectorization({ split })',
    expected: 'the function to return an array of strings',
    got: show(tokens),
  });
}
