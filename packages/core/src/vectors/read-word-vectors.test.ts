import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { readWordVectors } from './read-word-vectors.js';
import type { ReadWordVectorsOptions } from './read-word-vectors.js';
import type { WordVectors } from './word-vectors.js';

const encoder = new TextEncoder();
const bytes = (text: string): Uint8Array => encoder.encode(text);
const contents = (vectors: WordVectors): Record<string, number[]> =>
  Object.fromEntries(vectors.words.map((word) => [word, Array.from(vectors.get(word)!)]));

const glove = 'the 0.5 -1 2e-1\n. . . 1 2 3\nat name@domain.com -0.25 0 7\nno\u00a0break 4 5 6\n<unk> 0 0 1\n';
const fastText = '3 2\n</s> 0.5 1.5 \nthe -1 2 \nnaïve 3 4 \n';

/** A file in word2vec's binary format. */
function binary(rows: readonly [string, number[]][], lineEnds: boolean, header = `${rows.length} ${rows[0][1].length}\n`): Uint8Array {
  const parts = [bytes(header)];
  for (const [word, vector] of rows) {
    const numbers = new Uint8Array(4 * vector.length);
    vector.forEach((value, i) => new DataView(numbers.buffer).setFloat32(4 * i, value, true));
    parts.push(bytes(`${word} `), numbers, bytes(lineEnds ? '\n' : ''));
  }
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}
const rows: [string, number[]][] = [
  ['the', [0.5, -1]],
  ['New_York', [1e10, 3]],
  ['naïve', [0, 10]],
];

