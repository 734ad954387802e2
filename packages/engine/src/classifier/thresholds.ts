import { SekvensError, show } from '@sekvens/core';
import type { LabelSet } from './label-set.js';

/** From which probability on a text has a label: one number for all labels, one for each in their order, or some by their labels. */
export type Thresholds = number | readonly number[] | Readonly<Record<string, number>>;

export const defaultThreshold = 0.5;

/**
 * One threshold a label, in the order of the labels.
 * @param base those of labels that `given` does not name
 * @throws code 'invalid-option' for numbers that are not above 0 and below 1, too few or too many of them, and labels that are none
 */
export function resolveThresholds(given: Thresholds, labels: LabelSet, base: readonly number[], where: string): readonly number[] {
  const check = (value: unknown, place: string): number => {
    if (typeof value === 'number' && value > 0 && value < 1) return value;
    throw refuse(place, 'a number above 0 and below 1', show(value));
  };
  if (Array.isArray(given)) {
    if (given.length !== labels.labels.length) throw refuse(where, `${labels.labels.length} numbers, one a label`, `${given.length}`);
    return given.map((value, j) => check(value, `${where}[${j}]`));
  }
  if (typeof given !== 'object' || given === null) {
    const value = check(given, where);
    return labels.labels.map(() => value);
  }
  const resolved = [...base];
  for (const [label, value] of Object.entries(given as Readonly<Record<string, number>>)) {
    const index = labels.labels.indexOf(label);
    if (index < 0) throw refuse(where, `labels among ${labels.listed()}`, show(label));
    resolved[index] = check(value, `${where}[${show(label)}]`);
  }
  return resolved;
}

function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got });
}
