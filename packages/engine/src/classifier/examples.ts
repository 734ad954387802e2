/** Labelled texts, from memory or a stream, to rows of ids and class indices. */
import { iterate, raggedFrom, SekvensError, show, throwIfAborted } from '@sekvens/core';
import type { MultiHotTargets, RaggedIds, RowTargets, TextVectorization } from '@sekvens/core';
import { giveWay, longestStretch } from '../model/give-way.js';
import type { ClassifierTask } from './classifier-task.js';
import type { LabelSet } from './label-set.js';

export interface TextExample {
  readonly text: string;
  /** For multi-class classifiers. Rows without one are refused; it is optional so that rows of a reader fit as they are. */
  readonly label?: string | undefined;
  /** For multi-label classifiers: any number of labels, also none. Rows without such a list are refused. */
  readonly labels?: readonly string[] | undefined;
}

/** A text that has its label. */
export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** A text that has its labels. */
export interface MultiLabelText {
  readonly text: string;
  readonly labels: readonly string[];
}

/** Labelled texts: an array, any iterable, an async iterable such as a Dataset, or a ReadableStream. */
export type TextExamples = Iterable<TextExample> | AsyncIterable<TextExample> | ReadableStream<TextExample>;

/** Rows of ids; `y` holds class indices, for a multi-label classifier the labels of every row. */
export interface EncodedExamples<Y extends RowTargets = Int32Array | MultiHotTargets> {
  readonly x: RaggedIds;
  readonly y: Y;
}

/** What goes through examples: who asks, and what ends it early. */
export interface ExamplesContext {
  readonly where: string;
  readonly signal?: AbortSignal;
  /** Which labels examples need. Default 'multiClass'. */
  readonly task?: ClassifierTask;
  /** Takes the texts, where they are encoded. */
  readonly texts?: string[];
}

/** Examples that can be gone through as often as needed; generators, iterators and streams are read into memory. */
export async function repeatable(examples: TextExamples, context: ExamplesContext): Promise<TextExamples> {
  const isObject = typeof examples === 'object' && examples !== null;
  // asking for an iterator would lock a stream, or begin a pass
  if (!isObject || !('next' in examples || 'getReader' in examples || 'pipe' in examples)) return examples;
  const held: TextExample[] = [];
  await (context.task === 'multiLabel' ? eachMultiLabelExample : eachExample)(examples, context, (example) => held.push(example));
  return held;
}

/** Calls `visit` for every example, checked, and says how many there were. */
export async function eachExample(examples: TextExamples, context: ExamplesContext, visit: (example: LabelledText, index: number) => void): Promise<number> {
  return eachRow(examples, context, '{ text, label }', (example, index) => {
    if (typeof example?.text !== 'string' || typeof example.label !== 'string') {
      throw new SekvensError({ code: 'invalid-data', where: `${context.where}, row ${index + 1}`, expected: '{ text, label }, both strings', got: show(example) });
    }
    visit({ text: example.text, label: example.label }, index);
  });
}

/** The same for examples with any number of labels. */
export async function eachMultiLabelExample(examples: TextExamples, context: ExamplesContext, visit: (example: MultiLabelText, index: number) => void): Promise<number> {
  return eachRow(examples, context, '{ text, labels }', (example, index) => {
    if (typeof example?.text !== 'string' || !Array.isArray(example.labels) || !example.labels.every((label) => typeof label === 'string')) {
      const isSingle = typeof example?.label === 'string' && example.labels === undefined;
      throw new SekvensError({
        code: 'invalid-data', where: `${context.where}, row ${index + 1}`, expected: '{ text, labels }, a string and an array of strings', got: show(example),
        hint: isSingle ? "A multi-label classifier takes labels, be they one or none: labels: ['a']. Readers of @sekvens/data give them with multiLabel: true." : undefined,
      });
    }
    visit({ text: example.text, labels: example.labels }, index);
  });
}

/** Gives way to other work about 30 times a second. */
async function eachRow(examples: TextExamples, { where, signal }: ExamplesContext, form: string, visit: (example: TextExample | undefined, index: number) => void): Promise<number> {
  let index = 0;
  let since = performance.now();
  throwIfAborted(signal, where);
  for await (const example of iterate<TextExample>(examples, where, `an array, iterable, async iterable or ReadableStream of ${form}`)) {
    throwIfAborted(signal, where);
    visit(example, index++);
    if ((index & 255) === 0 && performance.now() - since > longestStretch) {
      await giveWay();
      since = performance.now();
    }
  }
  return index;
}

/** Rows of ids and class indices of all examples. */
export async function encodeExamples(examples: TextExamples, vectorizer: TextVectorization, labels: LabelSet, context: ExamplesContext): Promise<EncodedExamples<Int32Array>> {
  const classes: number[] = [];
  const texts = new TextEncoding(vectorizer);
  await eachExample(examples, context, ({ text, label }, index) => {
    classes.push(labels.indexOf(label, `${context.where}, row ${index + 1}`));
    texts.add(text);
    context.texts?.push(text);
  });
  return { x: texts.finish(), y: Int32Array.from(classes) };
}

/** Rows of ids and the labels of each; a label that a row names twice is there once. */
export async function encodeMultiLabelExamples(examples: TextExamples, vectorizer: TextVectorization, labels: LabelSet, context: ExamplesContext): Promise<EncodedExamples<MultiHotTargets>> {
  const rows: number[][] = [];
  const texts = new TextEncoding(vectorizer);
  await eachMultiLabelExample(examples, context, ({ text, labels: given }, index) => {
    const ids = given.map((label) => labels.indexOf(label, `${context.where}, row ${index + 1}`));
    rows.push([...new Set(ids)].sort((a, b) => a - b));
    texts.add(text);
    context.texts?.push(text);
  });
  return { x: texts.finish(), y: { ids: raggedFrom(rows), width: labels.labels.length } };
}

/** Encodes texts as they come, many at a time. */
class TextEncoding {
  private readonly chunks: RaggedIds[] = [];
  private texts: string[] = [];

  constructor(private readonly vectorizer: TextVectorization) {}

  add(text: string): void {
    if (this.texts.push(text) === 1024) this.flush();
  }

  finish(): RaggedIds {
    this.flush();
    return concatenate(this.chunks);
  }

  private flush(): void {
    if (this.texts.length > 0) this.chunks.push(this.vectorizer.encodeAll(this.texts));
    this.texts = [];
  }
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
