/** How good predictions are, class by class. */
import { SekvensError, show } from '@sekvens/core';

export interface ClassReport {
  readonly label: string;
  /** Of the rows predicted as this class, the share that is; 0 where none was. */
  readonly precision: number;
  /** Of the rows of this class, the share predicted as it; 0 where there is none. */
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly f1: number;
  /** Rows of this class. */
  readonly support: number;
}

export interface ClassificationReport {
  readonly rows: number;
  readonly accuracy: number;
  /** Mean of -ln p(true class), with p at least 1e-7. */
  readonly loss: number;
  /** Mean F1 of the classes. */
  readonly macroF1: number;
  readonly classes: readonly ClassReport[];
  /** confusion[true class][predicted class]: rows. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Reports on probabilities [rows, classes] against true class indices. Of equal probabilities the first counts as the prediction.
 * @throws code 'invalid-data' for no labels, probabilities that do not fit, and indices that are no class
 */
export function classificationReport(labels: readonly string[], probabilities: ArrayLike<number>, truth: ArrayLike<number>): ClassificationReport {
  const width = labels.length;
  const where = 'classificationReport';
  if (width === 0) throw new SekvensError({ code: 'invalid-data', where: `${where}(labels)`, expected: 'at least one label', got: 'none' });
  if (probabilities.length !== truth.length * width) {
    throw new SekvensError({ code: 'invalid-data', where: `${where}(probabilities)`, expected: `${truth.length} · ${width} numbers, one a row and label`, got: `${probabilities.length}` });
  }
  const confusion = labels.map(() => new Array<number>(width).fill(0));
  let loss = 0;
  for (let r = 0; r < truth.length; r++) {
    if (!(Number.isInteger(truth[r]) && truth[r] >= 0 && truth[r] < width)) {
      throw new SekvensError({ code: 'invalid-data', where: `${where}(truth)[${r}]`, expected: `a class from 0 to ${width - 1}`, got: show(truth[r]) });
    }
    let best = 0;
    for (let j = 1; j < width; j++) if (probabilities[r * width + j] > probabilities[r * width + best]) best = j;
    confusion[truth[r]][best]++;
    loss -= Math.log(Math.max(probabilities[r * width + truth[r]], 1e-7));
  }
  const classes = labels.map((label, c) => {
    const hits = confusion[c][c];
    const support = confusion[c].reduce((sum, n) => sum + n, 0);
    const predicted = confusion.reduce((sum, row) => sum + row[c], 0);
    const precision = predicted === 0 ? 0 : hits / predicted;
    const recall = support === 0 ? 0 : hits / support;
    return { label, precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall), support };
  });
  const rows = truth.length;
  return {
    rows,
    accuracy: rows === 0 ? 0 : confusion.reduce((sum, row, c) => sum + row[c], 0) / rows,
    loss: rows === 0 ? 0 : loss / rows,
    macroF1: classes.reduce((sum, one) => sum + one.f1, 0) / width,
    classes,
    confusion,
  };
}
