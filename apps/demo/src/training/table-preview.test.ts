import { gzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { guessColumns } from './guess-columns.js';
import { readHead } from './read-head.js';
import { guessFormat, previewTable } from './table-preview.js';

test('the ending of a name tells the format, else the first line does', () => {
  expect(['a.csv', 'a.TSV', 'b.tab', 'c.jsonl.gz', 'c.ndjson'].map((name) => guessFormat(name, '{"a": 1}'))).toEqual(['csv', 'tsv', 'tsv', 'jsonl', 'jsonl']);
  expect(['{"text": "a"}\n', 'text\tlabel\na\tb', 'text,label\na\tb,c'].map((head) => guessFormat('pasted rows', head))).toEqual(['jsonl', 'tsv', 'csv']);
});

test('a preview has quoted line breaks and the delimiter that fits', () => {
  const head = 'title;class\n"Oil; prices\nsoar";Business\n\nGoal;Sports\n';
  expect(previewTable(head, 'csv', true, true)).toEqual({ format: 'csv', delimiter: ';', columns: ['title', 'class'], rows: [['Oil; prices\nsoar', 'Business'], ['Goal', 'Sports']] });
});

test('without a header columns have positions, and quotes can be characters', () => {
  expect(previewTable('5" pipe\tgood\n6" pipe\tbad', 'tsv', false, false)).toEqual({ format: 'tsv', delimiter: '\t', columns: ['column 0', 'column 1'], rows: [['5" pipe', 'good'], ['6" pipe', 'bad']] });
});

test('JSON Lines have the columns of all rows seen, and a line that was cut off is left to the reader', () => {
  expect(previewTable('{"text": "a", "n": 1}\n{"text": "b", "label": "x"}\n{"text": "c', 'jsonl', true, true)).toEqual({
    format: 'jsonl', columns: ['text', 'n', 'label'], rows: [['a', '1', ''], ['b', '', 'x']],
  });
});

test('columns are guessed by their names, else by how long their cells are', () => {
  expect(guessColumns({ columns: ['class', 'title', 'id', 'description'], rows: [] })).toEqual({ label: 0, text: [1, 3] });
  expect(guessColumns({ columns: ['a', 'b'], rows: [['x', 'a long text']] })).toEqual({ label: 0, text: [1] });
  expect(guessColumns({ columns: ['a'], rows: [['x']] })).toEqual({ label: 0, text: [] });
});

test('the head of a gzipped file is that of what is in it', async () => {
  const rows = 'text,label\n'.repeat(20_000);
  const plain = await readHead(new Blob([rows]));
  expect(plain).toBe(rows.slice(0, 1 << 16));
  expect((await readHead(new Blob([new Uint8Array(gzipSync(new TextEncoder().encode(rows)))]))).startsWith(plain)).toBe(true);
});
