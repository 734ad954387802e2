import type { TextEvaluation } from '@sekvens/engine';
import { count, percent } from '../../output/numbers.js';
import { sliceTables } from '../../output/slice-tables.js';
import { histogramChart } from '../charts/histogram-chart.js';
import { sliceChart } from '../charts/slice-chart.js';
import type { ChartKit } from '../chart-kit.js';
import type { EvaluationDetails } from '../evaluation-details.js';
import { htmlTable, labelCell } from '../html.js';
import { lengthBars } from '../length-bars.js';
import type { Section } from '../report-input.js';
import { figure } from './figure.js';

/** More groups than these are in the table only. */
const mostDots = 20;

export function slicesSection(kit: ChartKit, { slices, accuracy }: TextEvaluation, { lengths }: EvaluationDetails): Section {
  const { bars, beyond, longest } = lengthBars(lengths);
  const histogram = histogramChart(kit, {
    id: 'chart-lengths', title: 'Lengths of the texts', bars, x: 'tokens',
    description: `Number of rows by their number of tokens, up to ${bars[bars.length - 1].to}. The longest has ${longest}.`,
  });
  const [byLength, ...others] = sliceTables(slices).map(({ id, heading, column, rows }) => {
    const chart = sliceChart(kit, {
      id: `chart-${id}`, title: `Accuracy ${heading}`, slices: rows.slice(0, mostDots), overall: accuracy,
      description: `Accuracy with its 95 % interval in ${Math.min(rows.length, mostDots)} parts of the rows, ${heading}. The lowest is ${percent(Math.min(...rows.map((row) => row.accuracy)), 1)}. The table has every value.`,
    });
    const table = htmlTable({
      caption: `Accuracy ${heading}`,
      columns: [{ name: column }, { name: 'rows', align: 'right' }, { name: 'accuracy', align: 'right' }, { name: '95 % interval', align: 'right' }],
      rows: rows.map(({ name, rows: n, accuracy: own, accuracyInterval: { low, high } }) => [labelCell(name), count(n), percent(own, 1), `${percent(low, 1)} to ${percent(high, 1)}`]),
    });
    return [figure(`Accuracy ${heading}`, chart), `<div>${table}</div>`];
  });
  const caption = beyond === 0 ? '' : `${count(beyond)} longer texts, up to ${count(longest)} tokens, are left out.`;
  return {
    id: 'slices', heading: 'Where it is better and worse',
    html: `<p>Accuracy of parts of the rows. Lines are Wilson’s 95 % intervals; the dashed line is the accuracy of all rows.</p>\n<div class="grid">\n${[`<div>\n${byLength.join('\n')}\n</div>`, figure('Lengths of the texts', histogram, { caption }), ...others.flat()].join('\n')}\n</div>`,
  };
}
