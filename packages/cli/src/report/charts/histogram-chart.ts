import type { ChartKit, ChartText } from '../chart-kit.js';
import { seriesColor } from '../series.js';

export interface HistogramChart extends ChartText {
  /** Bars from `from` to `to`. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly rows: number }[];
  readonly x: string;
  readonly percent?: boolean;
}

export function histogramChart({ Plot, draw }: ChartKit, { bars, x, percent = false, ...text }: HistogramChart): string {
  return draw(
    {
      height: 270,
      marginTop: 30,
      marginBottom: 42,
      marginLeft: 56,
      x: { domain: [bars[0].from, bars.at(-1)!.to].map((x) => (percent ? 100 * x : x)), percent },
      y: { nice: true },
      marks: [
        Plot.gridY({ strokeOpacity: 0.15, ticks: 5 }),
        Plot.axisX({ label: x, labelAnchor: 'center', labelArrow: 'none', labelOffset: 36, tickSize: 0, ticks: 8 }),
        Plot.axisY({ label: 'rows', labelArrow: 'none', tickSize: 0, ticks: 5 }),
        Plot.rectY(bars, { x1: 'from', x2: 'to', y: 'rows', fill: seriesColor(0), fillOpacity: 0.7, inset: 0.75 }),
        Plot.ruleY([0], { strokeOpacity: 0.5 }),
      ],
    },
    text,
  );
}
