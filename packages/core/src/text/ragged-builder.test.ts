import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { raggedFrom } from '../batch.js';
import { RaggedBuilder } from './ragged-builder.js';

describe('RaggedBuilder', () => {
  it('puts rows together in arrays of exactly their size', () => {
    const builder = new RaggedBuilder();
    const rows = Array.from({ length: 1000 }, (_, r) => Array.from({ length: r % 13 }, (_, i) => r * i));
    for (const row of rows) {
      for (const id of row) builder.push(id);
      builder.endRow();
    }
    expect(builder.finish()).toEqual(raggedFrom(rows));
    expect(builder.finish().values.buffer.byteLength).toBe(4 * rows.flat().length);
  });
  it('refuses more values than offsets can count', async () => {
    expect(await refusal('invalid-data', () => new RaggedBuilder().reserve(2 ** 31))).toBe(
      'TextVectorization: expected at most 2^31 - 1 tokens in one set of rows, got 2147483648. Encode the texts in parts.',
    );
  });
});
