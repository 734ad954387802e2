import { figure, markdownTable, measuredOn, paragraphs, slowerThan, times } from './format.js';
import type { Measured } from './format.js';

/** An entry of results/scaling.json. */
export interface Scaling extends Measured {
  readonly axis: string;
  readonly title: string;
  readonly network: string;
  readonly distinctIds: number;
  readonly rounds: number;
  readonly series: readonly string[];
  /** One row a size: `size`, and milliseconds by series. */
  readonly table: readonly Readonly<Record<string, number | undefined>>[];
  readonly skipped: Readonly<Record<string, string>>;
}

const networkNames: Readonly<Record<string, string>> = { 'masked-rnn': 'masked SimpleRNN', bilstm: '2 × BiLSTM' };
const seriesNames: Readonly<Record<string, string>> = {
  'sekvens, equal': 'sekvens, equally many distinct ids', 'sekvens, zipf': "sekvens, Zipf's law", torch: 'PyTorch', 'torch, SparseAdam': 'PyTorch, SparseAdam',
};
const axisOrder = ['vocabulary', 'length', 'units', 'batch', 'threads'];

/** One table for each axis and network. */
export function scalingTables(results: Readonly<Record<string, Scaling>>): string {
  const entries = Object.values(results).sort((a, b) => axisOrder.indexOf(a.axis) - axisOrder.indexOf(b.axis) || b.network.localeCompare(a.network));
  return paragraphs(...entries.map(oneTable), `Milliseconds a training step, medians of ${[...new Set(entries.map(({ rounds }) => rounds))].join(' or ')} rounds. ${measuredOn(entries)}`);
}

function oneTable(entry: Scaling): string {
  const { axis, title, network, series, table, skipped } = entry;
  const peers = series.filter((name) => name.startsWith('torch'));
  const ratio = (row: Scaling['table'][number]) => {
    const measured = peers.map((peer) => row[peer]).filter((ms) => ms !== undefined);
    return measured.length > 0 && row.sekvens !== undefined ? Math.min(...measured) / row.sekvens : undefined;
  };
  const name = networkNames[network] ?? network;
  const left = Object.entries(skipped).map(([what, why]) => `${what}: ${why}`);
  return paragraphs(
    markdownTable(
      [`${name}, ${title}`, ...series.map((one) => seriesNames[one] ?? one), ...(peers.length > 0 ? ['as fast as the faster PyTorch'] : [])],
      table.map((row) => [row.size!.toLocaleString('en-US'), ...series.map((one) => figure(row[one])), ...(peers.length > 0 ? [times(ratio(row))] : [])]),
    ),
    axis === 'vocabulary' ? vocabularyClaim(entry) : slowerThan(table.map((row) => ({ what: `${row.size!.toLocaleString('en-US')} ${title}`, peer: 'PyTorch', timesAsFast: ratio(row) }))),
    left.length > 0 ? `Left out for want of memory: ${left.join('; ')}.` : '',
  );
}

/** Whether the time of a step depends on the size of the vocabulary: the same number of distinct ids, within 10 %. */
function vocabularyClaim({ table, distinctIds }: Scaling): string {
  const measured = table.map((row) => row['sekvens, equal']).filter((ms) => ms !== undefined);
  if (measured.length < 2) return '';
  const spread = 100 * (Math.max(...measured) / Math.min(...measured) - 1);
  return `With ${distinctIds} distinct ids a batch, the slowest of these vocabularies takes ${figure(spread)} % more time than the fastest: ${spread <= 10 ? 'within 10 %, a step does not depend on the vocabulary' : 'more than 10 %, so a step does depend on the vocabulary'}.`;
}
