/**
 * A set of tokens, numbered in the order in which they were added, looked up by their UTF-8 bytes.
 *
 * All tokens lie end to end in one byte array; an open-addressing table of token numbers finds them by hash.
 * A look-up therefore allocates nothing, and no token is a string of its own: that is what makes encoding fast,
 * and counting a large corpus small. Token names such as `__proto__` are bytes like any other.
 *
 *     pool    t h e c a t d o g
 *     starts  0     3     6     9
 *     slots   0 2 0 0 1 0 3 0        token number + 1, 0 = free; linear probing; at most half full
 */
const utf8Encoder = /* @__PURE__ */ new TextEncoder();
// A byte order mark inside a text is a character like any other.
const utf8Decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/** The hash of a token is FNV-1a over its bytes; the tokenizer computes it while it reads. */
export const HASH_START = 0x811c9dc5 | 0;
export const HASH_PRIME = 0x01000193;

export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], HASH_PRIME);
  return hash;
}

export class TokenTable {
  /** Number of tokens. */
  size = 0;
  private pool = new Uint8Array(256);
  private starts = new Int32Array(33);
  private hashes = new Int32Array(32);
  private slots = new Int32Array(64);

  /** The tokens in this order; a token that is already there keeps its first number. */
  static from(tokens: Iterable<string>): TokenTable {
    const table = new TokenTable();
    for (const token of tokens) table.addString(token);
    return table;
  }

  /** The number of the token `bytes[start, end)`, or -1. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const { slots, hashes, starts, pool } = this;
    const mask = slots.length - 1;
    const length = end - start;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const token = slots[slot] - 1;
      if (token < 0) return -1;
      if (hashes[token] !== hash) continue;
      const from = starts[token];
      if (starts[token + 1] - from !== length) continue;
      let i = 0;
      while (i < length && pool[from + i] === bytes[start + i]) i++;
      if (i === length) return token;
    }
  }

  /** The number of the token `bytes[start, end)`, which is added if it is new. */
  add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const known = this.find(bytes, start, end, hash);
    if (known >= 0) return known;
    const token = this.size;
    this.makeRoom(end - start);
    const from = this.starts[token];
    this.pool.set(bytes.subarray(start, end), from);
    this.starts[token + 1] = from + end - start;
    this.hashes[token] = hash;
    this.occupy(token);
    this.size = token + 1;
    return token;
  }

  addString(token: string): number {
    const bytes = utf8Encoder.encode(token);
    return this.add(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  findString(token: string): number {
    const bytes = utf8Encoder.encode(token);
    return this.find(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  /** Token number `token` as a string. */
  token(token: number): string {
    return utf8Decoder.decode(this.pool.subarray(this.starts[token], this.starts[token + 1]));
  }

  /** All tokens in the order of their numbers. */
  tokens(): string[] {
    return Array.from({ length: this.size }, (_, token) => this.token(token));
  }

  /** The order of two tokens by their bytes, which for UTF-8 is the order by code points. */
  compare(a: number, b: number): number {
    const { pool, starts } = this;
    const lengthA = starts[a + 1] - starts[a];
    const lengthB = starts[b + 1] - starts[b];
    const shared = Math.min(lengthA, lengthB);
    for (let i = 0; i < shared; i++) {
      const difference = pool[starts[a] + i] - pool[starts[b] + i];
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  /** A table of the tokens with these numbers, in this order. */
  select(tokens: ArrayLike<number>): TokenTable {
    const table = new TokenTable();
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      table.add(this.pool, this.starts[token], this.starts[token + 1], this.hashes[token]);
    }
    return table;
  }

  private makeRoom(byteCount: number): void {
    const used = this.starts[this.size];
    if (used + byteCount > this.pool.length) {
      const grown = new Uint8Array(Math.max(2 * this.pool.length, used + byteCount));
      grown.set(this.pool.subarray(0, used));
      this.pool = grown;
    }
    if (this.size < this.hashes.length) return;
    this.hashes = grownTo(this.hashes, 2 * this.size);
    this.starts = grownTo(this.starts, 2 * this.size + 1);
    this.slots = new Int32Array(2 * this.slots.length);
    for (let token = 0; token < this.size; token++) this.occupy(token);
  }

  private occupy(token: number): void {
    const mask = this.slots.length - 1;
    let slot = spread(this.hashes[token]) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = token + 1;
  }
}

/** FNV's low bits depend on the low bits of the input alone; fold the high ones in. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

function grownTo(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}
