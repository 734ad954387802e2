import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { Example } from '../example.js';
import { readExamples } from '../read-examples.js';
import type { ReadOptions } from '../read-options.js';

const read = (content: string, options: ReadOptions): Promise<Example[]> => readExamples({ content }, options).toArray();
const labelsOf = async (content: string, options: ReadOptions): Promise<unknown[]> => (await read(content, options)).map(({ labels }) => labels);

describe('several labels a row', () => {
  it('with a separator in a cell; an empty cell has none, a label named twice is there once', async () => {
    expect(await read('text,label\nboth,a|b\none, b \nnone,\n"spaced, twice", b | a|b\n', { labelSeparator: '|' })).toEqual([
      { text: 'both', label: 'a', labels: ['a', 'b'], line: 2 },
      { text: 'one', label: 'b', labels: ['b'], line: 3 },
      { text: 'none', labels: [], line: 4 },
      { text: 'spaced, twice', label: 'b', labels: ['b', 'a'], line: 5 },
    ]);
    expect(await labelsOf('text,label\nx,"a, b"\n', { labelSeparator: ',' })).toEqual([['a', 'b']]);
    expect(await labelsOf('x\ta b\n', { format: 'tsv', text: 0, label: 1, labelSeparator: ' ' })).toEqual([['a', 'b']]);
    expect(await labelsOf('{"text":"x","label":"a;b"}\n{"text":"y","label":null}\n{"text":"z","label":""}\n', { labelSeparator: ';' })).toEqual([['a', 'b'], [], []]);
  });

  it('in columns that say 1 or 0, by name or by position', async () => {
    const table = 'id,text,toxic, obscene ,threat\n1,foul,1,1,0\n2,fine,0,0,0\n3,odd,0.0,1.0,0\n4,words,False,TRUE,true\n';
    const expected = [
      { text: 'foul', label: 'toxic', labels: ['toxic', 'obscene'], line: 2 },
      { text: 'fine', labels: [], line: 3 },
      { text: 'odd', label: 'obscene', labels: ['obscene'], line: 4 },
      { text: 'words', label: 'obscene', labels: ['obscene', 'threat'], line: 5 },
    ];
    expect(await read(table, { label: ['toxic', 'obscene', 'threat'] })).toEqual(expected);
    expect(await read(table, { text: 1, label: [2, 3, 4], header: true })).toEqual(expected);
    expect(await labelsOf(table, { label: ['threat'] })).toEqual([[], [], [], ['threat']]);
    expect(await labelsOf('{"text":"x","a":1,"b":false}\n{"text":"y","a":0,"b":true}\n', { label: ['a', 'b'] })).toEqual([['a'], ['b']]);
  });

  it('in JSON arrays, also empty ones', async () => {
    const lines = '{"text":"x","label":["a","b","a"]}\n{"text":"y","label":[]}\n{"text":"z","label":"c"}\n{"text":"w","label":null}\n';
    expect(await labelsOf(lines, { multiLabel: true })).toEqual([['a', 'b'], [], ['c'], []]);
  });

  it('in fastText lines, also without any', async () => {
    expect(await read('__label__a __label__b two\nnone of them\n__label__b one\n', { multiLabel: true })).toEqual([
      { text: 'two', label: 'a', labels: ['a', 'b'], line: 1 },
      { text: 'none of them', labels: [], line: 2 },
      { text: 'one', label: 'b', labels: ['b'], line: 3 },
    ]);
  });

  it('in lists, strings and flags of Parquet', async () => {
    const bytes = new Uint8Array(parquetWriteBuffer({
      columnData: [
        { name: 'text', data: ['x', 'y', 'z'], type: 'STRING' },
        { name: 'topics', data: ['a,b', '', 'b'], type: 'STRING' },
        { name: 'list', data: [['a', 'b'], [], ['b']], type: 'JSON' },
        { name: 'a', data: [true, false, false], type: 'BOOLEAN' },
        { name: 'b', data: [1n, 0n, 1n], type: 'INT64' },
      ],
    }));
    for (const options of [{ label: 'topics', labelSeparator: ',' }, { label: 'list', multiLabel: true }, { label: ['a', 'b'] }]) {
      expect((await readExamples(bytes, options).toArray()).map(({ labels }) => labels)).toEqual([['a', 'b'], [], ['b']]);
    }
  });

  it('may be one for every row', async () => {
    expect(await read('text,label\nx,a\ny,\n', { multiLabel: true })).toEqual([
      { text: 'x', label: 'a', labels: ['a'], line: 2 },
      { text: 'y', labels: [], line: 3 },
    ]);
  });

  it.each<[string, string, ReadOptions, string]>([
    ['nothing between separators', 'text,label\nx,a||b\n', { labelSeparator: '|' }, 'content:2: expected a label on each side of "|", got "a||b". A cell with nothing in it is a row without labels.'],
    ['a separator at the end', 'text,label\nx,a|\n', { labelSeparator: '|' }, 'content:2: expected a label on each side of "|", got "a|".'],
    ['an array with a separator', '{"text":"x","label":["a"]}\n', { labelSeparator: '|' }, 'content:1: expected labels as a string with "|" between them, got ["a"]. An array of labels needs no labelSeparator.'],
    ['a number with a separator', '{"text":"x","label":3}\n', { labelSeparator: '|' }, 'content:1: expected labels as a string with "|" between them, got 3.'],
    ['a cell that is neither 1 nor 0', 'text,a,b\nx,1,-1\n', { label: ['a', 'b'] }, 'content:2: expected 0 or 1 in the label column "b", got "-1". Of several label columns each says whether a row has that label. Remove or mend the row, or choose one column.'],
    ['an empty cell among several', 'text,a,b\nx,,1\n', { label: ['a', 'b'] }, 'content:2: expected 0 or 1 in the label column "a", got "".'],
    ['columns without names', '1,x,0\n', { text: 1, label: [0, 2] }, 'content:1: expected a header with the names of the label columns, which are the labels, got the columns 0, 2 of a file without one. Pass header: true if the first row names the columns.'],
    ['a column twice', 'text,a\nx,1\n', { label: ['a', 1] }, 'content:1: expected every label column once, got "a" twice.'],
    ['a missing column', 'text,a\nx,1\n', { label: ['a', 'b'] }, 'content:1: expected a label column "b", got the columns "text", "a".'],
    ['a missing key', '{"text":"x","a":1}\n', { label: ['a', 'b'] }, 'content:1: expected a label under the key "b", got the keys "text", "a".'],
    ['an empty label in an array', '{"text":"x","label":["a",""]}\n', { multiLabel: true }, 'content:1: expected a label: a string that is not empty, an integer or a boolean, got "".'],
  ])('are refused with %s', async (_, content, options, message) => {
    await expect(read(content, options)).rejects.toThrow(message);
  });

  it.each<[string, object, string]>([
    ['no columns', { label: [] }, 'expected label to be a column name, a position from 0, an array of those, or false, got [].'],
    ['a column that is none', { label: ['a', -1] }, 'an array of those, or false, got ["a", -1].'],
    ['an empty separator', { labelSeparator: '' }, 'expected labelSeparator to be one or more characters without line breaks, got "".'],
    ['a line break as separator', { labelSeparator: '\n' }, 'expected labelSeparator to be one or more characters without line breaks'],
    ['a flag that is none', { multiLabel: 'yes' }, 'expected multiLabel to be true or false, got "yes".'],
    ['columns and a separator', { label: ['a'], labelSeparator: '|' }, 'expected several label columns or labelSeparator, got both.'],
    ['columns for one label', { label: ['a'], multiLabel: false }, 'expected multiLabel to be true with several label columns, got false.'],
    ['a separator for one label', { labelSeparator: '|', multiLabel: false }, 'expected multiLabel to be true with labelSeparator, got false.'],
    ['a separator of nothing', { label: false, labelSeparator: '|' }, 'expected a label column with labelSeparator, got label: false.'],
    ['labels of nothing', { label: false, multiLabel: true }, 'expected a label column with multiLabel: true, got label: false.'],
    ['text lines', { format: 'text', multiLabel: true }, 'expected options for the format text: encoding, got multiLabel. The option multiLabel is for csv, tsv, jsonl, parquet, fasttext.'],
    ['fastText with a separator', { format: 'fasttext', labelSeparator: '|' }, 'expected options for the format fasttext: multiLabel, labelPrefix, encoding, got labelSeparator.'],
  ])('are refused at once with %s', (_, options, message) => {
    expect(() => readExamples({ content: 'a\n' }, options)).toThrow(message);
  });
});
