/**
 * Texts to token ids or bag-of-words rows, as Keras 3's TextVectorization does it.
 *
 *     text ─ standardize ─ split ─ n-grams ─ look up ─┬─ ids, flat with offsets    encode, encodeAll, encodeStream
 *                                                     ├─ ids, padded               call, mode 'int'
 *                                                     └─ one row a text            call, the other modes
 *
 * Mode 'int': id 0 is padding (''), 1 is any unknown token ('[UNK]'), words begin at 2.
 * The other modes: column 0 is the unknown token, words begin at 1, empty tokens count nowhere.
 */
import type { RaggedIds } from '../batch.js';
import { longestRow } from '../batch.js';
import { SekvensError, show } from '../error.js';
import { assertKnownOptions } from '../options.js';
import { bagOfWords } from './bag-of-words.js';
import { checkVocabulary } from './check-vocabulary.js';
import { IdRows } from './id-rows.js';
import { eachText, eachTextOf } from './text-source.js';
import type { Texts, TextSource } from './text-source.js';
import { inFile, JSON_FORMAT, JSON_VERSION, parseTextVectorization } from './text-vectorization-json.js';
import type { TextVectorizationJSON } from './text-vectorization-json.js';
import { ngramOrders, resolveOptions } from './text-vectorization-options.js';
import type { TextVectorizationConfig, TextVectorizationOptions } from './text-vectorization-options.js';
import type { TokenTable } from './token-table.js';
import { wordsToString } from './token-words.js';
import { Tokenizer } from './tokenizer.js';
import { VocabularyCounter } from './vocabulary-counter.js';

/** What {@link TextVectorization.call} gives: numbers row after row. Mode 'int' has Int32Array, the others Float32Array. */
export interface VectorizedTexts {
  readonly data: Int32Array | Float32Array;
  /** [texts, time] or [texts, vocabulary]; [texts] in mode 'int' with `split: null` and nothing that makes a row longer. */
  readonly shape: readonly number[];
}

export interface StreamOptions {
  /** Ends the work with an error of code `aborted`; what was known before stays as it was. */
  readonly signal?: AbortSignal;
}

const PADDING = '';
const UNKNOWN = '[UNK]';

export class TextVectorization {
  /** The options with every default filled in. */
  readonly config: TextVectorizationConfig;

  private readonly tokenizer: Tokenizer;
  private table: TokenTable | undefined;
  /** Weight of the unknown token, then one for each word. */
  private idfWeights: Float32Array | undefined;
  private fixedVocabulary = false;

  constructor(options: TextVectorizationOptions = {}) {
    this.config = resolveOptions(options);
    const { standardize, split, ngrams } = this.config;
    this.tokenizer = new Tokenizer({ standardize, split, orders: ngramOrders(ngrams) });
    const { vocabulary = null, idfWeights = null } = options;
    if (vocabulary === null) return;
    this.use(vocabulary, idfWeights, 'new TextVectorization({ vocabulary })');
    this.fixedVocabulary = true;
  }

  /**
   * Learns the vocabulary: the most frequent tokens of all texts, ties in descending order of their code points.
   * Counts only; no text is kept. A second call begins anew.
   *
   * @param texts an array, iterable, async iterable or ReadableStream of texts or of batches of texts
   * @throws `invalid-data` where there is no token at all (Keras keeps the former vocabulary, or fails later);
   *   `unsupported` where the vocabulary was given to the constructor, or would change the width of the rows
   */
  async adapt(texts: TextSource, options: StreamOptions = {}): Promise<void> {
    const where = 'TextVectorization.adapt(texts)';
    assertKnownOptions(options, ['signal'], 'TextVectorization.adapt(texts, options)');
    if (this.fixedVocabulary) {
      throw new SekvensError({
        code: 'unsupported',
        where,
        expected: 'a vectorizer without a given vocabulary',
        got: 'one whose vocabulary was given to the constructor',
        hint: 'Leave the vocabulary option out, or keep the given vocabulary.',
      });
    }
    const counter = new VocabularyCounter(this.config.outputMode === 'tfIdf');
    await eachTextOf(texts, where, options.signal, (text) => {
      counter.beginText();
      this.tokenizer.read(text, counter);
    });
    const { maxTokens } = this.config;
    const { table, idfWeights } = counter.finish(UNKNOWN, maxTokens === null ? 2147483647 : maxTokens - this.firstWord);
    if (table.size === 0) throw new SekvensError({ code: 'invalid-data', where, expected: 'at least one token in the texts', got: 'none' });
    this.replace(table, idfWeights, where);
  }

  /**
   * Sets the vocabulary: words in the order of their ids, with or without the special tokens ('', '[UNK]'; outside mode 'int' '[UNK]') in front.
   *
   * @param idfWeights mode 'tfIdf' only: one weight for each entry of `vocabulary`; without special tokens there, unknown tokens get the mean
   */
  setVocabulary(vocabulary: readonly string[], idfWeights: ArrayLike<number> | null = null): void {
    this.use(vocabulary, idfWeights, 'TextVectorization.setVocabulary(vocabulary)');
  }

