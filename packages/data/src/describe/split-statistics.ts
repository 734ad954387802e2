import type { TextVectorization } from '@sekvens/core';
import type { Example } from '../example.js';
import { naturalOrder } from '../labels/natural-order.js';
import { lengthStatistics } from './length-statistics.js';
import type { LengthStatistics } from './length-statistics.js';
import { MultiLabelStatistics } from './multi-label-statistics.js';
import type { MultiLabelDescription } from './multi-label-statistics.js';
import { normalizedText, textHash } from './text-hash.js';

export interface LabelCount {
  readonly label: string;
  readonly rows: number;
  /** Of all labelled rows, in multi-label data those without any label included; in [0, 1]. */
  readonly share: number;
}

export interface UnknownTokens {
  /** Tokens that the vocabulary does not know. */
  readonly unknown: number;
  /** unknown / all tokens; 0 without tokens. */
  readonly share: number;
  /** Rows that have tokens, none of which is known. */
  readonly rowsWithoutKnownTokens: number;
}

export interface Duplicates {
  /** Rows whose text has occurred before. */
  readonly exact: number;
  /** Rows whose letters and digits have occurred before, case aside. */
  readonly normalized: number;
  /** Among the exact ones, those with another label than the first time. */
  readonly conflicting: number;
  /** Lines (or positions from 1) of the first few conflicting rows. */
  readonly conflictingLines: readonly number[];
}

/** What is known of one set of examples. */
export interface SplitDescription {
  readonly rows: number;
  /** Rows without a label; in multi-label data, where a row may have none, those of which none are known. */
  readonly unlabelled: number;
  /** Most frequent first; ties in natural order. A row with several labels counts for each. */
  readonly labels: readonly LabelCount[];
  /** How labels come together, where examples have `labels`: in multi-label data, and elsewhere where a row has more than one. */
  readonly multiLabel: MultiLabelDescription | undefined;
  /** Rows of the most frequent label over rows of the least frequent; 1 is balanced, 0 without labels. */
  readonly imbalance: number;
  /** Share of the most frequent label: where a row has one, the accuracy of always answering it. In [0, 1]. */
  readonly majorityShare: number;
  /** Rows without any character but white space. */
  readonly emptyTexts: number;
  /** Lines (or positions from 1) of the first few empty texts. */
  readonly emptyLines: readonly number[];
  readonly duplicates: Duplicates;
  readonly tokens: LengthStatistics;
  /** Distinct tokens; the vocabulary a model without `maxTokens` would have. */
  readonly distinctTokens: number;
  /** Tokens outside the vectorizer's vocabulary; undefined without a vectorizer that has one. */
  readonly oov: UnknownTokens | undefined;
  /** Tokens outside the first set's tokens; undefined for the first set itself. */
  readonly unseen: UnknownTokens | undefined;
}

/** So many lines are named as examples of a defect. */
const LINES = 10;

/** Gathers a {@link SplitDescription} row by row; texts are kept as hashes only, tokens once each. */
export class SplitStatistics {
  /** Hashes of the texts, and the hash of the label each came with first. */
  readonly texts = new Map<number, number>();
  readonly normalized = new Set<number>();
  /** Every distinct token, with what it is outside of: 1 the vocabulary, 2 the first set. One look-up a token is what the time goes into. */
  readonly distinct = new Map<string, number>();
  readonly labelRows = new Map<string, number>();
  private readonly together = new MultiLabelStatistics();
  private hasLists = false;
  private rows = 0;
  private unlabelled = 0;
  private emptyTexts = 0;
  private readonly emptyLines: number[] = [];
  private exactDuplicates = 0;
  private normalizedDuplicates = 0;
  private conflicting = 0;
  private readonly conflictingLines: number[] = [];
  private readonly lengths = new Map<number, number>();
  private readonly outside = { vocabulary: { unknown: 0, rows: 0 }, first: { unknown: 0, rows: 0 } };

  constructor(
    private readonly vectorizer: TextVectorization,
    private readonly vocabulary: ReadonlySet<string> | undefined,
    private readonly first: SplitStatistics | undefined,
  ) {}

