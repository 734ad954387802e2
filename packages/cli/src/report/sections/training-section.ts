import { count, duration } from '../../output/numbers.js';
import type { EpochRecord } from '../../run/epoch-record.js';
import { lineChart } from '../charts/line-chart.js';
import type { ChartKit } from '../chart-kit.js';
import { details, htmlTable } from '../html.js';
import type { ReportInput, Section } from '../report-input.js';
import { lineLegend } from '../series.js';
import { figure } from './figure.js';

type Point = readonly [x: number, y: number];
type Measure = 'loss' | 'accuracy' | 'testLoss' | 'testAccuracy';

export function trainingSection(kit: ChartKit, { epochs = [], losses = [] }: ReportInput): Section | undefined {
  if (epochs.length === 0) return undefined;
  const last = epochs[epochs.length - 1];
  const steps = losses.at(-1)?.step ?? 0;
  const within = losses.map(({ step, loss }): Point => [(step / steps) * epochs.length, loss]);
  const points = (name: Measure): Point[] => epochs.flatMap(({ epoch, [name]: value }) => (value === undefined ? [] : [[epoch, value] as const]));
  const draw = (id: string, title: string, training: Point[], test: Point[], behind: Point[], percent: boolean): string => {
    const series = [{ name: 'training', points: training }, { name: 'test', points: test }].filter((one) => one.points.length > 0);
    // a single point is no picture
    if (series.length === 0 || (epochs.length === 1 && behind.length === 0)) return '';
    const first = behind.length > 0 ? 0 : 1;
    const ends = series.map(({ name, points: all }) => `${name}: ${all.map(([, y]) => value(y, percent)).slice(0, 1).concat(all.length > 1 ? [value(all[all.length - 1][1], percent)] : []).join(' to ')}`);
    const chart = lineChart(kit, {
      id, title, description: `${title} over ${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}. ${ends.join('; ')}. The table below has every value.`,
      x: { label: 'epochs', domain: [first, epochs.length], ticks: ticks(epochs.length).filter((epoch) => epoch >= first) },
      y: { label: percent ? '%' : 'loss', percent },
      series: series.map((one) => ({ points: one.points, dots: true })),
      behind,
    });
    return figure(title, chart, { legend: lineLegend(series.map(({ name }) => name)), caption: behind.length > 0 ? 'Faint: the loss of the training steps as they went, averaged over stretches.' : '' });
  };
  const charts = [
    draw('chart-loss', 'Loss', points('loss'), points('testLoss'), within, false),
    draw('chart-accuracy', 'Accuracy', points('accuracy'), points('testAccuracy'), [], true),
  ].filter((chart) => chart !== '');
  const table = htmlTable({ caption: 'Loss and accuracy of each epoch', columns: columns.map(([name]) => ({ name, align: 'right' })), rows: epochs.map((epoch) => columns.map(([, cell]) => cell(epoch))) });
  const tokens = epochs.reduce((sum, epoch) => sum + epoch.tokens, 0);
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return {
    id: 'training', heading: 'Training',
    html: [
      `<p>${count(epochs.length)} ${epochs.length === 1 ? 'epoch' : 'epochs'} of ${count(last.rows)} rows in ${duration(seconds)}: ${count(tokens / seconds)} tokens a second. The training figures of an epoch are means over it, while the weights were changing; dropout counts.</p>`,
      // a single chart leaves room for the table
      `<div class="grid">\n${charts.length === 1 ? `${charts[0]}\n<div>${table}</div>` : charts.join('\n')}\n</div>`,
      ...(charts.length === 1 ? [] : [epochs.length > 12 ? details('Every epoch', table) : table]),
    ].join('\n'),
  };
}

const share = (ratio: number | undefined): string => (ratio === undefined ? '' : (ratio * 100).toFixed(2));
const columns: readonly (readonly [name: string, cell: (epoch: EpochRecord) => string])[] = [
  ['epoch', ({ epoch }) => String(epoch)],
  ['loss', ({ loss }) => loss.toFixed(4)],
  ['accuracy %', ({ accuracy }) => share(accuracy)],
  ['test loss', ({ testLoss }) => testLoss?.toFixed(4) ?? ''],
  ['test accuracy %', ({ testAccuracy }) => share(testAccuracy)],
  ['seconds', ({ seconds }) => seconds.toFixed(1)],
];

function value(y: number, percent: boolean): string {
  return percent ? `${(y * 100).toFixed(1)} %` : y.toFixed(3);
}

/** Whole epochs, at most about eight of them. */
function ticks(epochs: number): number[] {
  const step = Math.ceil(epochs / 8);
  return Array.from({ length: Math.floor(epochs / step) + 1 }, (_, i) => i * step);
}
