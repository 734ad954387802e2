import type { MultiClassEvaluation, TextEvaluation } from '@sekvens/engine';
import { shortText } from '../report/visible-text.js';
import { confusedPairs } from './confused-pairs.js';
import { headlineFigures } from './headline-figures.js';
import { count, counted, percent } from './numbers.js';
import type { Colors } from './output.js';
import { sliceTables } from './slice-tables.js';
import { table } from './table.js';

/** Pairs of classes that are listed where the matrix is too wide. */
const mostPairs = 10;

export interface EvaluationTextOptions {
  readonly colors: Colors;
  /** Characters a line has. */
  readonly width: number;
  /** Accuracy by length, unknown tokens and group as well. */
  readonly slices?: boolean;
  /** How many of the mistakes to list; none without. */
  readonly mistakes?: number;
}

/** Figures, a row a class, and the confusion matrix, or where it is too wide the pairs confused most often; slices and mistakes if asked for. */
export function evaluationText(evaluation: TextEvaluation, options: EvaluationTextOptions): string {
  const { colors, width, slices = false, mistakes = 0 } = options;
  const ratio = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
  const perClass = table(
    ['class', 'precision', 'recall', 'F1', 'rows', ...(evaluation.task === 'multiLabel' ? ['predicted', 'threshold'] : []), 'ROC-AUC', 'avg. precision'],
    evaluation.classes.map((one) => [
      one.label, ratio(one.precision), ratio(one.recall), ratio(one.f1), count(one.support),
      ...('threshold' in one ? [count(one.predicted), ratio(one.threshold)] : []), ratio(one.rocAuc), ratio(one.averagePrecision),
    ]),
    colors,
  );
  return [
    summaryText(evaluation, colors),
    perClass,
    evaluation.task === 'multiClass' ? confusionText(evaluation, colors, width) : '',
    ...(slices ? slicesText(evaluation, colors) : []),
    mistakes > 0 ? mistakesText(evaluation, mistakes, width, colors) : '',
    evaluation.warnings.map((warning) => colors.yellow(warning)).join('\n'),
  ].filter((part) => part !== '').join('\n\n');
}

function summaryText(evaluation: TextEvaluation, { bold, green }: Colors): string {
  const { accuracyInterval: { low, high }, rows } = evaluation;
  const [[name, accuracy], ...others] = headlineFigures(evaluation);
  return `${bold(name)} ${green(accuracy)}  95 % interval ${percent(low)} to ${percent(high)}  ${counted(rows, 'row')}\n${others.map((pair) => pair.join(' ')).join('  ')}`;
}

function confusionText({ classes, confusion }: MultiClassEvaluation, colors: Colors, width: number): string {
  const labels = classes.map(({ label }) => label);
  // a column takes at least its label and the space before it
  if (labels.reduce((sum, label) => sum + label.length + 2, 16) > width) return pairsText(labels, confusion, colors);
  return table(
    ['true \\ predicted', ...labels],
    confusion.map((row, truth) => [labels[truth], ...row.map((n, predicted) => (n === 0 ? colors.dim('0') : predicted === truth ? colors.green(count(n)) : count(n)))]),
    colors,
  );
}

function pairsText(labels: readonly string[], confusion: MultiClassEvaluation['confusion'], colors: Colors): string {
  const pairs = confusedPairs(confusion, mostPairs);
  if (pairs.length === 0) return '';
  return `Confused most often\n${table(['true', 'predicted', 'rows'], pairs.map(({ truth, predicted, rows }) => [labels[truth], labels[predicted], count(rows)]), colors, ['left', 'left'])}`;
}

function slicesText({ slices }: TextEvaluation, colors: Colors): string[] {
  return sliceTables(slices).map(({ heading, column, rows }) => {
    const cells = rows.map(({ name, rows: n, accuracy, accuracyInterval: { low, high } }) => [name, count(n), percent(accuracy), `${percent(low)} to ${percent(high)}`]);
    return `Accuracy ${heading}\n${table([column, 'rows', 'accuracy', '95 % interval'], cells, colors)}`;
  });
}

function mistakesText({ mistakes, ...evaluation }: TextEvaluation, most: number, width: number, { bold, dim }: Colors): string {
  const lines = mistakes.slice(0, most).map((mistake) => {
    const said = 'label' in mistake ? `${mistake.label}, which is ${mistake.isTrue ? '' : 'not '}there` : `${mistake.predictedLabel} instead of ${mistake.trueLabel}`;
    return `${percent(mistake.probability, 1).padStart(7)}  ${said}\n         ${dim(shortText(mistake.text, Math.max(width - 9, 20)))}`;
  });
  if (lines.length === 0) return `No ${evaluation.task === 'multiClass' ? 'row was predicted' : 'decision was'} wrong.`;
  return [bold('The most confident mistakes'), ...lines].join('\n');
}
