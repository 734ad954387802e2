import type { TokenSink } from './token-spans.js';
import type { TokenTable } from './token-table.js';
import type { Tokenizer } from './tokenizer.js';

interface BagOfWords {
  readonly tokenizer: Tokenizer;
  readonly table: TokenTable;
  /** Weight of the unknown token, then one for each word. */
  readonly idfWeights: Float32Array | undefined;
  /** 1 for every token that occurs, rather than how often it does. */
  readonly binary: boolean;
}

/** One row a text, [texts, width]: column 0 is the unknown token, then the words; empty tokens count nowhere. */
export function bagOfWords(texts: readonly string[], width: number, { tokenizer, table, idfWeights, binary }: BagOfWords): Float32Array {
  const data = new Float32Array(texts.length * width);
  let row = 0;
  const sink: TokenSink = {
    token(words, start, length, hash) {
      if (length === 0) return;
      const place = row + table.find(words, start, length, hash) + 1;
      data[place] = binary ? 1 : data[place] + 1;
    },
  };
  for (const text of texts) {
    tokenizer.read(text, sink);
    if (idfWeights !== undefined) for (let j = 0; j < idfWeights.length; j++) data[row + j] *= idfWeights[j];
    row += width;
  }
  return data;
}
