import { describe, expect, it } from 'vitest';
import { HASH_START, mix, packBytes, unpackBytes, wordCount, wordsToString } from './token-words.js';

describe('token words', () => {
  it('hold four bytes each, the first one highest, and zeros behind the last', () => {
    const words = new Int32Array(4).fill(-1);
    const bytes = new TextEncoder().encode('_headlines_');
    const hash = packBytes(bytes, 1, 10, words, 1);
    expect(Array.from(words, (word) => word >>> 0)).toEqual([0xffffffff, 0x68656164, 0x6c696e65, 0x73000000]);
    expect(hash).toBe([...words.subarray(1)].reduce(mix, HASH_START));
    expect(wordsToString(words, 1, 9)).toBe('headlines');
  });
  it('give back every byte, for every length', () => {
    for (let length = 0; length <= 12; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + 250) & 0xff);
      const words = new Int32Array(wordCount(length) + 1);
      packBytes(bytes, 0, length, words, 0);
      expect(words[wordCount(length)]).toBe(0);
      const back = new Uint8Array(length + 2);
      unpackBytes(words, 0, length, back, 1);
      expect(Array.from(back)).toEqual([0, ...bytes, 0]);
    }
  });
  it('keep a byte order mark', () => {
    const words = new Int32Array(1);
    packBytes(new TextEncoder().encode('\ufeff'), 0, 3, words, 0);
    expect(wordsToString(words, 0, 3)).toBe('\ufeff');
  });
});
