import type { Example } from '../example.js';
import { isBlank, splitLines } from './split-lines.js';

/** Every line that is not blank is a text without a label. */
export async function* readTextLines(texts: AsyncIterable<string>, name: string): AsyncGenerator<readonly Example[]> {
  for await (const { first, lines } of splitLines(texts, name)) {
    const examples: Example[] = [];
    lines.forEach((text, i) => {
      if (!isBlank(text)) examples.push({ text, line: first + i });
    });
    yield examples;
  }
}
