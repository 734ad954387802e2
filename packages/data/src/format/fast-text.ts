import { SekvensError } from '@sekvens/core';
import type { Example } from '../example.js';
import { asRowLabels } from './row-labels.js';
import { isBlank, splitLines } from './split-lines.js';

/** fastText's format: words that begin with the prefix are labels, wherever they stand; the rest of the line is the text. */
export async function* readFastText(texts: AsyncIterable<string>, name: string, labelPrefix: string, multiLabel: boolean): AsyncGenerator<readonly Example[]> {
  const escaped = labelPrefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(^|\\s)${escaped}(\\S*)`, 'g');
  for await (const { first, lines } of splitLines(texts, name)) {
    const examples: Example[] = [];
    lines.forEach((content, i) => {
      if (isBlank(content)) return;
      const line = first + i;
      const labels: string[] = [];
      const text = content
        .replace(pattern, (_, _space: string, label: string) => {
          labels.push(label);
          return '';
        })
        .trim();
      if (labels.includes('')) {
        throw new SekvensError({
          code: 'invalid-file',
          where: `${name}:${line}`,
          expected: `a label right after ${labelPrefix}`,
          got: 'a space or the end of the line',
        });
      }
      // a line without a label is a text alone, unless lines may have none
      examples.push(labels.length === 0 && !multiLabel ? { text, line } : { text, ...asRowLabels(labels, multiLabel, `${name}:${line}`), line });
    });
    yield examples;
  }
}
