import { describe, expect, it } from 'vitest';
import { collect, textInPieces } from '../../test/support/bytes.js';
import { splitLines } from './split-lines.js';

async function lines(text: string, pieces: number): Promise<[number, string][]> {
  return (await collect(splitLines(textInPieces(text, pieces), 'f'))).flatMap(({ first, lines }) =>
    lines.map((line, i): [number, string] => [first + i, line]),
  );
}

describe('splitLines', () => {
  it.each([
    ['a\nb\n', ['a', 'b']],
    ['a\r\nb\r\nc', ['a', 'b', 'c']],
    ['a\rb\r', ['a', 'b']],
    ['a\n\r\n\rb', ['a', '', '', 'b']],
    ['one long line without an end', ['one long line without an end']],
    ['\u2028 is no line end\n', ['\u2028 is no line end']],
    ['', []],
  ])('splits %j wherever it is cut', async (text, expected) => {
    for (const pieces of [1, 2, 3, 100]) expect(await lines(text, pieces)).toEqual(expected.map((line, i) => [i + 1, line]));
  });

  it('refuses a line that would fill the memory', async () => {
    const piece = 'x'.repeat(1 << 24);
    async function* endless(): AsyncGenerator<string> {
      yield await Promise.resolve('short\n');
      for (;;) yield piece;
    }
    await expect(collect(splitLines(endless(), 'f.txt'))).rejects.toThrow(
      'f.txt:2: expected lines of at most 67108864 characters, got a longer one. Is this a text file with line breaks?',
    );
  });
});
