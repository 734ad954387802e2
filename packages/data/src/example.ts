/** One text with what is known of it. */
export interface Example {
  readonly text: string;
  /** The class, as the file names it; with several labels, the first. */
  readonly label?: string;
  /** All labels, where a row has more than one; with `multiLabel` in every row, also where there are none. */
  readonly labels?: readonly string[];
  /** Where the row begins: line of a text file, row of a Parquet file, from 1. */
  readonly line?: number;
}