  /** The vocabulary in the order of the ids. Before `adapt`: the special tokens. */
  getVocabulary(options: { readonly includeSpecialTokens?: boolean } = {}): string[] {
    assertKnownOptions(options, ['includeSpecialTokens'], 'TextVectorization.getVocabulary(options)');
    const words = this.table?.tokens() ?? [];
    return (options.includeSpecialTokens ?? true) ? [...this.specialTokens, ...words] : words;
  }

  /** Number of ids, special tokens included: the `inputDim` of an embedding. */
  vocabularySize(): number {
    return this.firstWord + (this.table?.size ?? 0);
  }

  /** The tokens of a text, before they are looked up. */
  tokens(text: string): string[] {
    if (typeof text !== 'string') throw notText('TextVectorization.tokens(text)', text);
    const tokens: string[] = [];
    this.tokenizer.read(text, { token: (words, start, length) => void tokens.push(wordsToString(words, start, length)) });
    return tokens;
  }

  /**
   * Texts to one array of numbers, as Keras does it when the layer is called.
   * Mode 'int': ids [texts, time], padded with 0 at the end to the longest row or to `outputSequenceLength`.
   * Other modes: [texts, vocabulary], where tfIdf is count · idf.
   */
  call(texts: Texts): VectorizedTexts {
    const where = 'TextVectorization.call(texts)';
    if (this.config.outputMode !== 'int') return this.callDense(texts, where);
    const ragged = this.encodeRows(texts, where);
    const { split, ngrams, outputSequenceLength } = this.config;
    const rows = ragged.offsets.length - 1;
    if (split === null && ngrams === null && outputSequenceLength === null) return { data: ragged.values, shape: [rows] };
    const time = outputSequenceLength ?? longestRow(ragged);
    const data = new Int32Array(rows * time);
    for (let r = 0; r < rows; r++) data.set(ragged.values.subarray(ragged.offsets[r], ragged.offsets[r + 1]), r * time);
    return { data, shape: [rows, time] };
  }

  /** The ids of one text, cut to `outputSequenceLength`, not padded. Mode 'int' only. */
  encode(text: string): Int32Array {
    const where = 'TextVectorization.encode(text)';
    if (typeof text !== 'string') throw notText(where, text);
    return this.encodeRows([text], where).values;
  }

  /** The ids of many texts as rows of unequal length, each cut to `outputSequenceLength`, not padded: what training uses. Mode 'int' only. */
  encodeAll(texts: Texts): RaggedIds {
    return this.encodeRows(texts, 'TextVectorization.encodeAll(texts)');
  }

  /** As {@link encodeAll}, of texts that arrive over time. */
  async encodeStream(texts: TextSource, options: StreamOptions = {}): Promise<RaggedIds> {
    const where = 'TextVectorization.encodeStream(texts)';
    assertKnownOptions(options, ['signal'], 'TextVectorization.encodeStream(texts, options)');
    const table = this.known(where, true);
    const rows = new IdRows(table, this.config.outputSequenceLength);
    await eachTextOf(texts, where, options.signal, (text) => rows.read(text, this.tokenizer));
    return rows.finish();
  }

