import { show } from '../error.js';
import type { RowContext, RowCount } from './read-word-vectors.js';

const LONGEST_WORD = 65536;

/** Rows of word2vec's binary format: a word, a space, `dim` float32s, and from some writers a line end. */
export async function readBinaryRows({ reader, builder, promised, limit, wanted, checkAbort, fail }: RowContext): Promise<RowCount> {
  const { dim } = builder;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const expectedRows = Math.min(promised ?? 0, limit);
  let rows = 0;
  let duplicates = 0;
  for (; rows < expectedRows; rows++) {
    if ((rows & 1023) === 0) checkAbort();
    while ((await reader.require(1)) && reader.peek()[0] === 0x0a) reader.take(1);
    let space = reader.peek().indexOf(0x20);
    while (space < 0 && reader.buffered < LONGEST_WORD && (await reader.more())) space = reader.peek().indexOf(0x20);
    if (space < 0 || space > LONGEST_WORD) {
      const got = reader.buffered === 0 ? 'the end of the file' : 'none';
      throw fail(`, byte ${reader.position}`, `row ${rows + 1} of ${promised}: a word with a space behind it`, got);
    }
    const word = decoder.decode(reader.take(space));
    if (word === '')
      throw fail(`, byte ${reader.position}`, `row ${rows + 1} of ${promised}: a word`, 'an empty one', 'Is the dimension in the header right?');
    reader.take(1);
    if (!(await reader.require(4 * dim))) {
      throw fail(
        `, byte ${reader.position}`,
        `${4 * dim} bytes for ${show(word)}, row ${rows + 1} of ${promised}`,
        `the end of the file after ${reader.buffered}`,
      );
    }
    const at = reader.position;
    const bytes = reader.take(4 * dim);
    if (!wanted(word)) continue;
    const vector = builder.add(word);
    if (vector === undefined) {
      duplicates++;
      continue;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < dim; i++) {
      const value = view.getFloat32(4 * i, true);
      if (!Number.isFinite(value)) throw fail(`, byte ${at + 4 * i}`, `a finite number in place ${i + 1} for ${show(word)}`, String(value));
      vector[i] = value;
    }
  }
  if (limit >= (promised ?? 0)) {
    while ((await reader.require(1)) && reader.peek()[0] === 0x0a) reader.take(1);
    if (reader.buffered > 0) throw fail(`, byte ${reader.position}`, `the end after the ${promised} rows of the header`, 'more bytes');
  }
  return { rows, duplicates };
}
