import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { inPieces } from '../../test/support/bytes.js';
import { readExamples } from '../read-examples.js';

const texts = Array.from({ length: 25 }, (_, i) => (i % 5 === 0 ? null : `text ${i} é`));
const classes = Array.from({ length: 25 }, (_, i) => BigInt(i % 4));

function file(options: { codec?: 'SNAPPY' | 'UNCOMPRESSED' | 'GZIP'; rowGroupSize?: number } = {}): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'text', data: texts, type: 'STRING' },
        { name: 'label', data: classes, type: 'INT64' },
        { name: 'title', data: texts.map((_, i) => `title ${i}`), type: 'STRING' },
        { name: 'ratio', data: texts.map((_, i) => i + 0.5), type: 'DOUBLE' },
      ],
      compressors: { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) },
      ...options,
    }),
  );
}

const expected = texts.map((text, i) => ({ text: text ?? '', label: String(i % 4), line: i + 1 }));

describe('readParquet', () => {
  it.each([
    ['Snappy', file()],
    ['uncompressed', file({ codec: 'UNCOMPRESSED' })],
    ['gzip pages', file({ codec: 'GZIP' })],
    ['several row groups', file({ rowGroupSize: 10 })],
  ])('reads %s: strings, integer labels, null as an empty text', async (_, bytes) => {
    expect(await readExamples(bytes).toArray()).toEqual(expected);
    expect(await readExamples(new Blob([bytes as Uint8Array<ArrayBuffer>])).toArray()).toEqual(expected);
  });

  it('reads streams and gzipped files', async () => {
    expect(await readExamples(inPieces(file(), 100)).toArray()).toEqual(expected);
    expect(await readExamples(new Uint8Array(gzipSync(file()))).toArray()).toEqual(expected);
  });

  it('chooses columns by name and position', async () => {
    expect(
      await readExamples(file(), { text: ['title', 0], label: false })
        .take(2)
        .toArray(),
    ).toEqual([
      { text: 'title 0 ', line: 1 },
      { text: 'title 1 text 1 é', line: 2 },
    ]);
    await expect(readExamples(file(), { text: 'tilte' }).toArray()).rejects.toThrow(
      'bytes: expected a text column "tilte", got the columns "text", "label", "title", "ratio". Did you mean "title"?',
    );
  });

  it('reads one row group at a time', async () => {
    const bytes = file({ rowGroupSize: 5, codec: 'UNCOMPRESSED' });
    const read: [number, number | undefined][] = [];
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
    const slice = blob.slice.bind(blob);
    blob.slice = (start, end) => {
      read.push([start ?? 0, end]);
      return slice(start, end);
    };
    await readExamples(blob, { format: 'parquet' }).take(3).toArray();
    const afterThree = read.length;
    await readExamples(blob, { format: 'parquet' }).toArray();
    expect(read.length - afterThree).toBeGreaterThan(afterThree);
  });

  it('refuses values that are no text or label, and damaged files', async () => {
    await expect(readExamples(file(), { text: 'ratio' }).toArray()).rejects.toThrow('bytes, row 1: expected a text, got 0.5.');
    await expect(readExamples(file(), { label: 'ratio' }).toArray()).rejects.toThrow('bytes, row 1: expected a label');
    await expect(readExamples(file().slice(0, 300)).toArray()).rejects.toMatchObject({
      code: 'invalid-file',
      where: 'bytes',
      expected: 'a complete Parquet file',
    });
  });
});
