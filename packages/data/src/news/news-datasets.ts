import { SekvensError, show } from '@sekvens/core';
import type { Dataset } from '../dataset/dataset.js';
import type { Example } from '../example.js';
import type { LabelIndex } from '../labels/label-index.js';

/** A training set, a test set, and the labels of both. */
export interface NewsDatasets {
  readonly train: Dataset<Example>;
  readonly test: Dataset<Example>;
  readonly labels: LabelIndex;
}

export type NewsColumn = 'title' | 'description';

/** Refuses anything but one or both columns, in any order. */
export function checkNewsText(text: NewsColumn | readonly NewsColumn[], where: string): readonly NewsColumn[] {
  const columns: readonly unknown[] = Array.isArray(text) ? text : [text];
  if (columns.length > 0 && columns.every((column) => column === 'title' || column === 'description')) return columns;
  throw new SekvensError({ code: 'invalid-option', where, expected: "text to be 'title', 'description' or an array of those", got: show(text) });
}
