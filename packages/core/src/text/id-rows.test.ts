import { describe, expect, it } from 'vitest';
import { raggedFrom } from '../batch.js';
import { IdRows } from './id-rows.js';
import { TokenTable } from './token-table.js';
import { Tokenizer } from './tokenizer.js';

const table = TokenTable.from(['the', 'cat']);

describe('IdRows', () => {
  it('numbers words from 2 on; unknown tokens are 1', () => {
    const tokenizer = new Tokenizer({ standardize: 'lower', split: 'whitespace', orders: null });
    const rows = new IdRows(table, null);
    for (const text of ['the cat', '', 'The dog, the cat']) rows.read(text, tokenizer);
    expect(rows.finish()).toEqual(raggedFrom([[2, 3], [], [2, 1, 2, 3]]));
  });
  it('ends a row at the limit; empty tokens are padding and count', () => {
    const tokenizer = new Tokenizer({ standardize: null, split: (text) => text.split(' '), orders: null });
    const rows = new IdRows(table, 3);
    for (const text of ['the  cat the', '', 'cat']) rows.read(text, tokenizer);
    expect(rows.finish()).toEqual(raggedFrom([[2, 0, 3], [0], [3]]));
  });
});
