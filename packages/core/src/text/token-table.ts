/**
 * A set of tokens, numbered in the order in which they were added, looked up by their UTF-8 bytes.
 *
 * All tokens lie end to end in one array of words (token-words.ts); an open-addressing table of token numbers finds them by hash.
 * A look-up therefore allocates nothing, and no token is a string of its own: that is what makes encoding fast,
 * and counting a large corpus small. Token names such as `__proto__` are bytes like any other.
 *
 *     pool    "the" "cat" "head" "line" "s"      starts  0 1 2        lengths  3 3 9
 *     slots   hash, number + 1, start, length    four numbers side by side, which one cache line holds; number + 1 = 0: free;
 *                                                linear probing; at most half full
 */
import { HASH_START, mix, packBytes, wordCount, wordsToString } from './token-words.js';

const utf8Encoder = /* @__PURE__ */ new TextEncoder();

const FIELDS = 4;

export class TokenTable {
  /** Number of tokens. */
  size = 0;
  private pool = new Int32Array(64);
  private starts = new Int32Array(33);
  private lengths = new Int32Array(32);
  private slots = new Int32Array(64 * FIELDS);

  /** The tokens in this order; a token that is already there keeps its first number. */
  static from(tokens: Iterable<string>): TokenTable {
    const table = new TokenTable();
    for (const token of tokens) table.addString(token);
    return table;
  }

  /** The number of the token of `length` bytes that lies in `words` from `start` on, or -1. */
  find(words: Int32Array, start: number, length: number, hash: number): number {
    const { slots, pool } = this;
    const mask = slots.length - FIELDS;
    for (let slot = Math.imul(hash, FIELDS) & mask; ; slot = (slot + FIELDS) & mask) {
      const number = slots[slot + 1];
      if (number === 0) return -1;
      if (slots[slot] !== hash || slots[slot + 3] !== length) continue;
      const from = slots[slot + 2];
      const count = wordCount(length);
      let i = 0;
      while (i < count && pool[from + i] === words[start + i]) i++;
      if (i === count) return number - 1;
    }
  }

  /** The number of the token of `length` bytes that lies in `words` from `start` on; it is added if it is new. */
  add(words: Int32Array, start: number, length: number, hash: number): number {
    const known = this.find(words, start, length, hash);
    if (known >= 0) return known;
    const token = this.size;
    const count = wordCount(length);
    this.makeRoom(count);
    const from = this.starts[token];
    for (let i = 0; i < count; i++) this.pool[from + i] = words[start + i];
    this.starts[token + 1] = from + count;
    this.lengths[token] = length;
    this.occupy(token, hash);
    this.size = token + 1;
    return token;
  }

  addString(token: string): number {
    const { words, length, hash } = packString(token);
    return this.add(words, 0, length, hash);
  }

  findString(token: string): number {
    const { words, length, hash } = packString(token);
    return this.find(words, 0, length, hash);
  }

  /** Token number `token` as a string. */
  token(token: number): string {
    return wordsToString(this.pool, this.starts[token], this.lengths[token]);
  }

  /** All tokens in the order of their numbers. */
  tokens(): string[] {
    return Array.from({ length: this.size }, (_, token) => this.token(token));
  }

  /** The order of two tokens by their bytes, which for UTF-8 is the order by code points. */
  compare(a: number, b: number): number {
    const { pool, starts, lengths } = this;
    const shared = wordCount(Math.min(lengths[a], lengths[b]));
    for (let i = 0; i < shared; i++) {
      const difference = (pool[starts[a] + i] >>> 0) - (pool[starts[b] + i] >>> 0);
      if (difference !== 0) return difference;
    }
    return lengths[a] - lengths[b];
  }

  /** A table of the tokens with these numbers, in this order. */
  select(tokens: ArrayLike<number>): TokenTable {
    const table = new TokenTable();
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      table.add(this.pool, this.starts[token], this.lengths[token], this.hash(token));
    }
    return table;
  }

  private hash(token: number): number {
    let hash = HASH_START;
    for (let i = this.starts[token]; i < this.starts[token + 1]; i++) hash = mix(hash, this.pool[i]);
    return hash;
  }

  private makeRoom(wordCount: number): void {
    const used = this.starts[this.size];
    if (used + wordCount > this.pool.length) this.pool = grownTo(this.pool, Math.max(2 * this.pool.length, used + wordCount));
    if (this.size < this.lengths.length) return;
    this.lengths = grownTo(this.lengths, 2 * this.size);
    this.starts = grownTo(this.starts, 2 * this.size + 1);
    this.slots = new Int32Array(2 * this.slots.length);
    for (let token = 0; token < this.size; token++) this.occupy(token, this.hash(token));
  }

  private occupy(token: number, hash: number): void {
    const { slots } = this;
    const mask = slots.length - FIELDS;
    let slot = Math.imul(hash, FIELDS) & mask;
    while (slots[slot + 1] !== 0) slot = (slot + FIELDS) & mask;
    slots[slot] = hash;
    slots[slot + 1] = token + 1;
    slots[slot + 2] = this.starts[token];
    slots[slot + 3] = this.lengths[token];
  }
}

function packString(token: string): { words: Int32Array; length: number; hash: number } {
  const bytes = utf8Encoder.encode(token);
  const words = new Int32Array(wordCount(bytes.length));
  return { words, length: bytes.length, hash: packBytes(bytes, 0, bytes.length, words, 0) };
}

function grownTo(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}
