import { SekvensError, show } from '../error.js';

/** What a file of word vectors was like. */
export interface WordVectorsSource {
  readonly format: 'glove' | 'fastText' | 'word2vecText' | 'word2vecBinary';
  /** Rows read, those left out included. */
  readonly rows: number;
  /** Rows left out because their word had come before; the first, in the usual order the most frequent, is kept. */
  readonly duplicates: number;
}

const BLOCK_ROWS = 4096;

/** Words with one vector each, in the order of their file: usually most frequent first. */
export class WordVectors {
  readonly dim: number;
  /** Set where the vectors were read from a file. */
  readonly source: WordVectorsSource | undefined;
  /** The words in their order. */
  readonly words: readonly string[];
  private readonly rows: ReadonlyMap<string, number>;
  private readonly blocks: readonly Float32Array[];
  private lowercaseRows: Map<string, number> | undefined;

  private constructor(builder: WordVectorsBuilder, source: WordVectorsSource | undefined) {
    this.dim = builder.dim;
    this.rows = builder.rows;
    this.blocks = builder.blocks;
    this.words = Array.from(builder.rows.keys());
    this.source = source;
  }

  /** Vectors from words and numbers one already has; every word once, every vector of the first one's length. */
  static from(entries: Iterable<readonly [string, ArrayLike<number>]>): WordVectors {
    const where = 'WordVectors.from(entries)';
    let builder: WordVectorsBuilder | undefined;
    for (const [word, vector] of entries) {
      if (typeof word !== 'string') throw new SekvensError({ code: 'invalid-data', where, expected: 'a string as word', got: show(word) });
      builder ??= new WordVectorsBuilder(vector.length);
      if (vector.length !== builder.dim || vector.length === 0) {
        throw new SekvensError({
          code: 'invalid-data',
          where,
          expected: `a vector of ${builder.dim || 'some'} numbers for ${show(word)}`,
          got: `${vector.length}`,
        });
      }
      const row = builder.add(word);
      if (row === undefined) throw new SekvensError({ code: 'invalid-data', where, expected: 'every word once', got: `${show(word)} twice` });
      for (let i = 0; i < row.length; i++) {
        if (!Number.isFinite(vector[i]))
          throw new SekvensError({ code: 'invalid-data', where, expected: `finite numbers for ${show(word)}`, got: show(vector[i]) });
        row[i] = vector[i];
      }
    }
    if (builder === undefined) throw new SekvensError({ code: 'invalid-data', where, expected: 'at least one word', got: 'none' });
    return WordVectors.of(builder);
  }

  /** The vectors that a builder collected. */
  static of(builder: WordVectorsBuilder, source?: WordVectorsSource): WordVectors {
    return new WordVectors(builder, source);
  }

  get size(): number {
    return this.words.length;
  }

  has(word: string): boolean {
    return this.rows.has(word);
  }

  /** The vector of a word, [dim]: a view, not a copy. */
  get(word: string): Float32Array | undefined {
    const row = this.rows.get(word);
    return row === undefined ? undefined : this.vector(row);
  }

  /** The vector of the first word that differs from `word` in case alone; its lower-case form comes before all others. */
  getIgnoringCase(word: string): Float32Array | undefined {
    const lower = word.toLowerCase();
    if (this.lowercaseRows === undefined) {
      this.lowercaseRows = new Map();
      for (let row = 0; row < this.words.length; row++) {
        const key = this.words[row].toLowerCase();
        if (!this.lowercaseRows.has(key)) this.lowercaseRows.set(key, row);
      }
    }
    const row = this.rows.get(lower) ?? this.lowercaseRows.get(lower);
    return row === undefined ? undefined : this.vector(row);
  }

  private vector(row: number): Float32Array {
    const at = (row % BLOCK_ROWS) * this.dim;
    return this.blocks[Math.floor(row / BLOCK_ROWS)].subarray(at, at + this.dim);
  }
}

/** Collects rows; the first of equal words stays. */
export class WordVectorsBuilder {
  readonly dim: number;
  readonly rows = new Map<string, number>();
  /** Blocks, because one growing array would be copied as it grows, and these are the largest arrays of all. */
  readonly blocks: Float32Array[] = [];

  constructor(dim: number) {
    this.dim = dim;
  }

  /** Where the new word's vector is to be written, [dim]; undefined if the word is there already. */
  add(word: string): Float32Array | undefined {
    if (this.rows.has(word)) return undefined;
    const row = this.rows.size;
    this.rows.set(word, row);
    const at = (row % BLOCK_ROWS) * this.dim;
    if (at === 0) this.blocks.push(new Float32Array(BLOCK_ROWS * this.dim));
    return this.blocks[this.blocks.length - 1].subarray(at, at + this.dim);
  }
}