describe('readWordVectors', () => {
  it('reads GloVe, words with spaces from the right, no-break spaces as part of a word', async () => {
    const vectors = await readWordVectors(bytes(glove));
    expect(contents(vectors)).toEqual({
      the: [0.5, -1, Math.fround(0.2)],
      '. . .': [1, 2, 3],
      'at name@domain.com': [-0.25, 0, 7],
      'no\u00a0break': [4, 5, 6],
      '<unk>': [0, 0, 1],
    });
    expect(vectors.source).toEqual({ format: 'glove', rows: 5, duplicates: 0 });
  });
  it('reads fastText and word2vec text, with spaces, tabs and carriage returns at the ends of lines', async () => {
    const expected = { '</s>': [0.5, 1.5], the: [-1, 2], naïve: [3, 4] };
    for (const text of [
      fastText,
      fastText.replaceAll('\n', '\r\n'),
      fastText.replaceAll(' ', '\t'),
      `\ufeff${fastText}`,
      `${fastText}\n \n`,
      fastText.trimEnd(),
    ]) {
      const vectors = await readWordVectors(bytes(text));
      expect(contents(vectors)).toEqual(expected);
      expect(vectors.source?.format).toBe('word2vecText');
    }
    expect((await readWordVectors(bytes(fastText), { format: 'fastText' })).source?.format).toBe('fastText');
    expect(contents(await readWordVectors(bytes(fastText), { format: 'word2vecText' }))).toEqual(expected);
  });
  it('reads word2vec binary, with and without line ends', async () => {
    for (const lineEnds of [true, false]) {
      const vectors = await readWordVectors(binary(rows, lineEnds));
      expect(contents(vectors)).toEqual(Object.fromEntries(rows));
      expect(vectors.source).toEqual({ format: 'word2vecBinary', rows: 3, duplicates: 0 });
    }
  });
  it('reads a file that word2vec wrote', async () => {
    const vectors = await readWordVectors(new Uint8Array(readFileSync(new URL('../../fixtures/word2vec-41x100.bin', import.meta.url))));
    expect([vectors.size, vectors.dim, vectors.source?.format]).toEqual([41, 100, 'word2vecBinary']);
    expect(vectors.words.slice(0, 3)).toEqual(['Berlin', 'Potsdam', 'Hamburg']);
    const berlin = vectors.get('Berlin')!;
    expect(Array.from(berlin.subarray(0, 3))).toEqual([1.4724287, -3.0660472, 1.2919313].map(Math.fround));
    expect(vectors.get(vectors.words[40])![99]).toBe(Math.fround(-1.6216714));
    // In this vector space, Potsdam is nearer to Berlin than every other word.
    const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((s, v, i) => s + v * b[i], 0) / Math.hypot(...a) / Math.hypot(...b);
    const nearest = vectors.words.slice(1).sort((a, b) => cosine(vectors.get(b)!, berlin) - cosine(vectors.get(a)!, berlin))[0];
    expect(nearest).toBe('Potsdam');
  });
  it.each<[string, Uint8Array]>([
    ['GloVe', bytes(glove)],
    ['fastText', bytes(fastText)],
    ['word2vec binary', binary(rows, true)],
    ['word2vec binary without line ends', binary(rows, false)],
  ])('reads %s the same in one piece, in pieces of any size, and from a stream', async (_, file) => {
    const expected = contents(await readWordVectors(file));
    for (const size of [1, 2, 3, 7, 16]) {
      const pieces = Array.from({ length: Math.ceil(file.length / size) }, (_, i) => file.slice(i * size, (i + 1) * size));
      async function* later(): AsyncGenerator<Uint8Array> {
        for (const piece of pieces) yield await Promise.resolve(piece);
      }
      expect(contents(await readWordVectors(pieces))).toEqual(expected);
      expect(contents(await readWordVectors(later()))).toEqual(expected);
    }
    expect(contents(await readWordVectors(new Blob([file as Uint8Array<ArrayBuffer>]).stream()))).toEqual(expected);
  });
  it('keeps only the words asked for', async () => {
    expect((await readWordVectors(bytes(glove), { words: ['the', '. . .', 'The', 'zebra'] })).words).toEqual(['the', '. . .']);
    expect((await readWordVectors(binary(rows, true), { words: new Set(['new_york']) })).words).toEqual([]);
    expect((await readWordVectors(binary(rows, true), { words: ['new_york', 'THE'], ignoreCase: true })).words).toEqual(['the', 'New_York']);
    expect((await readWordVectors(bytes(glove), { words: ['zebra'] })).source).toEqual({ format: 'glove', rows: 5, duplicates: 0 });
  });
  it('stops after limit rows, and reads no further', async () => {
    expect((await readWordVectors(bytes(glove), { limit: 2 })).words).toEqual(['the', '. . .']);
    expect((await readWordVectors(bytes(fastText), { limit: 1 })).words).toEqual(['</s>']);
    expect((await readWordVectors(binary(rows, false), { limit: 2 })).words).toEqual(['the', 'New_York']);
    let ended = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (let i = 0; ; i++) yield await Promise.resolve(bytes(`w${i} 1 2\n`));
      } finally {
        ended = true;
      }
    }
    expect((await readWordVectors(endless(), { limit: 100 })).size).toBe(100);
    expect(ended).toBe(true);
  });
  it('keeps the first of equal words, and counts the others', async () => {
    const vectors = await readWordVectors(bytes('a 1 2\nb 3 4\na 5 6\n'));
    expect(contents(vectors)).toEqual({ a: [1, 2], b: [3, 4] });
    expect(vectors.source?.duplicates).toBe(1);
    expect(
      (
        await readWordVectors(
          binary(
            [
              ['a', [1]],
              ['a', [2]],
            ],
            false,
          ),
        )
      ).source,
    ).toEqual({ format: 'word2vecBinary', rows: 2, duplicates: 1 });
  });
  it('finds the dimension where a word ends in a number, if told', async () => {
    expect((await readWordVectors(bytes('area 51 1 2\n'), { dim: 2 })).words).toEqual(['area 51']);
    expect((await readWordVectors(bytes('1 2\n'), { format: 'glove', dim: 1 })).words).toEqual(['1']);
  });
  it('can be aborted', async () => {
    expect(await refusal('aborted', () => readWordVectors(bytes(glove), { signal: AbortSignal.abort() }))).toMatch(
      /^readWordVectors\(source\): expected to run to its end/,
    );
    for (const [header, row] of [
      ['', bytes('w 1 2\n')],
      ['5000000 1\n', Uint8Array.of(119, 32, 0, 0, 0, 0)],
    ] as const) {
      const controller = new AbortController();
      async function* endless(): AsyncGenerator<Uint8Array> {
        yield bytes(header);
        for (let i = 0; ; i++) {
          if (i === 3) controller.abort();
          yield await Promise.resolve(row);
        }
      }
      await refusal('aborted', () => readWordVectors(endless(), { signal: controller.signal }));
    }
  });

  const many = Array.from({ length: 20 }, (_, i) => `w${i} ${i} 1`).join('\n');
  it.each<[string, Uint8Array, ReadWordVectorsOptions?]>([
    [': expected at least one word', bytes('0 2\n')],
    [', line 1: expected a word and its numbers, or a header: rows and dimension, got ""', bytes('')],
    [', line 1: expected a word and its numbers, or a header: rows and dimension, got "<!DOCTYPE html>"', bytes('<!DOCTYPE html>\n')],
    [
      ", line 1: expected the header of format 'fastText': rows and dimension, got \"the 1 2\". A file without a header is of format 'glove'.",
      bytes('the 1 2\n'),
      { format: 'fastText' },
    ],
    [
      ", line 1: expected a word and its numbers, as format 'glove' has no header, got \"3 2\". Name the format 'word2vecText', or leave it out.",
      bytes(fastText),
      { format: 'glove' },
    ],
    [', line 1: expected vectors of 3 numbers, got 2', bytes(fastText), { dim: 3 }],
    [', line 1: expected vectors of 3 numbers, got 2', binary(rows, true), { dim: 3 }],
    [', line 1: expected at most 65536 numbers a word, got 999999999', bytes('999999999 999999999\nthe 1 2\n')],
    [
      ", byte 0: expected uncompressed bytes, got gzip. Decompress it on the way: stream.pipeThrough(new DecompressionStream('gzip')).",
      new Uint8Array(gzipSync(glove)),
    ],
    [', byte 0: expected uncompressed bytes, got a zip archive. Unpack it first.', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)],
    [', line 1: expected a line end within 16 MB, got none. Is this a file of word vectors?', new Uint8Array((1 << 24) + 1).fill(97)],
    [', line 2: expected a word and 2 numbers, got 2 fields', bytes('a 1 2\nb 3\n')],
    [', line 2: expected a word and 2 numbers, got 2 fields', bytes('a 1 2\n 3 4\n')],
    [
      ', line 4: expected a word and 2 numbers, got more numbers, after "c 0.5". If the word does end in a number, leave that line out of the file.',
      bytes('a 1 2\nb 3 4\narea 51 1 2\nc 0.5 6 7\n'),
    ],
    [', line 2: expected a finite number in place 2 for "b", got "nan"', bytes('a 1 2\nb 3 nan\n')],
    [', line 2: expected a finite number in place 1 for "b", got "1e39"', bytes('a 1 2\nb 1e39 2\n')],
    [', line 3: expected a word and 2 numbers, got an empty line', bytes('2 2\na 1 2\n\nb 3 4\n')],
    [', line 4: expected the end after the 2 rows of the header, got another row', bytes('2 2\na 1 2\nb 3 4\nc 5 6\n')],
    [', line 22: expected 30 rows, as the header says, got the end of the file after 20', bytes(`30 2\n${many}\n`)],
    [', byte 4: expected row 1 of 3: a word with a space behind it, got the end of the file', bytes('3 2\n'), { format: 'word2vecBinary' }],
    [', byte 4: expected row 1 of 3: a word with a space behind it, got none', bytes(`3 2\n${'x'.repeat(70000)}`), { format: 'word2vecBinary' }],
    [
      ', byte 4: expected row 1 of 3: a word, got an empty one. Is the dimension in the header right?',
      bytes('3 2\n word'),
      { format: 'word2vecBinary' },
    ],
    [', byte 42: expected 8 bytes for "naïve", row 3 of 3, got the end of the file after 5', binary(rows, true).slice(0, 47)],
    [', byte 12: expected a finite number in place 2 for "bad", got NaN', binary([['bad', [1, NaN]]], true)],
    [', byte 17: expected the end after the 1 rows of the header, got more bytes', Uint8Array.from([...binary([['bad', [1, 2]]], true), 65])],
  ])('refuses%s', async (message, file, options) =>
    expect(await refusal('invalid-file', () => readWordVectors(file, options))).toContain(`readWordVectors(source)${message}`),
  );

  it.each<[string, object]>([
    ["({ format }): expected 'auto', 'glove', 'fastText', 'word2vecText', 'word2vecBinary', got \"bin\"", { format: 'bin' }],
    ['({ dim }): expected an integer from 1 to 65536, got 0', { dim: 0 }],
    ['({ limit }): expected an integer of at least 1, got 0.5', { limit: 0.5 }],
    ['({ words }): expected an array, set or other iterable of words, got "the"', { words: 'the' }],
    ['({ words }): expected an array, set or other iterable of words, got null', { words: null }],
    ['({ ignoreCase }): expected true or false, got 1', { words: [], ignoreCase: 1 }],
    ['({ ignoreCase }): expected words to be given as well, got true', { ignoreCase: true }],
    ['(source, options): expected options among format, dim, words, ignoreCase, limit, signal, got "dims". Did you mean dim?', { dims: 3 }],
  ])('refuses readWordVectors%s', async (message, options) =>
    expect(await refusal('invalid-option', () => readWordVectors(bytes(glove), options))).toContain(`readWordVectors${message}`),
  );
});
