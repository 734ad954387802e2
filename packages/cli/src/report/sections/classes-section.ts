import type { TextEvaluation } from '@sekvens/engine';
import { count } from '../../output/numbers.js';
import { classChart, classLegend } from '../charts/class-chart.js';
import type { ChartKit } from '../chart-kit.js';
import { details, htmlTable, labelCell } from '../html.js';
import type { Section } from '../report-input.js';
import { figure } from './figure.js';

/** More bars than these are no picture any more. */
const mostBars = 20;
/** A longer table is opened by those who want it. */
const mostRows = 40;

export function classesSection(kit: ChartKit, evaluation: TextEvaluation): Section {
  const { classes } = evaluation;
  const hardest = [...classes].sort((a, b) => a.f1 - b.f1).slice(0, mostBars);
  const shown = classes.length > mostBars ? hardest : classes;
  const chart = classChart(kit, {
    id: 'chart-classes', title: 'F1, precision and recall of each label', classes: shown,
    description: `Bars for ${shown.length} labels. The lowest F1 is ${ratio(hardest[0].f1)}, of ${hardest[0].label}. The table has every value.`,
  });
  const columns = ['label', 'precision', 'recall', 'F1', 'rows', 'ROC-AUC', 'average precision'];
  const means = [['macro mean', evaluation.macro], ['micro mean', evaluation.micro], ['weighted mean', evaluation.weighted], ...(evaluation.task === 'multiLabel' ? [['mean over rows', evaluation.samples] as const] : [])] as const;
  const areas = { 'macro mean': 'macro', 'weighted mean': 'weighted' } as const;
  const table = htmlTable({
    caption: 'Figures of each label, and their means, from 0 to 1',
    columns: columns.map((name, i) => (i === 0 ? { name } : { name, align: 'right' })),
    rows: [
      ...classes.map(({ label, precision, recall, f1, support, rocAuc, averagePrecision }) => [labelCell(label), ratio(precision), ratio(recall), ratio(f1), count(support), ratio(rocAuc), ratio(averagePrecision)]),
      ...means.map(([name, { precision, recall, f1 }]) => {
        const kind = name in areas ? areas[name as keyof typeof areas] : undefined;
        return [name, ratio(precision), ratio(recall), ratio(f1), '', kind ? ratio(evaluation.rocAuc[kind]) : '', kind ? ratio(evaluation.averagePrecision[kind]) : ''];
      }),
    ],
  });
  return {
    id: 'labels', heading: 'Label by label',
    html: [
      '<p>Precision: of the rows predicted as a label, the share that has it. Recall: of the rows that have a label, the share predicted as it. F1 is their harmonic mean.</p>',
      `<div class="grid uneven">\n${figure(classes.length > mostBars ? `The ${mostBars} labels with the lowest F1` : 'F1, precision and recall, %', chart, { legend: classLegend })}\n<div>${classes.length > mostRows ? details(`The table of all ${classes.length} labels`, table) : table}</div>\n</div>`,
    ].join('\n'),
  };
}

function ratio(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
