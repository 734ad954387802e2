import type { Slice } from '@sekvens/engine';
import type { ChartKit, ChartText } from '../chart-kit.js';
import { seriesColor } from '../series.js';
import { shortText } from '../visible-text.js';
import { labelMargin } from './label-margin.js';

export interface SliceChart extends ChartText {
  readonly slices: readonly (Slice & { readonly name: string })[];
  /** The accuracy of all rows. */
  readonly overall: number;
}

/** Accuracy of each slice as a dot in its interval. */
export function sliceChart({ Plot, draw }: ChartKit, { slices, overall, ...text }: SliceChart): string {
  const names = slices.map(({ name }) => shortText(name, 18));
  const indexed = slices.map(({ accuracy, accuracyInterval: { low, high } }, i) => ({ i, accuracy, low, high }));
  const least = Math.min(...indexed.map(({ low }) => low));
  return draw(
    {
      height: 82 + slices.length * 34,
      marginBottom: 42,
      marginLeft: labelMargin(names) + 4,
      marginRight: 20,
      x: { domain: [Math.floor(least * 10) * 10, 100], percent: true },
      y: { type: 'band', domain: indexed.map(({ i }) => i) },
      marks: [
        Plot.gridX({ strokeOpacity: 0.15, ticks: 6 }),
        Plot.axisX({ label: 'accuracy, %', labelAnchor: 'center', labelArrow: 'none', labelOffset: 36, tickSize: 0, ticks: 6 }),
        Plot.axisY({ label: null, tickSize: 0, tickFormat: (i: number) => names[i] }),
        Plot.ruleX([overall], { strokeDasharray: '3 4', strokeOpacity: 0.6 }),
        Plot.ruleY(indexed, { x1: 'low', x2: 'high', y: 'i', stroke: seriesColor(0), strokeWidth: 3, strokeOpacity: 0.45, strokeLinecap: 'round' }),
        Plot.dot(indexed, { x: 'accuracy', y: 'i', fill: seriesColor(0), r: 5 }),
      ],
    },
    text,
  );
}
