import { describe, expect, it } from 'vitest';
import { TokenTable } from './token-table.js';
import { packBytes } from './token-words.js';

describe('TokenTable', () => {
  it('numbers tokens in the order of their addition, and finds them again while it grows', () => {
    const table = new TokenTable();
    const tokens = Array.from({ length: 5000 }, (_, i) => `token-${i}-${'é'.repeat(i % 7)}`);
    tokens.forEach((token, i) => {
      expect(table.addString(token)).toBe(i);
      expect(table.addString(token)).toBe(i);
    });
    expect(table.size).toBe(5000);
    tokens.forEach((token, i) => expect(table.findString(token)).toBe(i));
    expect(table.findString('token-5000-')).toBe(-1);
    expect(table.findString('')).toBe(-1);
    expect(table.tokens()).toEqual(tokens);
  });
  it('keeps apart tokens of equal hash', () => {
    const [a, b] = ['moutssle', 'deutmers'];
    const hash = (word: string): number => packBytes(new TextEncoder().encode(word), 0, word.length, new Int32Array(2), 0);
    expect(hash(a)).toBe(hash(b));
    const table = TokenTable.from([a]);
    expect(table.findString(b)).toBe(-1);
    expect(table.addString(b)).toBe(1);
    expect([table.findString(a), table.findString(b)]).toEqual([0, 1]);
  });
  it('keeps apart tokens that differ in zeros at their end', () => {
    const tokens = ['', '\0', '\0\0', '\0\0\0\0', '\0\0\0\0\0', 'a', 'a\0', 'a\0\0\0', 'a\0\0\0\0'];
    const table = TokenTable.from(tokens);
    expect(table.tokens()).toEqual(tokens);
    tokens.forEach((token, i) => expect(table.findString(token)).toBe(i));
    const order = [8, 4, 6, 0, 2, 7, 5, 1, 3].sort((a, b) => table.compare(a, b));
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
  it('takes names of JavaScript for words, and a byte order mark for a character', () => {
    const words = ['__proto__', 'constructor', 'hasOwnProperty', '\ufeff', '\ufeffa', 'a', '\u0000', '😀'];
    expect(TokenTable.from(words).tokens()).toEqual(words);
  });
  it('orders by code points, not by UTF-16 units', () => {
    const table = TokenTable.from(['😀', '\uffe0', '\ue000', 'z', 'é', 'zz']);
    const order = [0, 1, 2, 3, 4, 5].sort((a, b) => table.compare(a, b)).map((i) => table.token(i));
    expect(order).toEqual(['z', 'zz', 'é', '\ue000', '\uffe0', '😀']);
    expect(table.compare(2, 2)).toBe(0);
  });
  it('selects tokens in a new order', () => {
    const table = TokenTable.from(['a', 'b', 'c']).select([2, 0]);
    expect(table.tokens()).toEqual(['c', 'a']);
    expect([table.findString('c'), table.findString('a'), table.findString('b')]).toEqual([0, 1, -1]);
  });
});
