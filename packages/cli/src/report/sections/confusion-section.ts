import type { MultiClassEvaluation } from '@sekvens/engine';
import { confusedPairs } from '../../output/confused-pairs.js';
import { count, percent } from '../../output/numbers.js';
import { confusionChart } from '../charts/confusion-chart.js';
import type { ChartKit } from '../chart-kit.js';
import { details, htmlTable, labelCell } from '../html.js';
import type { Section } from '../report-input.js';
import { figure } from './figure.js';

/** With more labels a matrix has no room for their names. */
const mostLabels = 30;

export function confusionSection(kit: ChartKit, { classes, confusion }: MultiClassEvaluation): Section {
  const labels = classes.map(({ label }) => label);
  const pairs = confusedPairs(confusion, 10);
  const name = (i: number): string => labelCell(labels[i]);
  const pairTable = htmlTable({
    caption: 'Confused most often',
    columns: [{ name: 'true' }, { name: 'predicted' }, { name: 'rows', align: 'right' }, { name: 'of the true ones', align: 'right' }],
    rows: pairs.map(({ truth, predicted, rows }) => [name(truth), name(predicted), count(rows), percent(rows / classes[truth].support, 1)]),
  });
  const beside = pairs.length === 0 ? '<p>No row was predicted wrongly.</p>' : pairTable;
  if (labels.length > mostLabels) return { id: 'confusion', heading: 'What is taken for what', html: `<p>The matrix of ${count(labels.length)} labels is too large to be shown; the JSON output has it.</p>\n${beside}` };
  const chart = confusionChart(kit, {
    id: 'chart-confusion', title: 'Confusion matrix', labels, confusion,
    description: `Rows by true and predicted label. ${pairs.length === 0 ? 'All are right.' : `Most often ${labels[pairs[0].truth]} was taken for ${labels[pairs[0].predicted]}: ${pairs[0].rows} times.`} The table has every number.`,
  });
  const matrix = htmlTable({
    caption: 'Rows by true label (down) and predicted label (across)',
    columns: [{ name: 'true \\ predicted' }, ...labels.map((label) => ({ name: label, align: 'right' as const }))],
    rows: confusion.map((row, truth) => [name(truth), ...row.map(count)]),
  });
  return {
    id: 'confusion', heading: 'What is taken for what',
    html: `<div class="grid">\n${figure('Confusion matrix', chart, { caption: 'The stronger the colour, the larger the share of the true label’s rows; right ones are in the diagonal.' })}\n<div>${beside}\n${details('The matrix as a table', matrix)}</div>\n</div>`,
  };
}
