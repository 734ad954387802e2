import type { ClassificationReport } from '@sekvens/engine';
import { count, counted, percent } from './numbers.js';
import type { Colors } from './output.js';
import { table } from './table.js';

/** With more classes the matrix is wider than any terminal. */
const widestMatrix = 20;

/** Accuracy, a row a class, and the confusion matrix. */
export function evaluationText({ accuracy, loss, rows, macroF1, classes, confusion }: ClassificationReport, colors: Colors): string {
  const ratio = (value: number): string => value.toFixed(3);
  const summary = `${colors.bold('accuracy')} ${colors.green(percent(accuracy))}  loss ${loss.toFixed(4)}  macro F1 ${ratio(macroF1)}  ${counted(rows, 'row')}`;
  const perClass = table(
    ['class', 'precision', 'recall', 'F1', 'rows'],
    classes.map(({ label, precision, recall, f1, support }) => [label, ratio(precision), ratio(recall), ratio(f1), count(support)]),
    colors,
  );
  if (classes.length > widestMatrix) return `${summary}\n\n${perClass}\n\nThe confusion matrix of ${classes.length} classes is in the JSON output only.`;
  const matrix = table(
    ['true \\ predicted', ...classes.map(({ label }) => label)],
    confusion.map((row, truth) => [classes[truth].label, ...row.map((n, predicted) => (n === 0 ? colors.dim('0') : predicted === truth ? colors.green(count(n)) : count(n)))]),
    colors,
  );
  return `${summary}\n\n${perClass}\n\n${matrix}`;
}
