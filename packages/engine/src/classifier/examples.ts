/** Labelled texts, from memory or a stream, to rows of ids and class indices. */
import { SekvensError, show } from '@sekvens/core';
import type { RaggedIds, TextVectorization } from '@sekvens/core';
import type { LabelSet } from './label-set.js';

export interface TextExample {
  readonly text: string;
  readonly label: string;
}

/** Labelled texts: an array, any iterable, or an async iterable such as a Dataset. */
export type TextExamples = Iterable<TextExample> | AsyncIterable<TextExample>;

export interface EncodedExamples {
  readonly x: RaggedIds;
  readonly y: Int32Array;
}

/** Examples that can be gone through as often as needed; a one-time iterator is read into memory. */
export async function repeatable(examples: TextExamples): Promise<TextExamples> {
  const iterator: unknown = Symbol.asyncIterator in examples ? examples[Symbol.asyncIterator]() : examples[Symbol.iterator]();
  if (iterator !== examples) return examples;
  const held: TextExample[] = [];
  for await (const example of examples) held.push(example);
  return held;
}

/** Calls `visit` for every example, checked. */
export async function eachExample(examples: TextExamples, where: string, visit: (example: TextExample, index: number) => void): Promise<number> {
  let index = 0;
  for await (const example of examples) {
    if (typeof example?.text !== 'string' || typeof example.label !== 'string') {
      throw new SekvensError({ code: 'invalid-data', where: `${where}, row ${index + 1}`, expected: '{ text, label }, both strings', got: show(example) });
    }
    visit(example, index++);
  }
  return index;
}

/** Rows of ids and class indices of all examples. */
export async function encodeExamples(examples: TextExamples, vectorizer: TextVectorization, labels: LabelSet, where: string): Promise<EncodedExamples> {
  const classes: number[] = [];
  const chunks: RaggedIds[] = [];
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) chunks.push(vectorizer.encodeAll(texts));
    texts = [];
  };
  await eachExample(examples, where, ({ text, label }, index) => {
    classes.push(labels.indexOf(label, `${where}, row ${index + 1}`));
    texts.push(text);
    if (texts.length === 4096) flush();
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
