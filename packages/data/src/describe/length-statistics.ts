/** Rows whose length is from `from` to `to`, both included. */
export interface LengthBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** How long texts are, in tokens. All 0 without rows. */
export interface LengthStatistics {
  /** Tokens of all rows together. */
  readonly total: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** The shortest length that so many percent of the rows do not exceed. */
  readonly percentiles: {
    readonly p5: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p90: number;
    readonly p95: number;
    readonly p99: number;
  };
  /** At most 12 bins of equal width over all lengths, shortest first. */
  readonly bins: readonly LengthBin[];
}

const BINS = 12;

/** @param counts rows by length */
export function lengthStatistics(counts: ReadonlyMap<number, number>): LengthStatistics {
  const lengths = [...counts.keys()].sort((a, b) => a - b);
  const rows = lengths.reduce((sum, length) => sum + counts.get(length)!, 0);
  const total = lengths.reduce((sum, length) => sum + length * counts.get(length)!, 0);
  const at = (percent: number): number => {
    let below = 0;
    for (const length of lengths) {
      below += counts.get(length)!;
      if (below * 100 >= percent * rows) return length;
    }
    return 0;
  };
  const min = lengths[0] ?? 0;
  const max = lengths[lengths.length - 1] ?? 0;
  return {
    total,
    mean: rows === 0 ? 0 : total / rows,
    min,
    max,
    percentiles: { p5: at(5), p25: at(25), p50: at(50), p75: at(75), p90: at(90), p95: at(95), p99: at(99) },
    bins: binned(lengths, counts, min, max),
  };
}

function binned(lengths: readonly number[], counts: ReadonlyMap<number, number>, min: number, max: number): LengthBin[] {
  if (lengths.length === 0) return [];
  const width = Math.ceil((max - min + 1) / BINS);
  const rows: number[] = Array.from({ length: Math.ceil((max - min + 1) / width) }, () => 0);
  for (const length of lengths) rows[Math.floor((length - min) / width)] += counts.get(length)!;
  return rows.map((n, b) => ({ from: min + b * width, to: min + (b + 1) * width - 1, rows: n }));
}
