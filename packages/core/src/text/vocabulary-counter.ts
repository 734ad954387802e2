import { portableLog } from '../random.js';
import type { TokenSink } from './token-spans.js';
import { TokenTable } from './token-table.js';

/** What `adapt` learns. */
export interface LearnedVocabulary {
  /** The words, most frequent first, without special tokens. */
  readonly table: TokenTable;
  /** Weight of the unknown token, then one for each word; only where documents were counted. */
  readonly idfWeights: Float32Array | undefined;
}

/** Counts tokens, and on request the documents they occur in, without keeping a text. */
export class VocabularyCounter implements TokenSink {
  private readonly table = new TokenTable();
  private counts = new Float64Array(1024);
  private documentCounts = new Float64Array(0);
  private lastDocument = new Float64Array(0);
  private documents = 0;
  private readonly countDocuments: boolean;

  constructor(countDocuments: boolean) {
    this.countDocuments = countDocuments;
  }

  /** The tokens that follow are another text's. */
  beginText(): void {
    this.documents++;
  }

  token(words: Int32Array, start: number, length: number, hash: number): void {
    // The empty token is padding.
    if (length === 0) return;
    const token = this.table.add(words, start, length, hash);
    if (token >= this.counts.length) this.counts = doubled(this.counts);
    this.counts[token]++;
    if (this.countDocuments) this.addDocument(token);
  }

  /**
   * The `limit` most frequent tokens; those of equal count in descending order of their code points, as in Keras.
   * idf(token) = log(1 + documents / (1 + documents with the token)); the unknown token gets the mean of the others.
   */
  finish(unknownToken: string, limit: number): LearnedVocabulary {
    const { counts, table } = this;
    const unknown = table.findString(unknownToken);
    const learned = Int32Array.from({ length: table.size }, (_, token) => token).filter((token) => token !== unknown);
    const order = atLeastAsFrequent(learned, counts, limit)
      .sort((a, b) => counts[b] - counts[a] || table.compare(b, a))
      .subarray(0, limit);
    return { table: table.select(order), idfWeights: this.countDocuments ? this.idfWeights(order) : undefined };
  }

  private addDocument(token: number): void {
    if (token >= this.documentCounts.length) {
      this.documentCounts = doubled(this.documentCounts, this.counts.length);
      this.lastDocument = doubled(this.lastDocument, this.counts.length);
    }
    if (this.lastDocument[token] === this.documents) return;
    this.lastDocument[token] = this.documents;
    this.documentCounts[token]++;
  }

  private idfWeights(tokens: Int32Array): Float32Array {
    const weights = new Float32Array(tokens.length + 1);
    let sum = 0;
    for (let i = 0; i < tokens.length; i++) {
      weights[i + 1] = portableLog(1 + this.documents / (1 + this.documentCounts[tokens[i]]));
      sum += weights[i + 1];
    }
    weights[0] = sum / tokens.length;
    return weights;
  }
}

/** The tokens that can be among the `limit` most frequent: far fewer than all, which spares sorting them. */
function atLeastAsFrequent(tokens: Int32Array<ArrayBuffer>, counts: Float64Array, limit: number): Int32Array<ArrayBuffer> {
  if (tokens.length <= limit) return tokens;
  const sorted = Float64Array.from(tokens, (token) => counts[token]).sort();
  const smallest = sorted[sorted.length - limit];
  return tokens.filter((token) => counts[token] >= smallest);
}

function doubled(array: Float64Array<ArrayBuffer>, length = 2 * array.length): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(array);
  return larger;
}
