import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inPieces, utf8 } from '../test/support/bytes.js';
import type { Example } from './example.js';
import { readExamples } from './read-examples.js';
import type { ReadOptions } from './read-options.js';

const read = (content: string, options?: ReadOptions, name?: string): Promise<Example[]> =>
  readExamples({ content, ...(name && { name }) }, options).toArray();

describe('readExamples: tables', () => {
  it('joins several text columns by a space and reads any string as label', async () => {
    expect(await read('class,title,body\nSci/Tech,Probe lands,"It, too, works"\n 2 ,B,\n', { text: ['title', 'body'], label: 'class' })).toEqual([
      { text: 'Probe lands It, too, works', label: 'Sci/Tech', line: 2 },
      { text: 'B ', label: '2', line: 3 },
    ]);
  });

  it('takes the columns text and label by default, and no labels without such a column', async () => {
    expect(await read('label,text\nham,hi\n')).toEqual([{ text: 'hi', label: 'ham', line: 2 }]);
    expect(await read('id,text\n1,hi\n')).toEqual([{ text: 'hi', line: 2 }]);
    expect(await read('label,text\nham,hi\n', { label: false })).toEqual([{ text: 'hi', line: 2 }]);
  });

  it('chooses columns by position, then without a header unless told', async () => {
    expect(await read('"3","Title","Body"\n"4","B","C"\n', { text: [1, 2], label: 0 })).toEqual([
      { text: 'Title Body', label: '3', line: 1 },
      { text: 'B C', label: '4', line: 2 },
    ]);
    expect(await read('c;t\nham;hi\n', { text: 1, label: 0, header: true })).toEqual([{ text: 'hi', label: 'ham', line: 2 }]);
    expect(await read('label;text\nham;hi\n', { text: 1, label: 0, header: false })).toHaveLength(2);
  });

  it('refuses to guess about a first row that looks like a header', async () => {
    await expect(read('Label,Text\nham,hi\n', { text: 1, label: 0 })).rejects.toMatchObject({
      code: 'invalid-option',
      message:
        'content:1: expected header: true or header: false, since columns are chosen by position and the first row looks like a header, got "Text", "Label" and no header option. ' +
        'Pass header: true to leave that row out.',
    });
  });

  it('lists the columns when one is missing, and names the one that was meant', async () => {
    await expect(read('label,titel,text\na,b,c\n', { text: 'title', label: 'label' })).rejects.toMatchObject({
      code: 'not-found',
      message: 'content:1: expected a text column "title", got the columns "label", "titel", "text". Did you mean "titel"?',
    });
    await expect(read('a,b\nc,d\n', { text: 'message' })).rejects.toThrow(
      'Is the first row a header? If not, choose columns by position and pass header: false.',
    );
    await expect(read('a,b\nc,d\n')).rejects.toThrow(
      'got the columns "a", "b". Name the column or columns that hold the text, e.g. text: [\'title\', \'description\'].',
    );
    await expect(read('a,b\nc,d\n', { text: 2, label: 0 })).rejects.toThrow(
      'content:1: expected the text column to be a position from 0 to 1, got 2. A row has 2 columns.',
    );
    await expect(read('a,b\nc,d\n', { text: 'a', label: 5 })).rejects.toThrow(
      'expected the label column to be a position from 0 to 1, got 5. The columns are "a", "b".',
    );
    await expect(read('a,b\nc,d\n', { text: 'a', header: false })).rejects.toThrow(
      'expected the text column as a position, since header: false leaves columns without names, got "a". Count columns from 0.',
    );
    await expect(read('a,b,a\nc,d,e\n', { text: 'a' })).rejects.toThrow(
      'expected one column "a", got 2 of that name, at positions 0, 2. Choose it by its position.',
    );
  });

  it('shortens a long list of columns', async () => {
    const names = Array.from({ length: 30 }, (_, i) => (i === 0 ? 'x'.repeat(50) : `c${i}`));
    await expect(read(`${names.join(',')}\n${names.join(',')}\n`, { text: 'quite another' })).rejects.toThrow(
      /"x{37}\.\.\.", "c1", .*"c19" and 10 more/,
    );
  });

  it('refuses a row without a label, naming its line', async () => {
    await expect(read('label,text\nham,hi\n ,"two\nlines"\n')).rejects.toMatchObject({
      code: 'invalid-data',
      message:
        'content:3: expected a label: a string that is not empty, an integer or a boolean, got " ". Remove or mend the row, or pass label: false to read texts alone.',
    });
  });

  it('reads TSV by its name', async () => {
    expect(await read('label\ttext\nham\ta, b\n', {}, 'x.tsv')).toEqual([{ text: 'a, b', label: 'ham', line: 2 }]);
    expect(await read('label\ttext\nham\t"a\tb"\n', {}, 'x.TAB')).toEqual([{ text: 'a\tb', label: 'ham', line: 2 }]);
    await expect(read('label,text\nham,hi\n', {}, 'x.tsv')).rejects.toThrow('x.tsv:1: expected a text column "text", got the columns "label,text".');
  });

  it('refuses a file without rows', async () => {
    for (const content of ['', '\n\n', 'label,text\n']) {
      await expect(read(content, { format: 'csv' })).rejects.toMatchObject({
        code: 'invalid-file',
        message: 'content: expected at least one row, got none. The file is empty, or has a header only.',
      });
    }
  });
});

