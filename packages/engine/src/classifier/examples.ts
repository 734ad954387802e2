/** Labelled texts, from memory or a stream, to rows of ids and class indices. */
import { iterate, SekvensError, show, throwIfAborted } from '@sekvens/core';
import type { RaggedIds, TextVectorization } from '@sekvens/core';
import { giveWay, longestStretch } from '../model/give-way.js';
import type { LabelSet } from './label-set.js';

export interface TextExample {
  readonly text: string;
  /** Rows without one are refused; it is optional so that rows of a reader fit as they are. */
  readonly label?: string | undefined;
}

/** A text that has its label. */
export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** Labelled texts: an array, any iterable, an async iterable such as a Dataset, or a ReadableStream. */
export type TextExamples = Iterable<TextExample> | AsyncIterable<TextExample> | ReadableStream<TextExample>;

export interface EncodedExamples {
  readonly x: RaggedIds;
  readonly y: Int32Array;
}

/** What goes through examples: who asks, and what ends it early. */
export interface ExamplesContext {
  readonly where: string;
  readonly signal?: AbortSignal;
}

/** Examples that can be gone through as often as needed; generators, iterators and streams are read into memory. */
export async function repeatable(examples: TextExamples, context: ExamplesContext): Promise<TextExamples> {
  const isObject = typeof examples === 'object' && examples !== null;
  // asking for an iterator would lock a stream, or begin a pass
  if (!isObject || !('next' in examples || 'getReader' in examples || 'pipe' in examples)) return examples;
  const held: LabelledText[] = [];
  await eachExample(examples, context, (example) => held.push(example));
  return held;
}

/** Calls `visit` for every example, checked, and says how many there were. Gives way to other work about 30 times a second. */
export async function eachExample(examples: TextExamples, { where, signal }: ExamplesContext, visit: (example: LabelledText, index: number) => void): Promise<number> {
  let index = 0;
  let since = performance.now();
  throwIfAborted(signal, where);
  for await (const example of iterate<TextExample>(examples, where, 'an array, iterable, async iterable or ReadableStream of { text, label }')) {
    throwIfAborted(signal, where);
    if (typeof example?.text !== 'string' || typeof example.label !== 'string') {
      throw new SekvensError({ code: 'invalid-data', where: `${where}, row ${index + 1}`, expected: '{ text, label }, both strings', got: show(example) });
    }
    visit({ text: example.text, label: example.label }, index++);
    if ((index & 255) === 0 && performance.now() - since > longestStretch) {
      await giveWay();
      since = performance.now();
    }
  }
  return index;
}

/** Rows of ids and class indices of all examples. */
export async function encodeExamples(
  examples: TextExamples, vectorizer: TextVectorization, labels: LabelSet, context: ExamplesContext & { /** Takes the texts. */ readonly texts?: string[] },
): Promise<EncodedExamples> {
  const classes: number[] = [];
  const chunks: RaggedIds[] = [];
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) chunks.push(vectorizer.encodeAll(texts));
    texts = [];
  };
  await eachExample(examples, context, ({ text, label }, index) => {
    classes.push(labels.indexOf(label, `${context.where}, row ${index + 1}`));
    texts.push(text);
    context.texts?.push(text);
    if (texts.length === 1024) flush();
  });
  flush();
  return { x: concatenate(chunks), y: Int32Array.from(classes) };
}

function concatenate(chunks: readonly RaggedIds[]): RaggedIds {
  const values = new Int32Array(chunks.reduce((sum, chunk) => sum + chunk.values.length, 0));
  const offsets = new Int32Array(chunks.reduce((sum, chunk) => sum + chunk.offsets.length - 1, 0) + 1);
  let value = 0;
  let row = 0;
  for (const chunk of chunks) {
    values.set(chunk.values, value);
    for (let r = 1; r < chunk.offsets.length; r++) offsets[++row] = value + chunk.offsets[r];
    value += chunk.values.length;
  }
  return { values, offsets };
}
