import { portableLog, TextVectorization } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';

/** Rows of numbers of which most are 0: row r has the value `values[i]` at feature `features[i]` for i from `offsets[r]` to `offsets[r + 1]`. */
export interface SparseRows {
  readonly features: Int32Array;
  readonly values: Float32Array;
  readonly offsets: Int32Array;
}

export interface NgramFeaturesOptions {
  readonly ngrams: number;
  readonly characters: boolean;
  readonly standardize: 'lowerAndStripPunctuation' | 'lower' | 'stripPunctuation' | null;
  readonly maxNgrams: number;
}

/** Padding and the unknown token of the vectorizer, which are no features. */
const special = 2;
/** Texts encoded together: their ids are all that is held of them twice. */
const chunk = 4096;

/**
 * Texts as bags of their n-grams. With tf the number of times an n-gram is in a text, df the number of training texts it is in, and n
 * training texts, its value is
 *
 *     (1 + ln tf) · (1 + ln((1 + n) / (1 + df)))        divided by the Euclidean norm of the row
 *
 * N-grams beyond the `maxNgrams` most frequent, and those that training has not seen, are left out. Among characters a space stands before
 * and behind the text, so that the ends of a word look the same at the ends of the text as inside it.
 */
export class NgramFeatures {
  private readonly vectorizer: TextVectorization;
  private idf = new Float64Array(0);
  private counts = new Int32Array(0);

  constructor(readonly options: NgramFeaturesOptions) {
    const { ngrams, characters, standardize, maxNgrams } = options;
    this.vectorizer = new TextVectorization({ ngrams, standardize, split: characters ? 'character' : 'whitespace', maxTokens: maxNgrams + special });
  }

  /** Number of features. */
  get size(): number {
    return this.idf.length;
  }

  /** The n-gram of each feature. */
  ngrams(): string[] {
    return this.vectorizer.getVocabulary({ includeSpecialTokens: false });
  }

  /** Learns which n-grams there are, and in how many of the texts each is; gives the rows of these texts. */
  async adapt(texts: readonly string[], signal?: AbortSignal): Promise<SparseRows> {
    await this.vectorizer.adapt(this.marked(texts), { signal });
    const size = this.vectorizer.vocabularySize() - special;
    const chunks: SparseRows[] = [];
    const documents = new Float64Array(size);
    this.counts = new Int32Array(size);
    this.idf = new Float64Array(size).fill(1);
    for (let first = 0; first < texts.length; first += chunk) {
      const rows = this.count(this.encode(texts.slice(first, first + chunk)));
      rows.features.forEach((feature) => documents[feature]++);
      chunks.push(rows);
    }
    this.idf = documents.map((count) => 1 + portableLog((1 + texts.length) / (1 + count)));
    const rows = concatenate(chunks);
    this.weigh(rows);
    return rows;
  }

  /** The rows of texts. */
  rows(texts: readonly string[]): SparseRows {
    const rows = this.count(this.encode(texts));
    this.weigh(rows);
    return rows;
  }

  private encode(texts: readonly string[]): RaggedIds {
    return this.vectorizer.encodeAll(this.marked(texts));
  }

  private marked(texts: readonly string[]): readonly string[] {
    return this.options.characters ? texts.map((text) => ` ${text} `) : texts;
  }

  /** How often each n-gram is in each row, n-grams in the order of their first occurrence. */
  private count({ values: ids, offsets: idOffsets }: RaggedIds): SparseRows {
    const { counts } = this;
    const features = new Int32Array(ids.length);
    const values = new Float32Array(ids.length);
    const offsets = new Int32Array(idOffsets.length);
    let end = 0;
    for (let r = 0; r + 1 < idOffsets.length; r++) {
      const start = end;
      for (let i = idOffsets[r]; i < idOffsets[r + 1]; i++) {
        const feature = ids[i] - special;
        if (feature >= 0 && counts[feature]++ === 0) features[end++] = feature;
      }
      for (let i = start; i < end; i++) {
        values[i] = counts[features[i]];
        counts[features[i]] = 0;
      }
      offsets[r + 1] = end;
    }
    return { features: features.slice(0, end), values: values.slice(0, end), offsets };
  }

  /** From counts to values, in place. */
  private weigh({ features, values, offsets }: SparseRows): void {
    for (let r = 0; r + 1 < offsets.length; r++) {
      let squares = 0;
      for (let i = offsets[r]; i < offsets[r + 1]; i++) {
        const weight = (values[i] === 1 ? 1 : 1 + portableLog(values[i])) * this.idf[features[i]];
        squares += weight * weight;
        values[i] = weight;
      }
      const norm = Math.sqrt(squares);
      for (let i = offsets[r]; i < offsets[r + 1]; i++) values[i] /= norm;
    }
  }
}

function concatenate(chunks: readonly SparseRows[]): SparseRows {
  const total = chunks.reduce((sum, { features }) => sum + features.length, 0);
  const rows = chunks.reduce((sum, { offsets }) => sum + offsets.length - 1, 0);
  const all: SparseRows = { features: new Int32Array(total), values: new Float32Array(total), offsets: new Int32Array(rows + 1) };
  let value = 0;
  let row = 0;
  for (const { features, values, offsets } of chunks) {
    all.features.set(features, value);
    all.values.set(values, value);
    for (let r = 1; r < offsets.length; r++) all.offsets[++row] = value + offsets[r];
    value += features.length;
  }
  return all;
}