  add(example: Example): void {
    this.rows++;
    const place = example.line ?? this.rows;
    // sorted, since the order of a row's labels makes no contradiction
    const labels = example.labels ? [...new Set(example.labels)].sort() : example.label === undefined ? undefined : [example.label];
    if (labels === undefined) this.unlabelled++;
    else this.addLabels(labels, example.labels !== undefined);
    if (example.text.trim() === '') {
      this.emptyTexts++;
      if (this.emptyLines.length < LINES) this.emptyLines.push(place);
    } else this.addText(example.text, textHash((labels ?? []).join('\0')), place);
    this.addTokens(this.vectorizer.tokens(example.text));
  }

  private addLabels(labels: readonly string[], isList: boolean): void {
    this.hasLists ||= isList;
    this.together.add(labels);
    for (const label of labels) this.labelRows.set(label, (this.labelRows.get(label) ?? 0) + 1);
  }

  private addText(text: string, labelHash: number, place: number): void {
    const hash = textHash(text);
    const before = this.texts.get(hash);
    if (before === undefined) this.texts.set(hash, labelHash);
    else {
      this.exactDuplicates++;
      if (before !== labelHash) {
        this.conflicting++;
        if (this.conflictingLines.length < LINES) this.conflictingLines.push(place);
      }
    }
    const normalized = normalizedHash(text);
    if (this.normalized.has(normalized)) this.normalizedDuplicates++;
    else this.normalized.add(normalized);
  }

  private addTokens(tokens: readonly string[]): void {
    this.lengths.set(tokens.length, (this.lengths.get(tokens.length) ?? 0) + 1);
    let outsideVocabulary = 0;
    let outsideFirst = 0;
    for (const token of tokens) {
      let outside = this.distinct.get(token);
      if (outside === undefined) {
        outside = (this.vocabulary?.has(token) === false ? 1 : 0) + (this.first?.distinct.has(token) === false ? 2 : 0);
        this.distinct.set(token, outside);
      }
      outsideVocabulary += outside & 1;
      outsideFirst += outside >> 1;
    }
    count(this.outside.vocabulary, outsideVocabulary, tokens.length);
    count(this.outside.first, outsideFirst, tokens.length);
  }

  finish(): SplitDescription {
    const tokens = lengthStatistics(this.lengths);
    const counts = [...this.labelRows].sort(([a, m], [b, n]) => n - m || naturalOrder(a, b));
    const labelled = this.rows - this.unlabelled;
    const share = (n: number): number => (labelled === 0 ? 0 : n / labelled);
    const unknownOf = ({ unknown, rows }: { unknown: number; rows: number }): UnknownTokens => ({
      unknown,
      share: tokens.total === 0 ? 0 : unknown / tokens.total,
      rowsWithoutKnownTokens: rows,
    });
    return {
      rows: this.rows,
      unlabelled: this.unlabelled,
      labels: counts.map(([label, rows]) => ({ label, rows, share: share(rows) })),
      multiLabel: this.hasLists ? this.together.finish(this.labelRows) : undefined,
      imbalance: counts.length === 0 ? 0 : counts[0][1] / counts[counts.length - 1][1],
      majorityShare: counts.length === 0 ? 0 : share(counts[0][1]),
      emptyTexts: this.emptyTexts,
      emptyLines: this.emptyLines,
      duplicates: {
        exact: this.exactDuplicates,
        normalized: this.normalizedDuplicates,
        conflicting: this.conflicting,
        conflictingLines: this.conflictingLines,
      },
      tokens,
      distinctTokens: this.distinct.size,
      oov: this.vocabulary === undefined ? undefined : unknownOf(this.outside.vocabulary),
      unseen: this.first === undefined ? undefined : unknownOf(this.outside.first),
    };
  }
}

/** The hash of a text's letters and digits; a text of signs alone is its own normal form. */
export function normalizedHash(text: string): number {
  const normalized = normalizedText(text);
  return textHash(normalized === '' ? text.trim() : normalized);
}

function count(outside: { unknown: number; rows: number }, unknown: number, tokens: number): void {
  outside.unknown += unknown;
  if (tokens > 0 && unknown === tokens) outside.rows++;
}
