/** One news item of the sample. */
export interface SampleRow {
  readonly label: string;
  readonly title: string;
  readonly description: string;
  /** The construction of an order item, e.g. `not-but`; undefined for the others. */
  readonly order: string | undefined;
}

export interface Sample {
  readonly train: readonly SampleRow[];
  readonly test: readonly SampleRow[];
}

export declare const defaultSeed: number;
export declare const labels: readonly string[];
export declare function generateSample(seed?: number): Sample;
export declare function toCsv(rows: readonly SampleRow[]): string;
export declare function wordsOf(text: string): string[];
export declare function bagOf(row: SampleRow): string;
