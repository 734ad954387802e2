import type { CalibrationBin } from '@sekvens/engine';
import type { ChartKit, ChartText } from '../chart-kit.js';
import { seriesColor } from '../series.js';

export interface ReliabilityChart extends ChartText {
  readonly bins: readonly CalibrationBin[];
  /** What came true. */
  readonly outcome: string;
}

/** Bins as bars up to the share that came true, and how far that is from the probability. */
export function reliabilityChart({ Plot, draw }: ChartKit, { bins, outcome, ...text }: ReliabilityChart): string {
  const filled = bins.filter(({ rows }) => rows > 0);
  return draw(
    {
      height: 330,
      marginTop: 30,
      marginBottom: 42,
      x: { domain: [0, 100], percent: true },
      y: { domain: [0, 100], percent: true },
      marks: [
        Plot.gridY({ strokeOpacity: 0.15, ticks: 6 }),
        Plot.axisX({ label: 'probability, %', labelAnchor: 'center', labelArrow: 'none', labelOffset: 36, tickSize: 0, ticks: 6 }),
        Plot.axisY({ label: `${outcome}, %`, labelArrow: 'none', tickSize: 0, ticks: 6 }),
        Plot.rectY(filled, { x1: 'from', x2: 'to', y: 'share', fill: seriesColor(0), fillOpacity: 0.35, inset: 1 }),
        Plot.line([[0, 0], [1, 1]], { stroke: 'currentColor', strokeOpacity: 0.6, strokeDasharray: '3 4' }),
        Plot.ruleX(filled, { x: 'probability', y1: 'probability', y2: 'share', stroke: 'var(--wrong)', strokeWidth: 2 }),
        Plot.dot(filled, { x: 'probability', y: 'share', fill: seriesColor(0), stroke: 'var(--paper)', strokeWidth: 1, r: 4.5 }),
      ],
    },
    text,
  );
}