describe('readExamples: JSON Lines', () => {
  it('reads strings, integers, booleans and arrays as labels', async () => {
    const rows = [
      '{"text":"a","label":"x"}',
      '{"text":"b","label":3}',
      '',
      '{"text":"c","label":true}',
      '{"text":"d","label":["p","q"]}',
      '{"text":"e","label":["r"]}',
    ];
    expect(await read(rows.join('\r\n'))).toEqual([
      { text: 'a', label: 'x', line: 1 },
      { text: 'b', label: '3', line: 2 },
      { text: 'c', label: 'true', line: 4 },
      { text: 'd', label: 'p', labels: ['p', 'q'], line: 5 },
      { text: 'e', label: 'r', line: 6 },
    ]);
  });

  it('joins keys, takes null as an empty text, and reads without labels', async () => {
    expect(await read('{"a":"x","b":null,"n":1}\n', { text: ['a', 'b'] }, 'f.jsonl')).toEqual([{ text: 'x ', line: 1 }]);
    expect(await read('{"text":"x","label":1}\n', { label: false }, 'f.ndjson')).toEqual([{ text: 'x', line: 1 }]);
    expect(await read('{"__proto__":"x","text":"y"}\n', { label: '__proto__' }, 'f.jsonl')).toEqual([{ text: 'y', label: 'x', line: 1 }]);
  });

  it.each<[string, string, ReadOptions, string]>([
    ['broken JSON', '{"text":"a"}\n{"text":', {}, 'f.jsonl:2: expected a JSON object, got "{\\"text\\":" ('],
    [
      'an array',
      '[{"text":"a"}]',
      {},
      'f.jsonl:1: expected a JSON object, got an array. JSON Lines has one object a line and no brackets around them.',
    ],
    ['the start of an array', '[\n{"text":"a"}\n]', {}, 'JSON Lines has one object a line and no brackets around them.'],
    ['a number', '3', {}, 'f.jsonl:1: expected a JSON object, got 3.'],
    ['a missing key', '{"test":"a"}', {}, 'f.jsonl:1: expected a text under the key "text", got the keys "test". Did you mean "test"?'],
    ['an empty object', '{}', {}, 'got an empty object.'],
    [
      'a label missing further down',
      '{"text":"a","label":1}\n{"text":"b"}',
      {},
      'f.jsonl:2: expected a label under the key "label", got the keys "text".',
    ],
    ['a text that is none', '{"text":5}', {}, 'f.jsonl:1: expected a text, got 5.'],
    [
      'a fraction as label',
      '{"text":"a","label":0.5}',
      {},
      'f.jsonl:1: expected a label: a string that is not empty, an integer or a boolean, got 0.5.',
    ],
    ['null as label', '{"text":"a","label":null}', {}, 'got null.'],
    ['no labels at all', '{"text":"a","label":[]}', {}, 'got none.'],
    ['a position', '{"text":"a"}', { text: 0 }, 'f.jsonl: expected keys by name, since JSON objects have no positions, got 0.'],
  ])('refuses %s', async (_, content, options, message) => {
    await expect(read(content, options, 'f.jsonl')).rejects.toThrow(message);
  });

  it('refuses a JSON document', async () => {
    await expect(read('[\n {"text": "a"}\n]', {}, 'f.json')).rejects.toMatchObject({
      code: 'unsupported',
      message:
        'f.json: expected JSON Lines, one object a line, got a JSON document that begins with "[". Write one object a line, without commas or brackets between them.',
    });
    expect(await read('{"text":"a"}\n{"text":"b"}\n', {}, 'f.json')).toHaveLength(2);
  });
});

