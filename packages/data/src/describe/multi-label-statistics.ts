import { naturalOrder } from '../labels/natural-order.js';

/** Two labels that some rows have both of. */
export interface LabelPair {
  /** In natural order. */
  readonly labels: readonly [string, string];
  /** Rows that have both. */
  readonly rows: number;
  /** rows / rows with either, in (0, 1]: 1 where neither comes without the other. */
  readonly jaccard: number;
}

/** How labels come together in rows that may have any number of them. */
export interface MultiLabelDescription {
  /** Mean number of labels of a row (label cardinality). */
  readonly cardinality: number;
  /** cardinality / number of labels, in [0, 1] (label density). */
  readonly density: number;
  /** Rows by how many labels they have, fewest first; without numbers that no row has. */
  readonly rowsByLabels: readonly { readonly labels: number; readonly rows: number }[];
  /** Different sets of labels, the empty one included. */
  readonly distinctSets: number;
  /** Pairs of labels that occur together, in how many ways. */
  readonly distinctPairs: number;
  /** Those that occur together most often, at most 20, most rows first; ties in natural order. */
  readonly pairs: readonly LabelPair[];
}

const PAIRS = 20;

/** Counts sets and pairs of labels; memory grows with the different sets and pairs there are. */
export class MultiLabelStatistics {
  private rows = 0;
  private given = 0;
  private readonly byCount = new Map<number, number>();
  private readonly sets = new Set<string>();
  private readonly pairRows = new Map<string, Map<string, number>>();

  /** @param labels each once */
  add(labels: readonly string[]): void {
    this.rows++;
    this.given += labels.length;
    this.byCount.set(labels.length, (this.byCount.get(labels.length) ?? 0) + 1);
    const sorted = [...labels].sort(naturalOrder);
    this.sets.add(JSON.stringify(sorted));
    for (let i = 0; i < sorted.length; i++) {
      for (let j = i + 1; j < sorted.length; j++) {
        const partners = this.pairRows.get(sorted[i]) ?? new Map<string, number>();
        this.pairRows.set(sorted[i], partners.set(sorted[j], (partners.get(sorted[j]) ?? 0) + 1));
      }
    }
  }

  /** @param labelRows rows of every label */
  finish(labelRows: ReadonlyMap<string, number>): MultiLabelDescription {
    const pairs: LabelPair[] = [];
    for (const [a, partners] of this.pairRows) {
      for (const [b, rows] of partners) pairs.push({ labels: [a, b], rows, jaccard: rows / (labelRows.get(a)! + labelRows.get(b)! - rows) });
    }
    pairs.sort((p, q) => q.rows - p.rows || naturalOrder(p.labels[0], q.labels[0]) || naturalOrder(p.labels[1], q.labels[1]));
    const cardinality = this.rows === 0 ? 0 : this.given / this.rows;
    return {
      cardinality,
      density: labelRows.size === 0 ? 0 : cardinality / labelRows.size,
      rowsByLabels: [...this.byCount].sort(([a], [b]) => a - b).map(([labels, rows]) => ({ labels, rows })),
      distinctSets: this.sets.size,
      distinctPairs: pairs.length,
      pairs: pairs.slice(0, PAIRS),
    };
  }
}
