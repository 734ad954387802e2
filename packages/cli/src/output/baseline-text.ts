import type { BaselineReport } from '@sekvens/engine';
import { count, counted, percent } from './numbers.js';
import type { Colors } from './output.js';
import { table } from './table.js';

/** Accuracy and macro F1 of the baseline beside those of the most frequent label, and a row a class. */
export function baselineText({ accuracy, macro, rows, classes, majority }: BaselineReport, colors: Colors): string {
  const ratio = (value: number): string => value.toFixed(3);
  const summary = table(
    [`on ${counted(rows, 'test row')}`, 'accuracy', 'macro F1'],
    [
      [`always ${majority.label}`, percent(majority.accuracy), ratio(majority.macro.f1)],
      ['linear model over n-grams', colors.green(percent(accuracy)), ratio(macro.f1)],
    ],
    colors,
  );
  const perClass = table(
    ['class', 'precision', 'recall', 'F1', 'rows'],
    classes.map(({ label, precision, recall, f1, support }) => [label, ratio(precision), ratio(recall), ratio(f1), count(support)]),
    colors,
  );
  return `${summary}\n\n${perClass}`;
}
