import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { ByteReader } from './byte-reader.js';
import type { ByteSource } from './byte-reader.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (line: Uint8Array | undefined): string | undefined => (line === undefined ? undefined : new TextDecoder().decode(line));
const pieces = (content: string, size: number): Uint8Array[] => {
  const all = bytes(content);
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
};

describe('ByteReader', () => {
  it.each([1, 2, 3, 5, 100])('gives the same lines and positions from pieces of %d bytes', async (size) => {
    const reader = new ByteReader([new Uint8Array(0), ...pieces('one\n\nthree é\r\nlast', size)], 'f');
    const found: [string | undefined, number][] = [];
    for (let i = 0; i < 5; i++) found.push([text(await reader.line()), reader.position]);
    expect(found).toEqual([
      ['one', 4],
      ['', 5],
      ['three é\r', 15],
      ['last', 19],
      [undefined, 19],
    ]);
  });
  it('mixes blocks and lines', async () => {
    const reader = new ByteReader(pieces('ab\ncdef\ngh', 4), 'f');
    expect(text(reader.takeLine())).toBeUndefined();
    expect(await reader.require(5)).toBe(true);
    expect(text(reader.take(1))).toBe('a');
    expect(text(reader.takeLine())).toBe('b');
    expect(text(reader.take(2))).toBe('cd');
    expect(text(await reader.line())).toBe('ef');
    expect(await reader.require(3)).toBe(false);
    expect([text(reader.peek()), reader.buffered, reader.position]).toEqual(['gh', 2, 8]);
  });
  it('never writes into the pieces it was given', async () => {
    const given = pieces('abc\ndef\nghi', 3);
    const copies = given.map((piece) => piece.slice());
    const reader = new ByteReader(given, 'f');
    while ((await reader.line()) !== undefined);
    expect(given).toEqual(copies);
  });
  it('ends its source when closed early', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(bytes('line\n'));
      } finally {
        ended = true;
      }
    }
    const reader = new ByteReader(endless(), 'f');
    await reader.line();
    await reader.close();
    expect(ended).toBe(true);
  });
  it('refuses what is no source, pieces that are no bytes, and endless lines', async () => {
    expect(await refusal('invalid-data', () => new ByteReader('path.txt' as unknown as ByteSource, 'f').more())).toMatch(
      /^f: expected a Uint8Array, or an iterable, async iterable or ReadableStream of Uint8Array, got "path.txt"/,
    );
    expect(await refusal('invalid-data', () => new ByteReader(['text'] as unknown as ByteSource, 'f').more())).toBe(
      'f: expected pieces of class Uint8Array, got "text". Open the file without an encoding.',
    );
    const zeros = new Uint8Array((1 << 24) + 1);
    expect(
      await refusal('invalid-file', () => new ByteReader([bytes('x\n'), zeros, zeros], 'f').line().then(() => new ByteReader([zeros], 'f').line())),
    ).toBe('f, byte 0: expected a line end within 16 MB, got none. Is this a text file?');
  });
});
