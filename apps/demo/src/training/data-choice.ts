import type { Column } from '@sekvens/data';

/** Rows to train on, as a worker can be told of them. */
export type DataChoice = SampleChoice | TableChoice;

export interface SampleChoice {
  readonly kind: 'sample';
  readonly reads: 'title' | 'title and description';
}

/** A file or pasted rows. */
export interface TableChoice {
  readonly kind: 'table';
  readonly name: string;
  readonly content: Blob | string;
  readonly format: 'csv' | 'tsv' | 'jsonl';
  /** Joined by a space. */
  readonly text: readonly Column[];
  readonly label: Column;
  /** Of CSV and TSV. */
  readonly header?: boolean;
  readonly delimiter?: string;
  readonly quote?: string | false;
}

/** Whether both are the same rows: what was read of one then serves for the other. */
export function sameData(a: DataChoice, b: DataChoice): boolean {
  const { content: _a, ...plainA } = a as TableChoice;
  const { content: _b, ...plainB } = b as TableChoice;
  return _a === _b && JSON.stringify(plainA) === JSON.stringify(plainB);
}

export function describeData(choice: DataChoice): string {
  return choice.kind === 'sample' ? `sample, ${choice.reads}` : choice.name;
}
