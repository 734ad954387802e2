import { describe, expect, it } from 'vitest';
import { contentEnd, countTrailingNumbers, parseHeader, splitFromRight } from './text-line.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('lines of word vectors', () => {
  it('end before spaces, tabs and a carriage return', () => {
    expect(contentEnd(bytes('a 1 2 \t\r'))).toBe(5);
    expect(contentEnd(bytes(' \r'))).toBe(0);
  });
  it('are split from the right', () => {
    const starts = new Int32Array(2);
    const line = bytes('at name@x.com  1 22');
    expect(splitFromRight(line, line.length, 2, starts)).toBe(13);
    expect(Array.from(starts)).toEqual([15, 17]);
    for (const short of ['1 2', ' 1 2', 'a 1', '']) expect(splitFromRight(bytes(short), short.length, 2, starts)).toBe(-1);
  });
  it('count the numbers at their end, one field being the word', () => {
    expect(countTrailingNumbers(bytes('the 0.1 -2 3e4 '))).toBe(3);
    expect(countTrailingNumbers(bytes('. . 0.1 2'))).toBe(2);
    expect(countTrailingNumbers(bytes('1 2 3'))).toBe(2);
    expect(countTrailingNumbers(bytes('a b c'))).toBe(0);
    expect(countTrailingNumbers(bytes('a'))).toBe(0);
  });
  it('are headers if they are two positive integers', () => {
    expect(parseHeader(bytes('400000 300'))).toEqual({ rows: 400000, dim: 300 });
    expect(parseHeader(bytes('3\t2 \r'))).toEqual({ rows: 3, dim: 2 });
    for (const line of ['the 300', '3 2 1', '3 0', '3 2.5', '-3 2', '3', '', '9'.repeat(30) + ' 2', '1'.repeat(50)])
      expect(parseHeader(bytes(line))).toBeUndefined();
  });
});
