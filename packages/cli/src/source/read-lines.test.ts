import { describe, expect, it } from 'vitest';
import { readLines } from './read-lines.js';

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield await Promise.resolve(bytes.subarray(start, start + size));
}

async function lines(text: string | Uint8Array, size = 1 << 16): Promise<string[]> {
  const found: string[] = [];
  for await (const some of readLines(inPieces(typeof text === 'string' ? new TextEncoder().encode(text) : text, size), 'x.txt')) found.push(...some);
  return found;
}

describe('lines', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['\n\na\n\n', ['', '', 'a', '']],
    ['a\u2028b\u0085c\rd\n', ['a\u2028b\u0085c\rd']],
    ['\uFEFFa\n\uFEFFb\n', ['a', '\uFEFFb']],
    ['grün 日本 😀\nx', ['grün 日本 😀', 'x']],
  ])('of %j', async (text, expected) => {
    expect(await lines(text)).toEqual(expected);
  });

  it('are the same however the bytes arrive', async () => {
    const text = 'grün\r\n日本 😀\n\nlast 😀';
    for (let size = 1; size < 12; size++) expect(await lines(text, size)).toEqual(['grün', '日本 😀', '', 'last 😀']);
  });

  it('come as soon as they are complete', async () => {
    const read = readLines(inPieces(new TextEncoder().encode('one\ntwo\nthr'), 6), 'x.txt');
    expect((await read.next()).value).toEqual(['one']);
    expect((await read.next()).value).toEqual(['two']);
  });
});

describe('bytes that are not UTF-8', () => {
  it.each([1, 5, 1000])('are an error that names the line, read %d at a time', async (size) => {
    const bytes = new Uint8Array([...new TextEncoder().encode('good\ngrün\ncaf'), 0xe9, 0x0a, 0x61]);
    await expect(lines(bytes, size)).rejects.toThrow('x.txt:3: expected UTF-8 text, got a line with other bytes. Convert the text to UTF-8 first.');
  });

  it('are one also where the text ends within a character', async () => {
    await expect(lines(new TextEncoder().encode('a\n日').subarray(0, 4))).rejects.toThrow('x.txt:2: expected UTF-8 text');
  });
});
