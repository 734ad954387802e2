import { SekvensError, show } from '@sekvens/core';

/** The classes of a classifier in the order of its outputs. */
export class LabelSet {
  private readonly indices: ReadonlyMap<string, number>;

  /** @throws code 'invalid-data' for fewer than two labels or a repeated one */
  constructor(readonly labels: readonly string[], where: string) {
    this.indices = new Map(labels.map((label, i) => [label, i]));
    if (labels.length < 2) {
      throw new SekvensError({
        code: 'invalid-data', where, expected: 'at least two different labels', got: labels.length === 0 ? 'none' : `only ${show(labels[0])}`,
        hint: 'A classifier needs rows of two classes or more; check the label column.',
      });
    }
    if (this.indices.size < labels.length) {
      throw new SekvensError({ code: 'invalid-data', where, expected: 'labels that differ', got: `${show(labels.find((label, i) => labels.indexOf(label) < i))} twice` });
    }
  }

  indexOf(label: string, where: string): number {
    const index = this.indices.get(label);
    if (index !== undefined) return index;
    const known = this.labels.length > 12 ? `${this.labels.slice(0, 12).join(', ')} and ${this.labels.length - 12} more` : this.labels.join(', ');
    throw new SekvensError({
      code: 'invalid-data', where, expected: `one of the labels the model was trained with: ${known}`, got: show(label), hint: 'Remove these rows, or train with rows of this label.',
    });
  }
}

/** Different labels in their natural order: numbers by value, then the rest by code point, digits inside words by value. */
export function sortLabels(labels: Iterable<string>): string[] {
  const collator = new Intl.Collator('en', { numeric: true });
  return [...new Set(labels)].sort((a, b) => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0));
}
