import { SekvensError } from '@sekvens/core';

const lineFeed = 0x0a;

/**
 * The lines of UTF-8 text, blank ones included, as many at a time as have arrived: what comes in slowly goes on at once.
 * `\n` and `\r\n` end a line; the last one needs no end.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<readonly string[]> {
  let line = 1;
  let pending: Uint8Array[] = [];
  const take = (): string[] => {
    const lines = decodeLines(Buffer.concat(pending), name, line);
    line += lines.length;
    pending = [];
    return lines;
  };
  for await (const chunk of chunks) {
    // no character of more than one byte holds the byte of a line feed
    const end = chunk.lastIndexOf(lineFeed) + 1;
    pending.push(chunk.subarray(0, end));
    if (end > 0) yield take();
    pending.push(chunk.subarray(end));
  }
  if (pending.some((part) => part.length > 0)) yield take();
}

/** @param first the number of the first line */
function decodeLines(bytes: Buffer, name: string, first: number): string[] {
  const lines = decode(bytes, first === 1)?.split('\n');
  if (lines === undefined) throw undecodable(bytes, name, first);
  // what follows the last line's end is no line
  if (bytes[bytes.length - 1] === lineFeed) lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** undefined where it is not UTF-8. */
function decode(bytes: Uint8Array, isStart: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: !isStart }).decode(bytes);
  } catch {
    return undefined;
  }
}

function undecodable(bytes: Buffer, name: string, first: number): SekvensError {
  let line = first;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(lineFeed, start) + 1 || bytes.length;
    if (decode(bytes.subarray(start, end), false) === undefined) break;
    start = end;
  }
  return new SekvensError({ code: 'invalid-file', where: `${name}:${line}`, expected: 'UTF-8 text', got: 'a line with other bytes', hint: 'Convert the text to UTF-8 first.' });
}
