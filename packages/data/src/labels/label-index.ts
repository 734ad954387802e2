import { assertKnownOptions, closest, iterate, raggedFrom, SekvensError, show } from '@sekvens/core';
import type { MultiHotTargets } from '@sekvens/core';
import type { Example } from '../example.js';
import { firstPass } from '../dataset/first-pass.js';
import { naturalOrder } from './natural-order.js';

/** `natural`: sorted, numbers by value; `firstAppearance`: as they come. */
export type LabelOrder = 'natural' | 'firstAppearance';

export interface LabelIndexOptions {
  /** Default: `natural`, which does not depend on the order of the rows. */
  readonly order?: LabelOrder;
}

/** A {@link LabelIndex} as JSON. */
export interface LabelIndexJson {
  readonly labels: readonly string[];
}

/** Labels and their class ids 0, 1, 2, …, in the order given. */
export class LabelIndex {
  readonly labels: readonly string[];
  private readonly ids = new Map<string, number>();

  /** @param labels every label once, at position = class id */
  constructor(labels: Iterable<string>) {
    this.labels = Object.freeze([...labels]);
    for (const label of this.labels) {
      if (typeof label !== 'string' || label === '') throw badLabels('strings that are not empty', show(label));
      if (this.ids.has(label)) throw badLabels('every label once', `${show(label)} twice`);
      this.ids.set(label, this.ids.size);
    }
    if (this.ids.size === 0) throw badLabels('at least one label', 'none');
  }

  /**
   * The labels that occur in examples, also the second and further ones of a row.
   *
   * @throws SekvensError `invalid-data` if an example has neither a label nor, as in multi-label data, an empty list of them
   */
  static async collect(examples: Iterable<Example> | AsyncIterable<Example>, options: LabelIndexOptions = {}): Promise<LabelIndex> {
    const where = 'LabelIndex.collect(examples, options)';
    assertKnownOptions(options, ['order'], where);
    const { order = 'natural' } = options;
    if (order !== 'natural' && order !== 'firstAppearance') {
      throw new SekvensError({ code: 'invalid-option', where, expected: "order to be 'natural' or 'firstAppearance'", got: show(order) });
    }
    const seen = new Set<string>();
    for await (const example of iterate(firstPass(examples), where, 'examples')) {
      labelsOf(example, undefined).forEach((label) => seen.add(label));
    }
    return new LabelIndex(order === 'natural' ? [...seen].sort(naturalOrder) : seen);
  }

  /** Number of classes. */
  get size(): number {
    return this.labels.length;
  }

  has(label: string): boolean {
    return this.ids.has(label);
  }

  /**
   * The class id of a label.
   *
   * @param where how the place is called in an error, e.g. `test.csv:12`
   * @throws SekvensError `invalid-data` for a label that is not in the index
   */
  idOf(label: string, where = 'LabelIndex.idOf(label)'): number {
    const id = this.ids.get(label);
    if (id !== undefined) return id;
    const meant = closest(label, this.labels);
    const shown = this.labels.slice(0, 20).map(show).join(', ');
    throw new SekvensError({
      code: 'invalid-data',
      where,
      expected: `one of the ${this.size} known labels: ${this.size > 20 ? `${shown}, …` : shown}`,
      got: show(label),
      hint:
        meant === undefined
          ? 'The label does not occur in the training data.'
          : `The label does not occur in the training data. Did you mean ${show(meant)}?`,
    });
  }

  /** The label of a class id. */
  labelOf(id: number): string {
    if (Number.isInteger(id) && id >= 0 && id < this.size) return this.labels[id];
    throw new SekvensError({
      code: 'invalid-data',
      where: 'LabelIndex.labelOf(id)',
      expected: `a class id from 0 to ${this.size - 1}`,
      got: show(id),
    });
  }

  /**
   * The class id of an example's label.
   *
   * @param source the file's name for errors, which then read `test.csv:12`
   */
  idOfExample(example: Example, source?: string): number {
    if (example.label === undefined) throw missingLabel(example, source);
    return this.idOf(example.label, placeOf(example, source));
  }

  /** Class ids of many examples, [examples]. */
  encode(examples: Iterable<Example>, source?: string): Int32Array {
    return Int32Array.from(Array.from(examples, (example) => this.idOfExample(example, source)));
  }

  /**
   * The class ids of all labels of an example, in ascending order, each once; none where it has none.
   *
   * @param source as in {@link idOfExample}
   * @throws SekvensError `invalid-data` for a label that is not in the index, and for an example without `label` and `labels`
   */
  idsOfExample(example: Example, source?: string): number[] {
    const ids = labelsOf(example, source).map((label) => this.idOf(label, placeOf(example, source)));
    return [...new Set(ids)].sort((a, b) => a - b);
  }

  /** The labels of many examples as targets of a network with a sigmoid for each label: what `batchSequences` and `bucketSequences` take. */
  encodeMultiHot(examples: Iterable<Example>, source?: string): MultiHotTargets {
    return { ids: raggedFrom(Array.from(examples, (example) => this.idsOfExample(example, source))), width: this.size };
  }

  toJSON(): LabelIndexJson {
    return { labels: this.labels };
  }

  static fromJSON(json: unknown): LabelIndex {
    const labels = (json as LabelIndexJson | null | undefined)?.labels;
    if (!Array.isArray(labels)) {
      throw new SekvensError({ code: 'invalid-file', where: 'LabelIndex.fromJSON(json)', expected: '{ labels: [...] }', got: show(json) });
    }
    return new LabelIndex(labels as string[]);
  }
}

function labelsOf(example: Example, source: string | undefined): readonly string[] {
  if (example.labels !== undefined) return example.labels;
  if (example.label === undefined) throw missingLabel(example, source);
  return [example.label];
}

function placeOf(example: Example, source: string | undefined): string {
  if (example.line === undefined) return source ?? `the example ${show(example.text)}`;
  return source === undefined ? `line ${example.line}` : `${source}:${example.line}`;
}

function missingLabel(example: Example, source: string | undefined): SekvensError {
  return new SekvensError({
    code: 'invalid-data',
    where: placeOf(example, source),
    expected: 'an example with a label',
    got: 'none',
    hint: 'Choose the column of the labels with the option label.',
  });
}

function badLabels(expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where: 'new LabelIndex(labels)', expected, got });
}
