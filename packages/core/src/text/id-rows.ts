import type { RaggedIds } from '../batch.js';
import { RaggedBuilder } from './ragged-builder.js';
import type { TokenSink } from './token-spans.js';
import type { TokenTable } from './token-table.js';
import type { Tokenizer } from './tokenizer.js';

/** Texts as rows of ids, each looked up as soon as its token has been read: 0 is padding, 1 an unknown token, words begin at 2. */
export class IdRows implements TokenSink {
  private readonly table: TokenTable;
  private readonly rows = new RaggedBuilder();
  private readonly limit: number;
  private left = 0;

  /** @param limit the longest row; what comes later in a text is left out */
  constructor(table: TokenTable, limit: number | null) {
    this.table = table;
    // no string is as long as that
    this.limit = limit ?? 0x3fffffff;
  }

  /** Adds a text as one row. */
  read(text: string, tokenizer: Tokenizer): void {
    this.left = this.limit;
    tokenizer.read(text, this);
    this.rows.endRow();
  }

  token(words: Int32Array, start: number, length: number, hash: number): void {
    if (this.left-- <= 0) return;
    // An empty token is padding; -1, an unknown one, becomes 1.
    this.rows.push(length === 0 ? 0 : Math.max(1, this.table.find(words, start, length, hash) + 2));
  }

  finish(): RaggedIds {
    return this.rows.finish();
  }
}