describe('readExamples: fastText and plain text', () => {
  it('keeps all labels, wherever they stand', async () => {
    expect(await read('__label__a  some text \n\n__label__b __label__c/d two\nthree __label__e four\nnone here\n')).toEqual([
      { text: 'some text', label: 'a', line: 1 },
      { text: 'two', label: 'b', labels: ['b', 'c/d'], line: 3 },
      { text: 'three four', label: 'e', line: 4 },
      { text: 'none here', line: 5 },
    ]);
    expect(await read('#x a#b\n', { format: 'fasttext', labelPrefix: '#' })).toEqual([{ text: 'a#b', label: 'x', line: 1 }]);
    await expect(read('__label__ text\n')).rejects.toThrow('content:1: expected a label right after __label__, got a space or the end of the line.');
  });

  it('reads lines as texts', async () => {
    expect(await read('One, two.\n  \nThree, four.\n', {}, 'f.txt')).toEqual([
      { text: 'One, two.', line: 1 },
      { text: 'Three, four.', line: 3 },
    ]);
  });
});

describe('readExamples: formats and options', () => {
  it.each([
    ['parquet magic', 'PAR1', 'complete Parquet file'],
    ['a zip archive', 'PK\x03\x04 rest', 'a zip archive (or a spreadsheet)'],
    ['bzip2', 'BZh91AY', 'a bzip2 file'],
    ['a PDF', '%PDF-1.7', 'a PDF document'],
  ])('recognises %s by its first bytes', async (_, content, message) => {
    await expect(read(`${content}\n`)).rejects.toThrow(message);
  });

  it('tells tables from text by content where the name does not', async () => {
    expect(await read('label|text\nham|hi')).toEqual([{ text: 'hi', label: 'ham', line: 2 }]);
    expect(await read('label\ttext\nham\thi, you')).toEqual([{ text: 'hi, you', label: 'ham', line: 2 }]);
    expect(await read('just a line\nand another, longer one\n')).toHaveLength(2);
    expect(await read('text\nhi\n', { text: 'text' })).toEqual([{ text: 'hi', line: 2 }]);
    expect(await read('{not json}\nat all\n')).toHaveLength(2);
  });

  it.each<[string, unknown, string]>([
    ['an unknown option', { colums: 1 }, 'got "colums"'],
    ['a misspelt option', { delimeter: ',' }, 'Did you mean delimiter?'],
    [
      'an unknown format',
      { format: 'xml' },
      'expected format to be one of csv, tsv, jsonl, parquet, fasttext, text, folder, class-files, got "xml".',
    ],
    ['no text column', { text: [] }, 'expected text to be a column name, a position from 0, or an array of those, got [].'],
    ['a negative position', { text: -1 }, 'expected text to be'],
    ['a label that is no column', { label: true }, 'expected label to be a column name, a position from 0, an array of those, or false, got true.'],
    ['header as a string', { header: 'yes' }, 'expected header to be true or false, got "yes".'],
    [
      'two characters as delimiter',
      { delimiter: '||' },
      'expected delimiter to be one character that is neither a line break nor the quote, got "||".',
    ],
    ['the quote as delimiter', { delimiter: '"' }, 'expected delimiter to be one character'],
    ['an empty quote', { quote: '' }, 'expected quote to be one character, or false, got "".'],
    ['a prefix with a space', { labelPrefix: 'a b' }, 'expected labelPrefix to be one or more characters without spaces, got "a b".'],
    ['an encoding that is no name', { encoding: 8 }, 'expected encoding to be the name of an encoding, got 8.'],
    ['an unknown encoding', { encoding: 'klingon' }, 'expected encoding to be a name from the Encoding Standard'],
    [
      'an option of another format',
      { format: 'jsonl', delimiter: ',' },
      'expected options for the format jsonl: text, label, labelSeparator, multiLabel, encoding, got delimiter. The option delimiter is for csv, tsv.',
    ],
    ['encoding with Parquet', { format: 'parquet', encoding: 'utf-8' }, 'expected options for the format parquet: text, label, labelSeparator, multiLabel, got encoding.'],
    [
      'a folder format',
      { format: 'folder' },
      "expected the path of a folder with format: 'folder', got content. Folders are read by readExamples of @sekvens/data/node.",
    ],
    ['an encoding for a string', { format: 'csv', encoding: 'latin1' }, 'expected no encoding with content that is a string already, got latin1.'],
  ])('refuses %s at once', (_, options, message) => {
    expect(() => readExamples({ content: 'a,b\nc,d' }, options as ReadOptions)).toThrow(message);
  });

  it('refuses options that do not fit a detected format', async () => {
    await expect(read('{"text":"a"}\n', { header: true })).rejects.toThrow(
      'readExamples(source, options) of content: expected options for the format jsonl: text, label, labelSeparator, multiLabel, encoding, got header. The option header is for csv, tsv; pass format if the format was detected wrongly.',
    );
  });
});

