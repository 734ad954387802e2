import type { TextEvaluation } from '@sekvens/engine';
import { lineChart } from '../charts/line-chart.js';
import type { ChartKit } from '../chart-kit.js';
import type { Curve, EvaluationDetails } from '../evaluation-details.js';
import type { Section } from '../report-input.js';
import { lineLegend } from '../series.js';
import { figure } from './figure.js';

export function curvesSection(kit: ChartKit, { classes, rocAuc, averagePrecision }: TextEvaluation, { roc, precisionRecall }: EvaluationDetails): Section | undefined {
  if (roc.length === 0 && precisionRecall.length === 0) return undefined;
  const shown = Math.max(roc.length, precisionRecall.length);
  const figures = [
    draw(kit, { id: 'chart-roc', title: 'ROC curves', curves: roc, x: 'false positive rate, %', y: 'true positive rate, %', area: `Macro mean of the areas ${ratio(rocAuc.macro)}`, guide: [[0, 0], [1, 1]] }),
    draw(kit, { id: 'chart-pr', title: 'Precision-recall curves', curves: precisionRecall, x: 'recall, %', y: 'precision, %', area: `Macro mean of the average precisions ${ratio(averagePrecision.macro)}`, guide: [] }),
  ];
  return {
    id: 'curves', heading: 'Other thresholds',
    html: `<p>Each label against all others, as the probability from which it counts as predicted goes from 1 to 0.${shown < classes.length ? ` Of ${classes.length} labels the ${shown} that most rows have.` : ''} The areas under the curves are in the table <a href="#labels">label by label</a>.</p>\n<div class="grid">\n${figures.filter((one) => one !== '').join('\n')}\n</div>`,
  };
}

interface Curves {
  readonly id: string;
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly x: string;
  readonly y: string;
  readonly area: string;
  readonly guide: readonly (readonly [number, number])[];
}

function draw(kit: ChartKit, { id, title, curves, x, y, area, guide }: Curves): string {
  if (curves.length === 0) return '';
  const chart = lineChart(kit, {
    id, title, description: `${title} of ${curves.length} labels. ${area}.`, guide,
    x: { label: x, domain: [0, 100], percent: true },
    y: { label: y, domain: [0, 100], percent: true }, series: curves,
  });
  return figure(title, chart, { legend: lineLegend(curves.map(({ label }) => label)), caption: `${area}.` });
}

function ratio(value: number | null): string {
  return value === null ? 'undefined' : value.toFixed(3);
}
