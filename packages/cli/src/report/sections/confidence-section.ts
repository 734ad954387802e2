import type { TextEvaluation } from '@sekvens/engine';
import { count, percent } from '../../output/numbers.js';
import { histogramChart } from '../charts/histogram-chart.js';
import { reliabilityChart } from '../charts/reliability-chart.js';
import type { ChartKit } from '../chart-kit.js';
import { details, htmlTable } from '../html.js';
import type { Section } from '../report-input.js';
import { figure } from './figure.js';

export function confidenceSection(kit: ChartKit, { task, calibration: { error, maximumError, bins } }: TextEvaluation): Section {
  const isSingle = task === 'multiClass';
  const [what, outcome] = isSingle ? ['rows', 'right'] : ['decisions', 'labels that are there'];
  const reliability = reliabilityChart(kit, {
    id: 'chart-reliability', title: 'Reliability diagram', bins, outcome,
    description: `Share that came true by predicted probability, in ${bins.length} bins. On average they differ by ${percent(error, 1)}, in one bin by ${percent(maximumError, 1)}. The table has every bin.`,
  });
  const histogram = histogramChart(kit, {
    id: 'chart-confidence', title: 'How often which probability', bars: bins, x: 'probability, %', percent: true,
    description: `Number of ${what} by predicted probability, in the same bins.`,
  });
  const ratio = (value: number | null): string => (value === null ? '–' : percent(value, 1));
  const table = htmlTable({
    caption: 'Bins of predicted probabilities',
    columns: [{ name: 'probability' }, { name: what, align: 'right' }, { name: 'mean probability', align: 'right' }, { name: outcome, align: 'right' }],
    rows: bins.map(({ from, to, rows, probability, share }) => [`${percent(from, 0)} to ${percent(to, 0)}`, count(rows), ratio(probability), ratio(share)]),
  });
  return {
    id: 'confidence', heading: 'Whether probabilities can be believed',
    html: [
      `<p>Expected calibration error ${percent(error)}: so far, on average over the ${what}, is the predicted probability from the share that came true. The largest distance of a bin is ${percent(maximumError, 1)}; bins with few ${what} vary by chance.</p>`,
      `<div class="grid">\n${figure('Reliability', reliability, { caption: `Bars: share that is ${isSingle ? 'right' : 'there'}. On the dashed line it is what was predicted; the vertical lines are how far it is from it.` })}\n${figure('How often which probability', histogram)}\n</div>`,
      details('The bins as a table', table),
    ].join('\n'),
  };
}
