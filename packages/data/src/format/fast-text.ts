import { SekvensError } from '@sekvens/core';
import type { Example } from '../example.js';
import { isBlank, splitLines } from './split-lines.js';

/** fastText's format: words that begin with the prefix are labels, wherever they stand; the rest of the line is the text. */
export async function* readFastText(texts: AsyncIterable<string>, name: string, labelPrefix: string): AsyncGenerator<readonly Example[]> {
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
      if (labels.length > 1) examples.push({ text, label: labels[0], labels, line });
      else if (labels.length === 1) examples.push({ text, label: labels[0], line });
      else examples.push({ text, line });
    });
    yield examples;
  }
}
