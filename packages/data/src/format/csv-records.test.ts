import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatten, textInPieces } from '../../test/support/bytes.js';
import { csvRecords } from './csv-records.js';

const NO_COLUMNS = { text: undefined, label: undefined };

async function parse(text: string, options: { pieces?: number; delimiter?: string; quote?: string | false } = {}) {
  const { pieces = 1 << 20, delimiter, quote = '"' } = options;
  return flatten(csvRecords(textInPieces(text, pieces), { name: 'news.csv', delimiter, quote, columns: NO_COLUMNS }));
}

const fieldsOf = async (...args: Parameters<typeof parse>) => (await parse(...args)).map((record) => record.fields);

describe('csvRecords', () => {
  it.each([
    [
      'plain fields',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no line break at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CR alone',
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF and LF mixed',
      'a,b\nc,d\r\n"e","f"\r\ng,h\n',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
    [
      'quoted fields',
      '"a","b"\n"c","d"\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'quoted fields at the end of CRLF lines',
      '"a","b"\r\n"c","d"\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['doubled quotes', '"say ""hi""","b"\n', [['say "hi"', 'b']]],
    ['a field of one quote', '"""","b"\n', [['"', 'b']]],
    ['delimiters in quotes', '"a, b","c"\n', [['a, b', 'c']]],
    [
      'line breaks in quotes',
      '"a\nb","c\r\nd"\n"e","f"',
      [
        ['a\nb', 'c\r\nd'],
        ['e', 'f'],
      ],
    ],
    [
      'line breaks in quotes in a CR file',
      '"a\nb",c\rd,e\r',
      [
        ['a\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    [
      'empty fields',
      ',\n"",\n,""\n',
      [
        ['', ''],
        ['', ''],
        ['', ''],
      ],
    ],
    ['quotes inside an unquoted field', 'a 5" disk,b\n', [['a 5" disk', 'b']]],
    ['spaces after a closing quote', '"a" ,"b" \n', [['a', 'b']]],
    [
      'blank lines',
      '\n\na,b\n\n  \nc,d\n\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['one column', 'a\nb\n', [['a'], ['b']]],
  ])('reads %s, in one piece and in pieces of any size', async (_, text, expected) => {
    for (const pieces of [1, 2, 3, 5, 1 << 20]) expect(await fieldsOf(text, { pieces, delimiter: ',' })).toEqual(expected);
  });

  it('names the line each record begins on', async () => {
    const text = 'h,i\r\n"two\r\nlines",b\r\n\r\nc,"x\ny\rz"\r\nd,e\r\n';
    for (const pieces of [1, 7, 1 << 20]) {
      expect((await parse(text, { pieces })).map(({ line }) => line)).toEqual([1, 2, 5, 8]);
    }
  });

  it.each([
    [',', 'a,b;c\nd,e f\ng,h;\n'],
    [';', 'a;b,c\nd;e\nf;g, h, i\n'],
    ['\t', 'a\tb, c\nd\te\n'],
    ['|', 'a|b|c\nd|e|f\n'],
  ])('finds the delimiter %j', async (delimiter, text) => {
    expect(await fieldsOf(text)).toEqual(await fieldsOf(text, { delimiter }));
    expect((await fieldsOf(text))[0].length).toBeGreaterThan(1);
  });

  it('prefers the delimiter under which the first row holds the chosen names', async () => {
    const text = 'label;title, or name;text\n1;a, b;c\n2;d, e;f\n';
    const records = csvRecords(textInPieces(text, 100), { name: 'x', delimiter: undefined, quote: '"', columns: { text: 'text', label: 'label' } });
    expect((await flatten(records))[0].fields).toEqual(['label', 'title, or name', 'text']);
  });

  it('takes quotes as characters with quote: false, and another quote character', async () => {
    expect(await fieldsOf('ham\t"Hi" she said\nspam\t"Open\n', { delimiter: '\t', quote: false })).toEqual([
      ['ham', '"Hi" she said'],
      ['spam', '"Open'],
    ]);
    expect(await fieldsOf("'a, b','it''s'\n", { delimiter: ',', quote: "'" })).toEqual([['a, b', "it's"]]);
  });

  it('refuses a quote that is not closed, naming the line it begins on', async () => {
    for (const pieces of [3, 1 << 20]) {
      await expect(parse('a,b\nc,"d\ne,f\ng,h\n', { pieces, delimiter: ',' })).rejects.toMatchObject({
        code: 'invalid-file',
        message:
          'news.csv:2: expected the quoted field that begins in this record to be closed, got the end of the file, or 64 Mi characters, without the closing quote. ' +
          'Inside a quoted field a quote is written twice (""); if quotes are ordinary characters in this file, pass quote: false.',
      });
    }
  });

  it('refuses a record that would fill the memory', async () => {
    const piece = 'x'.repeat(1 << 24);
    async function* endless(): AsyncGenerator<string> {
      yield await Promise.resolve('a,b\nc,"');
      for (;;) yield piece;
    }
    const records = csvRecords(endless(), { name: 'news.csv', delimiter: ',', quote: '"', columns: NO_COLUMNS });
    await expect(flatten(records)).rejects.toThrow(
      'news.csv:2: expected the quoted field that begins in this record to be closed, got the end of the file, or 64 Mi characters',
    );
  });

  it('refuses text after a closing quote', async () => {
    for (const pieces of [1, 4, 1 << 20]) {
      await expect(parse('a,b\n"c"d,e\nf,g\n', { pieces, delimiter: ',' })).rejects.toMatchObject({
        code: 'invalid-file',
        where: 'news.csv:2',
        expected: 'a delimiter or the end of the line after the closing quote',
        got: 'more text',
      });
    }
  });

  it('refuses rows with another number of columns than the first', async () => {
    await expect(parse('a,b\n"c\nc",d\ne\n', { delimiter: ',' })).rejects.toThrow(
      'news.csv:4: expected 2 columns, as in line 1, got 1 column. A field that contains the delimiter must be quoted.',
    );
    await expect(parse('\na;b\nc;d\ne;f;g\n')).rejects.toThrow(
      'news.csv:4: expected 2 columns, as in line 2, got 3 columns. A field that contains the delimiter must be quoted. If the delimiter was guessed wrongly, pass delimiter.',
    );
    await expect(parse('a,b\nc,d,e\n', { delimiter: ',', quote: false })).rejects.toThrow('A field cannot contain the delimiter with quote: false.');
  });

  it('gives back what was written: any fields, any line end, cut anywhere', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', 'é', '😀'), maxLength: 8 });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 9 }), fc.boolean(), async (rows, end, pieces, ended) => {
        // A carriage return at the end of a record belongs to the line break.
        const written = rows.map((row) => row.map((cell, i) => (i === row.length - 1 ? cell.replace(/\r+$/, '') : cell)));
        const text = written.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join(end) + (ended ? end : '');
        expect(await fieldsOf(text, { pieces, delimiter: ',' })).toEqual(written);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
