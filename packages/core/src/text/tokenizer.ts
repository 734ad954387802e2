/**
 * Text to tokens: standardize, split and join n-grams in one pass over the text's UTF-8 bytes.
 *
 * Keras lowers, strips and splits on ASCII characters alone, and bytes below 128 occur in UTF-8 only as ASCII characters.
 * So one table of 256 entries says what becomes of each byte, in every script, and there is no slow path for Unicode.
 *
 *     text     "Don't  stop!"                      bytes 0xfe and 0xff never occur in UTF-8: they stand for
 *     bytes    d o n t _ _ s t o p                 "a token ends here" and "drop this byte"
 *     words    "dont" "stop"                       tokens are put together and hashed four bytes at a time (token-words.ts)
 *
 * A token is handed on as soon as it ends, so that it is looked up while the processor reads on, and nothing is kept of it.
 */
import { SekvensError, show } from '../error.js';
import type { Split, Standardize } from './text-vectorization-options.js';
import { TokenSpans } from './token-spans.js';
import type { TokenSink } from './token-spans.js';
import { HASH_START, mix, packBytes, unpackBytes, wordCount } from './token-words.js';

const SPACE = 0xfe;
const DROP = 0xff;
const SEPARATOR = 0x20;

export interface TokenizerConfig {
  readonly standardize: Standardize;
  readonly split: Split;
  /** Orders of n-grams in the order in which they are put out; null: the split tokens themselves. */
  readonly orders: readonly number[] | null;
}

export class Tokenizer {
  private readonly config: TokenizerConfig;
  private readonly map: Uint8Array;
  /** A text's UTF-8, with room for one byte more. */
  private bytes = new Uint8Array(256);
  /** The tokens of a text, end to end. */
  private words = new Int32Array(256);
  /** The tokens that n-grams are made of. */
  private readonly spans = new TokenSpans();
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(config: TokenizerConfig) {
    this.config = config;
    this.map = byteMap(config);
  }

  /** Hands the tokens of a text to `sink`, in their order. A lone surrogate counts as U+FFFD, as everywhere in UTF-8. */
  read(text: string, sink: TokenSink): void {
    const { standardize, split, orders } = this.config;
    if (typeof standardize === 'function') text = checkedString(standardize(text));
    this.spans.count = 0;
    const tokens = orders === null ? sink : this.spans;
    if (typeof split === 'function') this.splitWith(split, text, tokens);
    else {
      const length = this.load(text);
      if (split === 'whitespace') this.splitWhitespace(length, tokens);
      else if (split === 'character') this.splitCharacters(length, tokens);
      else this.put(0, this.mapBytes(length), 0, tokens);
    }
    if (orders !== null) this.joinGrams(orders, sink);
  }

  private splitWhitespace(byteCount: number, sink: TokenSink): void {
    // tokens of one byte each need the most words: one for the byte and the space behind it
    this.reserveWords((byteCount + 1) >> 1);
    const { bytes, map, words } = this;
    // white space ends the last token, too
    bytes[byteCount] = SEPARATOR;
    let start = 0;
    let write = 0;
    let length = 0;
    let word = 0;
    let hash = HASH_START;
    for (let i = 0; i <= byteCount; i++) {
      const byte = map[bytes[i]];
      if (byte < SPACE) {
        word = (word << 8) | byte;
        if ((++length & 3) !== 0) continue;
        words[write++] = word;
        hash = mix(hash, word);
        word = 0;
      } else if (byte === SPACE && length > 0) {
        const rest = length & 3;
        if (rest !== 0) {
          word <<= 32 - 8 * rest;
          words[write++] = word;
          hash = mix(hash, word);
          word = 0;
        }
        sink.token(words, start, length, hash);
        start = write;
        length = 0;
        hash = HASH_START;
      }
    }
  }

  private splitCharacters(byteCount: number, sink: TokenSink): void {
    this.reserveWords(byteCount);
    const { bytes, map, words } = this;
    let write = 0;
    for (let i = 0; i < byteCount;) {
      const start = i;
      const first = map[bytes[i++]];
      if (first === DROP) continue;
      let word = first << 24;
      // Continuation bytes are 10xxxxxx, and nothing else is; a character has at most three.
      for (let shift = 16; i < byteCount && (bytes[i] & 0xc0) === 0x80; shift -= 8) word |= bytes[i++] << shift;
      words[write] = word;
      sink.token(words, write++, i - start, mix(HASH_START, word));
    }
  }

  private splitWith(split: (text: string) => readonly string[], text: string, sink: TokenSink): void {
    if (typeof this.config.standardize === 'string') {
      const length = this.mapBytes(this.load(text));
      text = this.decoder.decode(this.bytes.subarray(0, length));
    }
    const tokens = split(text);
    if (!Array.isArray(tokens)) throw badSplit(tokens);
    let write = 0;
    for (const token of tokens as readonly unknown[]) {
      if (typeof token !== 'string') throw badSplit(token);
      write = this.put(0, this.load(token), write, sink);
    }
  }

  /** Tokens as bytes again, one space apart: there an n-gram is a range. */
  private joinGrams(orders: readonly number[], sink: TokenSink): void {
    const { count, starts, lengths, hashes } = this.spans;
    const begins = new Int32Array(count + 1);
    for (let i = 0; i < count; i++) begins[i + 1] = begins[i] + lengths[i] + 1;
    this.reserveBytes(begins[count]);
    let end = 0;
    for (let i = 0; i < count; i++) {
      unpackBytes(this.words, starts[i], lengths[i], this.bytes, begins[i]);
      this.bytes[begins[i + 1] - 1] = SEPARATOR;
      end = starts[i] + wordCount(lengths[i]);
    }
    for (const n of orders) {
      for (let first = 0; first + n <= count; first++) {
        if (n === 1) sink.token(this.words, starts[first], lengths[first], hashes[first]);
        else this.put(begins[first], begins[first + n] - 1, end, sink);
      }
    }
  }

  /** Hands out `bytes[start, end)` as a token whose words begin at `write`; returns where they end. */
  private put(start: number, end: number, write: number, sink: TokenSink): number {
    const next = write + wordCount(end - start);
    this.reserveWords(next);
    sink.token(this.words, write, end - start, packBytes(this.bytes, start, end, this.words, write));
    return next;
  }

  /** The text's UTF-8 into `bytes`; returns how many they are. */
  private load(text: string): number {
    this.reserveBytes(3 * text.length);
    return this.encoder.encodeInto(text, this.bytes).written;
  }

  /** Maps the first `length` bytes where they lie; returns how many are left. */
  private mapBytes(length: number): number {
    const { bytes, map } = this;
    let write = 0;
    for (let i = 0; i < length; i++) {
      const byte = map[bytes[i]];
      if (byte !== DROP) bytes[write++] = byte;
    }
    return write;
  }

  private reserveBytes(count: number): void {
    if (count >= this.bytes.length) this.bytes = new Uint8Array(Math.max(count + 1, 2 * this.bytes.length));
  }

  private reserveWords(count: number): void {
    if (count <= this.words.length) return;
    const grown = new Int32Array(Math.max(count, 2 * this.words.length));
    grown.set(this.words);
    this.words = grown;
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
