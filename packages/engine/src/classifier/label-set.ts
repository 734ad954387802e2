import { SekvensError, show } from '@sekvens/core';
import type { ClassifierTask } from './classifier-task.js';

/** The classes of a classifier in the order of its outputs. */
export class LabelSet {
  /** Frozen; a copy of what was given. */
  readonly labels: readonly string[];
  private readonly indices: ReadonlyMap<string, number>;

  /**
   * @param task with 'multiLabel' a single label is enough, since a text may lack it
   * @throws code 'invalid-data' for what is no list of strings, fewer than two labels or a repeated one
   */
  constructor(labels: readonly string[], where: string, task: ClassifierTask = 'multiClass') {
    if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'string')) {
      throw new SekvensError({ code: 'invalid-data', where, expected: 'labels as a list of strings', got: show(labels) });
    }
    this.labels = Object.freeze([...(labels as readonly string[])]);
    this.indices = new Map(this.labels.map((label, i) => [label, i]));
    if (task === 'multiLabel' && labels.length === 0) {
      throw new SekvensError({ code: 'invalid-data', where, expected: 'at least one label', got: 'none', hint: 'No row has a label; check where they are read from.' });
    }
    if (task === 'multiClass' && this.labels.length < 2) {
      throw new SekvensError({
        code: 'invalid-data', where, expected: 'at least two different labels', got: labels.length === 0 ? 'none' : `only ${show(labels[0])}`,
        hint: 'A classifier needs rows of two classes or more; check the label column.',
      });
    }
    if (this.indices.size < labels.length) {
      throw new SekvensError({ code: 'invalid-data', where, expected: 'labels that differ', got: `${show(this.labels.find((label, i) => this.indices.get(label) !== i))} twice` });
    }
  }

  indexOf(label: string, where: string): number {
    const index = this.indices.get(label);
    if (index !== undefined) return index;
    throw new SekvensError({
      code: 'invalid-data', where, expected: `one of the labels the model was trained with: ${this.listed()}`, got: show(label), hint: 'Remove these rows, or train with rows of this label.',
    });
  }

  /** The labels for people to read, a dozen at most. */
  listed(): string {
    return this.labels.length > 12 ? `${this.labels.slice(0, 12).join(', ')} and ${this.labels.length - 12} more` : this.labels.join(', ');
  }
}

/**
 * Different labels in their natural order: runs of digits by their value (`item2` before `item10`), everything else by code unit.
 * Not by locale, whose rules differ between platforms and versions, and with them the order of the outputs.
 */
export function sortLabels(labels: Iterable<string>): string[] {
  return [...new Set(labels)].sort(compareNaturally);
}

function compareNaturally(a: string, b: string): number {
  const [partsA, partsB] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < partsA.length && i < partsB.length; i++) {
    const order = compareParts(partsA[i], partsB[i]);
    if (order !== 0) return order;
  }
  return partsA.length - partsB.length || compareText(a, b);
}

function compareParts(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareText(a, b);
  const [digitsA, digitsB] = [a, b].map((digits) => digits.replace(/^0+(?=\d)/, ''));
  return digitsA.length - digitsB.length || compareText(digitsA, digitsB);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
