import type { MultiLabelReport } from '@sekvens/engine';
import { count, counted, percent } from './numbers.js';
import type { Colors } from './output.js';
import { table } from './table.js';

/** F1, rows whose labels are all right, and a row a label. */
export function multiLabelText(report: MultiLabelReport, colors: Colors): string {
  const { rows, loss, subsetAccuracy, hammingLoss, microF1, macroF1, labels } = report;
  const ratio = (value: number): string => value.toFixed(3);
  const summary = `${colors.bold('micro F1')} ${colors.green(ratio(microF1))}  macro F1 ${ratio(macroF1)}  all labels right ${percent(subsetAccuracy)}  Hamming loss ${hammingLoss.toFixed(4)}  loss ${loss.toFixed(4)}  ${counted(rows, 'row')}`;
  const perLabel = table(
    ['label', 'threshold', 'precision', 'recall', 'F1', 'rows', 'predicted'],
    labels.map(({ label, threshold, precision, recall, f1, support, predicted }) => [label, ratio(threshold), ratio(precision), ratio(recall), ratio(f1), count(support), count(predicted)]),
    colors,
  );
  return `${summary}\n\n${perLabel}`;
}
