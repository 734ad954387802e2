import type { ClassificationReport } from '@sekvens/engine';
import { count, counted, percent } from './numbers.js';
import type { Colors } from './output.js';
import { table } from './table.js';

/** Pairs of classes that are listed where the matrix is too wide. */
const mostPairs = 10;

/** Accuracy, a row a class, and the confusion matrix, or where it is wider than `width` characters the pairs confused most often. */
export function evaluationText(report: ClassificationReport, colors: Colors, width: number): string {
  const { accuracy, loss, rows, macroF1, classes } = report;
  const ratio = (value: number): string => value.toFixed(3);
  const summary = `${colors.bold('accuracy')} ${colors.green(percent(accuracy))}  loss ${loss.toFixed(4)}  macro F1 ${ratio(macroF1)}  ${counted(rows, 'row')}`;
  const perClass = table(
    ['class', 'precision', 'recall', 'F1', 'rows'],
    classes.map(({ label, precision, recall, f1, support }) => [label, ratio(precision), ratio(recall), ratio(f1), count(support)]),
    colors,
  );
  return [summary, perClass, confusionText(report, colors, width)].filter((part) => part !== '').join('\n\n');
}

function confusionText({ classes, confusion }: ClassificationReport, colors: Colors, width: number): string {
  const labels = classes.map(({ label }) => label);
  // a column takes at least its label and the space before it
  if (labels.reduce((sum, label) => sum + label.length + 2, 16) > width) return pairsText(labels, confusion, colors);
  return table(
    ['true \\ predicted', ...labels],
    confusion.map((row, truth) => [labels[truth], ...row.map((n, predicted) => (n === 0 ? colors.dim('0') : predicted === truth ? colors.green(count(n)) : count(n)))]),
    colors,
  );
}

function pairsText(labels: readonly string[], confusion: ClassificationReport['confusion'], colors: Colors): string {
  const pairs = confusion.flatMap((row, truth) => row.map((n, predicted) => ({ truth, predicted, n }))).filter(({ truth, predicted, n }) => truth !== predicted && n > 0);
  const most = pairs.sort((a, b) => b.n - a.n).slice(0, mostPairs);
  if (most.length === 0) return '';
  return `Confused most often\n${table(['true', 'predicted', 'rows'], most.map(({ truth, predicted, n }) => [labels[truth], labels[predicted], count(n)]), colors, ['left', 'left'])}`;
}
