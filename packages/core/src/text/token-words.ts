/**
 * Tokens as 32-bit words: UTF-8 bytes four at a time, the first one highest, the last word filled up with zeros.
 *
 *     "headlines"    0x68656164 0x6c696e65 0x73000000    and its length, 9 bytes
 *
 * Hashing, comparing and ordering take a word at a time, and most words of a language are one or two of these. With the length
 * beside them the words say exactly which bytes were there, zeros included. Shifts, not views of a buffer, so byte order is no matter.
 */

// A byte order mark inside a text is a character like any other.
const utf8Decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/** Where a hash begins. */
export const HASH_START = 0;

/** The hash of what went before and one more word: multiply by 2^32 / golden ratio, and fold the high bits into the low ones. */
export function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 16);
}

/** How many words `length` bytes take. */
export function wordCount(length: number): number {
  return (length + 3) >>> 2;
}

/** Writes `bytes[start, end)` as words from `at` on and returns their hash. */
export function packBytes(bytes: Uint8Array, start: number, end: number, words: Int32Array, at: number): number {
  let hash = HASH_START;
  for (let i = start; i < end; i += 4) {
    let word = bytes[i] << 24;
    if (i + 1 < end) word |= bytes[i + 1] << 16;
    if (i + 2 < end) word |= bytes[i + 2] << 8;
    if (i + 3 < end) word |= bytes[i + 3];
    words[at++] = word;
    hash = mix(hash, word);
  }
  return hash;
}

/** Writes the `length` bytes that lie in `words` from `start` on to `bytes` from `at` on. */
export function unpackBytes(words: Int32Array, start: number, length: number, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < length; i++) bytes[at + i] = words[start + (i >> 2)] >>> (24 - 8 * (i & 3));
}

/** The `length` bytes that lie in `words` from `start` on, as a string. */
export function wordsToString(words: Int32Array, start: number, length: number): string {
  const bytes = new Uint8Array(length);
  unpackBytes(words, start, length, bytes, 0);
  return utf8Decoder.decode(bytes);
}
