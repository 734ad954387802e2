import type { ChartKit, ChartText } from '../chart-kit.js';
import { seriesColor, seriesDash } from '../series.js';

type Point = readonly [x: number, y: number];

export interface LineChart extends ChartText {
  readonly x: { readonly label: string; readonly domain?: readonly [number, number]; readonly percent?: boolean; readonly ticks?: readonly number[] };
  readonly y: { readonly label: string; readonly domain?: readonly [number, number]; readonly percent?: boolean };
  /** In the order of their colours. */
  readonly series: readonly { readonly points: readonly Point[]; readonly dots?: boolean }[];
  /** Something faint behind them. */
  readonly behind?: readonly Point[];
  /** A line to compare with. */
  readonly guide?: readonly Point[];
}

export function lineChart({ Plot, draw }: ChartKit, { x, y, series, behind = [], guide = [], ...text }: LineChart): string {
  const { domain: xDomain, percent: xPercent = false, ticks = 6 } = x;
  // a scale needs two ends
  const values = [...series.flatMap(({ points }) => points), ...behind].map((point) => point[1]);
  const flat = new Set(values).size === 1 && y.domain === undefined ? Math.max(Math.abs(values[0]), 1) * (y.percent ? 100 : 1) : undefined;
  return draw(
    {
      height: 310,
      marginTop: 30,
      marginBottom: 42,
      // domains are in per cent where the axis is
      x: { ...(xDomain && { domain: xDomain }), percent: xPercent },
      y: { ...(y.domain && { domain: y.domain }), nice: y.domain === undefined, ...(flat && { domain: [0, flat * 2] }), percent: y.percent ?? false },
      marks: [
        Plot.gridY({ strokeOpacity: 0.15, ticks: 6 }),
        Plot.axisX({ tickSize: 0, label: x.label, labelAnchor: 'center', labelArrow: 'none', labelOffset: 36, tickFormat: 'd', ticks: ticks as number }),
        Plot.axisY({ tickSize: 0, label: y.label, labelArrow: 'none', ticks: 6 }),
        Plot.line(guide, { stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '3 4' }),
        Plot.line(behind, { stroke: seriesColor(0), strokeOpacity: 0.35, strokeWidth: 1.2 }),
        ...series.flatMap(({ points, dots }, i) => [
          Plot.line(points, { stroke: seriesColor(i), strokeWidth: 2, ...(seriesDash(i) !== '' && { strokeDasharray: seriesDash(i) }) }),
          ...(dots ? [Plot.dot(points, { fill: seriesColor(i), r: 3.5 })] : []),
        ]),
      ],
    },
    text,
  );
}
