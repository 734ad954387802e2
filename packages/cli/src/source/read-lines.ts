import { SekvensError } from '@sekvens/core';

/**
 * The lines of UTF-8 text, blank ones included, as many at a time as have arrived: what comes in slowly goes on at once.
 * `\n` and `\r\n` end a line; the last one needs no end.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let rest = '';
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new SekvensError({ code: 'invalid-file', where: `${name}:${line}`, expected: 'UTF-8 text', got: 'other bytes in this line or soon after', hint: 'Convert the text to UTF-8 first.', cause });
    }
  };
  for await (const chunk of chunks) {
    const lines = (rest + decode(chunk)).split('\n');
    rest = lines.pop()!;
    line += lines.length;
    if (lines.length > 0) yield lines.map(withoutReturn);
  }
  rest += decode();
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
