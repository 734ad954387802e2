import { SekvensError, show } from '@sekvens/core';

/** What a probability may exceed 1 by, for softmaxes rounded to float32. */
const slack = 1e-4;

/** Refuses what is no matrix of probabilities [rows, labels]. */
export function assertProbabilities(labels: readonly string[], probabilities: ArrayLike<number>, rows: number, where: string): void {
  const width = labels.length;
  if (width === 0) throw refuse(`${where}(labels)`, 'at least one label', 'none');
  if (probabilities.length !== rows * width) throw refuse(`${where}(probabilities)`, `${rows} · ${width} numbers, one a row and label`, `${probabilities.length}`);
  for (let i = 0; i < probabilities.length; i++) {
    if (probabilities[i] >= 0 && probabilities[i] <= 1 + slack) continue;
    throw refuse(`${where}(probabilities)`, 'numbers from 0 to 1', `${show(probabilities[i])} in row ${Math.floor(i / width)}`);
  }
}

/** Refuses indices that are no class. */
export function assertClasses(truth: ArrayLike<number>, classes: number, where: string): void {
  for (let r = 0; r < truth.length; r++) {
    if (!(Number.isInteger(truth[r]) && truth[r] >= 0 && truth[r] < classes)) throw refuse(`${where}(truth)[${r}]`, `a class from 0 to ${classes - 1}`, show(truth[r]));
  }
}

/** Refuses a number of items other than `expected`. */
export function assertLength(values: ArrayLike<unknown>, expected: number, where: string): void {
  if (values.length !== expected) throw refuse(where, `${expected} values`, `${values.length}`);
}

/** Refuses what is neither 0 nor 1, nor a boolean. */
export function assertBinary(values: ArrayLike<number | boolean>, where: string): void {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0 && values[i] !== 1 && typeof values[i] !== 'boolean') throw refuse(`${where}[${i}]`, '0 or 1', show(values[i]));
}

export function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got });
}
