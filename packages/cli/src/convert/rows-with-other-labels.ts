import type { PredictedTexts } from '@sekvens/engine';

/** How many rows get other labels from the second of two models of the same labels. */
export function rowsWithOtherLabels(before: PredictedTexts, after: PredictedTexts): number {
  const rows = before.texts.length;
  let others = 0;
  for (let row = 0; row < rows; row++) if (labelsOf(before, row) !== labelsOf(after, row)) others++;
  return others;
}

function labelsOf({ labels: { length }, probabilities, thresholds }: PredictedTexts, row: number): string {
  const own = Array.from({ length }, (_, j) => probabilities[row * length + j]);
  return thresholds ? own.map((p, j) => Number(p >= thresholds[j])).join('') : String(own.indexOf(Math.max(...own)));
}
