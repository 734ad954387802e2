import { SekvensError, show, throwIfAborted } from '@sekvens/core';
import { firstInvalidByte, incompleteTail } from './utf8.js';
import { joinBytes } from './peek.js';

/** Refuses an encoding this platform's TextDecoder does not know. */
export function assertEncoding(encoding: string, where: string): void {
  try {
    new TextDecoder(encoding);
  } catch (error) {
    throw new SekvensError({
      code: 'invalid-option',
      where,
      expected: "encoding to be a name from the Encoding Standard, e.g. 'utf-8', 'utf-16le' or 'windows-1252'",
      got: show(encoding),
      cause: error,
    });
  }
}

/**
 * Bytes to text, strictly: a byte sequence the encoding does not have is an error that names line and byte, never U+FFFD.
 * A byte order mark at the start is dropped.
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>, name: string, encoding: string, signal?: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const isUtf8 = decoder.encoding === 'utf-8';
  let offset = 0;
  let line = 1;
  // The bytes of a character that is cut by the end of a chunk.
  let tail: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    throwIfAborted(signal, name);
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw undecodable(error, joinBytes([tail, chunk]), false);
    }
    if (offset === 0 && text.includes('\0')) throw binary();
    if (isUtf8) tail = incompleteTail(joinBytes([tail, chunk.subarray(-3)]));
    offset += chunk.length;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line++;
    if (text !== '') yield text;
  }
  try {
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    throw undecodable(error, tail, true);
  }

  function undecodable(cause: unknown, bytes: Uint8Array, atEnd: boolean): SekvensError {
    const start = offset - tail.length;
    if (!isUtf8) {
      return new SekvensError({
        code: 'invalid-file',
        where: `${name}:${line}`,
        expected: `${decoder.encoding} text`,
        got: `bytes it does not have, at byte ${start} or after`,
        hint: 'Pass the encoding in which the file was written.',
        cause,
      });
    }
    const at = firstInvalidByte(bytes);
    let badLine = line;
    for (let i = 0; i < at; i++) if (bytes[i] === 0x0a) badLine++;
    const utf16 = start === 0 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
    return new SekvensError({
      code: 'invalid-file',
      where: `${name}:${badLine}`,
      expected: 'UTF-8 text',
      got: atEnd
        ? `a character that is cut off at the end, byte ${start + at}`
        : `the byte 0x${bytes[at].toString(16).padStart(2, '0')} at byte ${start + at}`,
      hint: utf16
        ? `The file begins with a UTF-16 byte order mark: pass encoding: '${bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'}'.`
        : "If the file is in another encoding, pass it, e.g. encoding: 'windows-1252'.",
      cause,
    });
  }

  function binary(): SekvensError {
    return new SekvensError({
      code: 'invalid-file',
      where: name,
      expected: `${decoder.encoding} text`,
      got: 'zero bytes, so a binary file or another encoding',
      hint: "Text in UTF-16 needs encoding: 'utf-16le' or 'utf-16be'.",
    });
  }
}