describe('readExamples: sources', () => {
  const csv = 'label,text\nham,hällo\n';
  const expected = [{ text: 'hällo', label: 'ham', line: 2 }];

  it.each([
    ['a string', csv],
    ['a Blob', new Blob([csv])],
    ['a File', new File([csv], 'x.csv')],
    ['a Uint8Array', utf8(csv)],
    ['an ArrayBuffer', utf8(csv).slice().buffer],
    ['gzip', new Uint8Array(gzipSync(csv))],
    ['a gzipped File', new File([new Uint8Array(gzipSync(csv))], 'x.csv.gz')],
  ])('reads %s, more than once', async (_, source) => {
    const dataset = readExamples(source);
    expect(await dataset.toArray()).toEqual(expected);
    expect(await dataset.toArray()).toEqual(expected);
  });

  it('reads streams, once', async () => {
    for (const source of [inPieces(utf8(csv), 3), new Blob([csv]).stream()]) {
      const dataset = readExamples(source as AsyncIterable<Uint8Array>);
      expect(await dataset.toArray()).toEqual(expected);
      await expect(dataset.toArray()).rejects.toMatchObject({
        code: 'invalid-data',
        message:
          'stream: expected to be read once, got a second pass over a stream. Keep the examples with .cache(), or give a source that can be read again.',
      });
    }
  });

  it('ends the source when reading stops early', async () => {
    let ended = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(utf8('some line\n'));
      } finally {
        ended++;
      }
    }
    expect(await readExamples(endless(), { format: 'text' }).take(2).toArray()).toHaveLength(2);
    await expect(readExamples(endless(), { format: 'csv', header: true, text: 'x' }).toArray()).rejects.toThrow('expected a text column "x"');
    await expect(readExamples(endless(), { text: 0, labelPrefix: 'x' }).toArray()).rejects.toThrow('expected options for the format');
    expect(ended).toBe(3);
  });

  it('reports a damaged archive, and what its source reports as it is', async () => {
    const packed = new Uint8Array(gzipSync(csv.repeat(5000)));
    await expect(readExamples(packed.slice(0, packed.length - 9), { format: 'csv' }).toArray()).rejects.toMatchObject({
      code: 'invalid-file',
      where: 'bytes',
      expected: 'a complete gzip file',
      hint: 'The download may have been cut off; fetch it again.',
    });
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(packed.slice(0, 30));
      throw new Error('the disk is gone');
    }
    await expect(readExamples(failing(), { format: 'csv' }).toArray()).rejects.toThrow('the disk is gone');
  });

  it.each([
    [
      'a path',
      'news.csv',
      'got a string of one line, "news.csv". To read a file by its path, import readExamples from \'@sekvens/data/node\'. If it is the content, pass format.',
    ],
    ['a file URL', new URL('file:///news.csv'), 'got file:///news.csv. Files are read by readExamples of @sekvens/data/node.'],
    ['a number', 5, 'expected a source: a string, URL, Blob, File, ArrayBuffer, Uint8Array, stream of bytes, or { content }, got 5.'],
    ['nothing', null, 'got null.'],
  ])('refuses %s', (_, source, message) => {
    expect(() => readExamples(source as string)).toThrow(message);
  });

  it('refuses a stream of anything but bytes', async () => {
    async function* strings(): AsyncGenerator<unknown> {
      yield await Promise.resolve('text');
    }
    await expect(readExamples(strings() as AsyncIterable<Uint8Array>).toArray()).rejects.toThrow(
      'expected a stream of Uint8Array, got a chunk "text".',
    );
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    async function* slow(): AsyncGenerator<Uint8Array> {
      for (let i = 0; ; i++) {
        if (i === 3) controller.abort();
        yield await Promise.resolve(utf8('a line\n'));
      }
    }
    await expect(readExamples(slow(), { format: 'text', signal: controller.signal }).toArray()).rejects.toMatchObject({ code: 'aborted' });
  });

  it('takes constant memory: a file larger than what it may hold passes through', async () => {
    const piece = utf8('ham,"some text, quoted"\n'.repeat(10_000));
    async function* large(): AsyncGenerator<Uint8Array> {
      yield utf8('label,text\n');
      for (let i = 0; i < 60; i++) yield await Promise.resolve(piece);
    }
    let rows = 0;
    let largest = 0;
    for await (const _ of readExamples(large())) if (++rows % 50_000 === 0) largest = Math.max(largest, process.memoryUsage().arrayBuffers);
    expect(rows).toBe(600_000);
    expect(largest).toBeLessThan(64 << 20);
  });
});
