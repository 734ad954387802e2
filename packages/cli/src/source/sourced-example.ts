import { SekvensError, show } from '@sekvens/core';
import type { Example } from '@sekvens/data/node';

/** An example that knows the file it came from. */
export interface SourcedExample extends Example {
  readonly source: string;
}

export type LabelledExample = SourcedExample & { readonly label: string };

/** `news.csv:12`, or the text where a source has no lines. */
export function placeOf({ source, line, text }: SourcedExample): string {
  return line === undefined ? `${source}, the text ${show(text)}` : `${source}:${line}`;
}

/** The same example, as one that has a label. */
export function withLabel(example: SourcedExample): LabelledExample {
  if (example.label !== undefined) return example as LabelledExample;
  throw new SekvensError({
    code: 'invalid-data',
    where: placeOf(example),
    expected: 'a row with a label',
    got: 'none',
    hint: 'Name the column of the labels with --label.',
  });
}
