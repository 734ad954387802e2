import { SekvensError, show } from '@sekvens/core';
import { balancedClassWeights } from '../model/balanced-class-weights.js';

/** How much examples of each label count in training: numbers for all labels, or 'balanced', examples / (labels · examples of the label). */
export type LabelWeights = 'balanced' | Readonly<Record<string, number>>;

/**
 * The weights in the order of the labels.
 * @throws code 'invalid-option' for a label that is none, one that is left out, and a weight that is no finite number from 0 up
 */
export function labelWeights(option: LabelWeights, labels: readonly string[], classes: ArrayLike<number>, where: string): number[] {
  if (option === 'balanced') return balancedClassWeights(classes, labels.length);
  if (typeof option !== 'object' || option === null || Array.isArray(option)) throw refuse(where, "'balanced', or an object with a number for every label", show(option));
  const unknown = Object.keys(option).find((label) => !labels.includes(label));
  if (unknown !== undefined) throw refuse(where, `some of the labels ${listed(labels)}`, show(unknown));
  const missing = labels.filter((label) => !Object.hasOwn(option, label));
  if (missing.length > 0) throw refuse(where, 'a number for every label', `none for ${listed(missing)}`, 'Give the others 1 where they should count as they are.');
  return labels.map((label) => {
    const weight: unknown = option[label];
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) throw refuse(`${where}[${show(label)}]`, 'a finite number of at least 0', show(weight));
    return weight;
  });
}

function listed(labels: readonly string[]): string {
  return labels.length > 12 ? `${labels.slice(0, 12).join(', ')} and ${labels.length - 12} more` : labels.join(', ');
}

function refuse(where: string, expected: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got, hint });
}
