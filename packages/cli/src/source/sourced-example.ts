import { SekvensError, show } from '@sekvens/core';
import type { Example } from '@sekvens/data/node';

/** An example that knows the file it came from. */
export interface SourcedExample extends Example {
  readonly source: string;
}

export type LabelledExample = SourcedExample & { readonly label: string };

export type MultiLabelExample = SourcedExample & { readonly labels: readonly string[] };

/** `news.csv:12`, or the text where a source has no lines. */
export function placeOf({ source, line, text }: SourcedExample): string {
  return line === undefined ? `${source}, the text ${show(text)}` : `${source}:${line}`;
}

/** The same example, as one that has a label. */
export function withLabel(example: SourcedExample): LabelledExample {
  if (example.label !== undefined) return example as LabelledExample;
  throw missing(example, 'a row with a label');
}

/** The same example, as one whose labels are known, be they none. */
export function withLabels(example: SourcedExample): MultiLabelExample {
  if (example.labels !== undefined) return example as MultiLabelExample;
  throw missing(example, 'a row with labels');
}

/** The labels of a checked example. */
export function labelsOf({ label, labels }: SourcedExample): readonly string[] {
  return labels ?? (label === undefined ? [] : [label]);
}

function missing(example: SourcedExample, expected: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where: placeOf(example), expected, got: 'none', hint: 'Name the column of the labels with --label.' });
}
