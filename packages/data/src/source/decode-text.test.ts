import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, inPieces, utf8 } from '../../test/support/bytes.js';
import { assertEncoding, decodeText } from './decode-text.js';

async function decode(bytes: Uint8Array, pieces = 1 << 20, encoding = 'utf-8'): Promise<string> {
  return (await collect(decodeText(inPieces(bytes, pieces), 'f.csv', encoding))).join('');
}

describe('decodeText', () => {
  it('gives back any text, cut anywhere, without its byte order mark', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 5 }), async (text, pieces) => {
        fc.pre(!text.includes('\0') && !text.startsWith('\uFEFF'));
        expect(await decode(utf8(`\uFEFF${text}`), pieces)).toBe(text);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('names line and byte of a sequence that is not UTF-8, wherever the pieces are cut', async () => {
    const bytes = new Uint8Array([...utf8('é1\nzwei\nd€'), 0xe4, ...utf8('x\n')]);
    for (const pieces of [1, 2, 3, 4, 100]) {
      await expect(decode(bytes, pieces)).rejects.toMatchObject({
        code: 'invalid-file',
        message:
          "f.csv:3: expected UTF-8 text, got the byte 0xe4 at byte 13. If the file is in another encoding, pass it, e.g. encoding: 'windows-1252'.",
      });
    }
  });

  it.each([
    ['an overlong form', [0x61, 0xc0, 0x80], 1],
    ['a surrogate', [0x61, 0x62, 0xed, 0xa0, 0x80], 2],
    ['a code point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a lone continuation byte', [0x61, 0x80], 1],
    ['a sequence cut by a letter', [0xe2, 0x82, 0x61], 0],
  ])('refuses %s', async (_, bytes, at) => {
    for (const pieces of [1, 2, 100]) await expect(decode(new Uint8Array(bytes), pieces)).rejects.toThrow(`at byte ${at}.`);
  });

  it('refuses a character that is cut off at the end', async () => {
    for (const pieces of [1, 100])
      await expect(decode(new Uint8Array([0x61, 0x0a, 0xe2, 0x82]), pieces)).rejects.toThrow(
        'f.csv:2: expected UTF-8 text, got a character that is cut off at the end, byte 2.',
      );
  });

  it('points out UTF-16', async () => {
    await expect(decode(new Uint8Array([0xff, 0xfe, 0x61, 0x00]))).rejects.toThrow(
      "The file begins with a UTF-16 byte order mark: pass encoding: 'utf-16le'.",
    );
    await expect(decode(new Uint8Array([0xfe, 0xff, 0x00, 0x61]))).rejects.toThrow("pass encoding: 'utf-16be'.");
    expect(await decode(new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0xe9, 0x00]), 1, 'utf-16le')).toBe('aé');
  });

  it('refuses zero bytes as binary', async () => {
    await expect(decode(new Uint8Array([0x61, 0, 0x62]))).rejects.toThrow(
      'f.csv: expected utf-8 text, got zero bytes, so a binary file or another encoding.',
    );
  });

  it('reads other encodings, and says so where they do not fit', async () => {
    expect(await decode(new Uint8Array([0x63, 0x61, 0x66, 0xe9]), 1, 'windows-1252')).toBe('café');
    await expect(decode(new Uint8Array([0x0a, 0x81, 0xff]), 100, 'shift_jis')).rejects.toThrow(
      'f.csv:1: expected shift_jis text, got bytes it does not have, at byte 0 or after. Pass the encoding in which the file was written.',
    );
  });

  it('ends with the signal', async () => {
    await expect(collect(decodeText(inPieces(utf8('abc'), 1), 'f.csv', 'utf-8', AbortSignal.abort()))).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('assertEncoding', () => {
  it('refuses names TextDecoder does not know', () => {
    expect(() => assertEncoding('utf-9', 'here')).toThrow(
      "here: expected encoding to be a name from the Encoding Standard, e.g. 'utf-8', 'utf-16le' or 'windows-1252', got \"utf-9\".",
    );
  });
});
