import { SekvensError } from '@sekvens/core';

/** Consecutive lines, the first of them number `first`. */
export interface Lines {
  readonly first: number;
  readonly lines: readonly string[];
}

/** A line this long is a file without line breaks, and would be kept in memory whole. */
const LONGEST = 1 << 26;

/** Text in pieces to lines; `\n`, `\r\n` and `\r` end a line, and the last line needs no end. */
export async function* splitLines(texts: AsyncIterable<string>, name: string): AsyncGenerator<Lines> {
  let first = 1;
  let parts: string[] = [];
  let length = 0;
  let heldReturn = false;
  for await (const piece of texts) {
    let text: string = heldReturn ? `\r${piece}` : piece;
    // A carriage return at the end may be the first half of \r\n.
    heldReturn = text.endsWith('\r');
    if (heldReturn) text = text.slice(0, -1);
    const lines = text.split(/\r\n|\n|\r/);
    parts.push(lines[0]);
    length += lines[0].length;
    if (length > LONGEST) {
      throw new SekvensError({
        code: 'invalid-file',
        where: `${name}:${first}`,
        expected: `lines of at most ${LONGEST} characters`,
        got: 'a longer one',
        hint: 'Is this a text file with line breaks?',
      });
    }
    if (lines.length === 1) continue;
    lines[0] = parts.join('');
    const last = lines.pop()!;
    parts = [last];
    length = last.length;
    yield { first, lines };
    first += lines.length;
  }
  const last = parts.join('');
  if (last !== '' || heldReturn) yield { first, lines: [last] };
}

/** A line without anything to read in it. */
export function isBlank(line: string): boolean {
  return line.trim() === '';
}