  /**
   * Ids back to text: words joined by a space (characters by nothing), padding left out, '[UNK]' for unknown tokens.
   * What standardizing removed stays removed. Mode 'int' without n-grams only.
   *
   * @param options.separator what stands between two tokens
   */
  decode(ids: ArrayLike<number>, options: { readonly separator?: string } = {}): string {
    const where = 'TextVectorization.decode(ids)';
    assertKnownOptions(options, ['separator'], 'TextVectorization.decode(ids, options)');
    const table = this.known(where, true);
    const orders = ngramOrders(this.config.ngrams);
    if (orders !== null && orders.some((n) => n !== 1)) {
      const hint = 'getVocabulary()[id] is the token of an id.';
      throw new SekvensError({
        code: 'unsupported',
        where,
        expected: 'a vectorizer without n-grams',
        got: `ngrams: ${show(this.config.ngrams)}`,
        hint,
      });
    }
    const words: string[] = [];
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i];
      if (!Number.isInteger(id) || id < 0 || id >= this.vocabularySize()) {
        throw new SekvensError({
          code: 'invalid-data',
          where: `TextVectorization.decode(ids[${i}])`,
          expected: `an id from 0 to ${this.vocabularySize() - 1}`,
          got: show(id),
        });
      }
      if (id > 0) words.push(id === 1 ? UNKNOWN : table.token(id - this.firstWord));
    }
    return words.join(options.separator ?? (this.config.split === 'character' ? '' : ' '));
  }

  /** Options and vocabulary as plain JSON; also what `JSON.stringify(vectorizer)` uses. Functions cannot be stored and are refused. */
  toJSON(): TextVectorizationJSON {
    const { standardize, split, ...rest } = this.config;
    if (typeof standardize === 'function') throw notStorable('standardize');
    if (typeof split === 'function') throw notStorable('split');
    return {
      format: JSON_FORMAT,
      version: JSON_VERSION,
      standardize,
      split,
      ...rest,
      fixedVocabulary: this.fixedVocabulary,
      vocabulary: this.table?.tokens() ?? null,
      idfWeights: this.idfWeights === undefined ? null : Array.from(this.idfWeights),
    };
  }

  /** The vectorizer that {@link toJSON} stored, from an object or from its text. Whatever is not exactly that is refused with code `invalid-file`. */
  static fromJSON(json: unknown): TextVectorization {
    const { config, fixedVocabulary, vocabulary, idfWeights } = parseTextVectorization(json);
    const vectorizer = new TextVectorization(config);
    if (vocabulary !== null) inFile(() => vectorizer.use([...vectorizer.specialTokens, ...vocabulary], idfWeights, ''));
    vectorizer.fixedVocabulary = fixedVocabulary;
    return vectorizer;
  }

  private get specialTokens(): readonly string[] {
    return this.config.outputMode === 'int' ? [PADDING, UNKNOWN] : [UNKNOWN];
  }

  /** The id of the first word. */
  private get firstWord(): number {
    return this.config.outputMode === 'int' ? 2 : 1;
  }

  private known(where: string, needsIds: boolean): TokenTable {
    const { outputMode } = this.config;
    if (needsIds && outputMode !== 'int') {
      throw new SekvensError({
        code: 'unsupported',
        where,
        expected: "outputMode 'int'",
        got: `'${outputMode}'`,
        hint: 'That mode has one row a text: use call(texts).',
      });
    }
    if (this.table !== undefined) return this.table;
    throw new SekvensError({
      code: 'invalid-option',
      where,
      expected: 'a vocabulary',
      got: 'none',
      hint: 'First await adapt(texts), or call setVocabulary(words).',
    });
  }

  private encodeRows(texts: Texts, where: string): RaggedIds {
    const table = this.known(where, true);
    const rows = new IdRows(table, this.config.outputSequenceLength);
    eachText(texts, where, (text) => rows.read(text, this.tokenizer));
    return rows.finish();
  }

  private callDense(texts: Texts, where: string): VectorizedTexts {
    const table = this.known(where, false);
    const { outputMode, padToMaxTokens, maxTokens } = this.config;
    const width = padToMaxTokens && maxTokens !== null ? maxTokens : this.vocabularySize();
    const list: string[] = [];
    eachText(texts, where, (text) => list.push(text));
    if (list.length * width > 2147483647) {
      throw new SekvensError({
        code: 'invalid-data',
        where,
        expected: 'texts · vocabulary below 2^31',
        got: `${list.length} · ${width}`,
        hint: 'Call it on a part of the texts at a time.',
      });
    }
    const data = bagOfWords(list, width, { tokenizer: this.tokenizer, table, idfWeights: this.idfWeights, binary: outputMode === 'multiHot' });
    return { data, shape: [list.length, width] };
  }

  private use(vocabulary: readonly string[], idfWeights: ArrayLike<number> | null, where: string): void {
    const given = checkVocabulary(vocabulary, idfWeights, this.config, this.specialTokens, where);
    this.replace(given.table, given.idfWeights, where);
  }

  /** Keras refuses to change the width of rows that models were built for; so does this. */
  private replace(table: TokenTable, idfWeights: Float32Array | undefined, where: string): void {
    const { outputMode, padToMaxTokens } = this.config;
    if (this.table !== undefined && outputMode !== 'int' && !padToMaxTokens && this.table.size !== table.size) {
      throw new SekvensError({
        code: 'unsupported',
        where,
        expected: `a vocabulary of the former size ${this.vocabularySize()} in outputMode '${outputMode}'`,
        got: `${this.firstWord + table.size}`,
        hint: 'Set maxTokens and padToMaxTokens: true, or make a new TextVectorization.',
      });
    }
    this.table = table;
    this.idfWeights = idfWeights;
  }
}

function notText(where: string, text: unknown): SekvensError {
  return new SekvensError({
    code: 'invalid-data',
    where,
    expected: 'a string',
    got: show(text),
    hint: Array.isArray(text) ? 'Use encodeAll(texts) for many.' : undefined,
  });
}

function notStorable(option: string): SekvensError {
  return new SekvensError({
    code: 'unsupported',
    where: `TextVectorization.toJSON() with ${option}`,
    expected: 'the name of a built-in or null',
    got: 'a function',
    hint: `A function cannot be stored: save getVocabulary(), and build the vectorizer again with your ${option} and { vocabulary }.`,
  });
}
