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
  for (let r = 0; r < texts.length; r++) {
    tokenizer.read(texts[r]);
    const { bytes, spans } = tokenizer;
    for (let i = 0; i < spans.count; i++) {
      const start = spans.starts[i];
      const end = spans.ends[i];
      if (start === end) continue;
      const place = r * width + table.find(bytes, start, end, spans.hashes[i]) + 1;
      data[place] = binary ? 1 : data[place] + 1;
    }
    if (idfWeights !== undefined) for (let j = 0; j < idfWeights.length; j++) data[r * width + j] *= idfWeights[j];
  }
  return data;
}
