import type { Figures } from '@sekvens/engine';
import type { ChartKit, ChartText } from '../chart-kit.js';
import { seriesColor } from '../series.js';
import { shortText } from '../visible-text.js';
import { labelMargin } from './label-margin.js';

export interface ClassChart extends ChartText {
  readonly classes: readonly (Figures & { readonly label: string })[];
}

/** A bar for each class' F1, and marks for its precision and recall. */
export function classChart({ Plot, draw }: ChartKit, { classes, ...text }: ClassChart): string {
  const names = classes.map(({ label }) => shortText(label, 18));
  const indexed = classes.map((one, i) => ({ ...one, i }));
  const row = { y: 'i' };
  return draw(
    {
      height: 60 + classes.length * 34,
      marginLeft: labelMargin(names) + 4,
      marginRight: 44,
      x: { domain: [0, 100], percent: true },
      y: { type: 'band', domain: indexed.map(({ i }) => i), padding: 0.3 },
      symbol: { type: 'identity' },
      marks: [
        Plot.gridX({ strokeOpacity: 0.15, ticks: 6 }),
        Plot.axisX({ label: null, tickSize: 0, ticks: 6, tickFormat: (x: number) => `${x} %` }),
        Plot.axisY({ label: null, tickSize: 0, tickFormat: (i: number) => names[i] }),
        Plot.barX(indexed, { x: 'f1', ...row, fill: seriesColor(0), fillOpacity: 0.35 }),
        Plot.text(indexed, { x: () => 1, ...row, text: ({ f1 }: Figures) => (f1 * 100).toFixed(1), textAnchor: 'start', dx: 8 }),
        Plot.dot(indexed, { x: 'precision', ...row, symbol: () => 'circle', fill: seriesColor(0), stroke: 'var(--paper)', strokeWidth: 1, r: 5 }),
        Plot.dot(indexed, { x: 'recall', ...row, symbol: () => 'diamond', fill: seriesColor(1), stroke: 'var(--paper)', strokeWidth: 1, r: 5 }),
      ],
    },
    text,
  );
}

/** What its bars and marks are. */
export const classLegend = `<ul class="legend"><li><svg viewBox="0 0 28 12" aria-hidden="true"><path d="M0,2H28V10H0Z" fill="var(--series-0)" fill-opacity=".35"/></svg>F1, with its number</li><li><svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5" fill="var(--series-0)"/></svg>precision</li><li><svg viewBox="0 0 12 12" aria-hidden="true"><path d="M6,0L10,6L6,12L2,6Z" fill="var(--series-1)"/></svg>recall</li></ul>`;
