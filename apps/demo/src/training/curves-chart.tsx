import { axisX, axisY, dot, gridY, line, plot } from '@observablehq/plot';
import { useEffect, useRef } from 'preact/hooks';
import { percent } from '../page/figures.js';
import { runColor } from '../page/label-color.js';
import { useWidth } from '../page/use-width.js';
import type { Run } from './run.js';

export type CurveFigure = 'loss' | 'accuracy';
export type CurveAxis = 'epoch' | 'seconds';

const height = 210;

interface Props {
  readonly runs: readonly Run[];
  readonly figure: CurveFigure;
  readonly axis: CurveAxis;
}

/** One figure of all trainings: thin lines of the batches, points of the rows held out. */
export function CurvesChart({ runs, figure, axis }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  useEffect(() => {
    if (width === 0) return undefined;
    // In a task of its own, so that two charts are not one long one.
    const timer = setTimeout(() => place.current?.replaceChildren(draw(runs, figure, axis, width)));
    return () => clearTimeout(timer);
  }, [runs, figure, axis, width]);
  return <div class="chart" ref={place} role="img" aria-label={describe(runs, figure)} style={{ minHeight: `${height}px` }} />;
}

function draw(runs: readonly Run[], figure: CurveFigure, axis: CurveAxis, width: number): Element {
  const heldOut = figure === 'loss' ? 'validationLoss' : 'validationAccuracy';
  const batches = runs.flatMap(({ id, points }) => points.map((point) => ({ run: id, x: point[axis], y: point[figure] })));
  const ends = runs.flatMap(({ id, epochs }) => epochs.map((log) => ({ run: id, x: axis === 'epoch' ? log.epoch + 1 : log.at, y: log[heldOut] })));
  const stroke = ({ run }: { run: number }) => runColor(run - 1);
  const label = axis === 'epoch' ? 'epochs' : 'seconds of training';
  const chart = plot({
    width, height, marginLeft: 44, marginRight: 12, marginTop: 12, marginBottom: 34,
    style: { background: 'transparent', fontSize: '12px' },
    x: { domain: [0, Math.max(0.1, ...runs.map((run) => extent(run, axis)))] },
    y: figure === 'accuracy' ? { domain: [0, 1] } : { zero: true, nice: true },
    marks: [
      gridY({ strokeOpacity: 0.12 }),
      axisX({ ticks: 5, label }),
      axisY({ ticks: 4, tickFormat: figure === 'accuracy' ? '.0%' : undefined, label: null }),
      line(batches, { x: 'x', y: 'y', z: 'run', stroke, strokeWidth: 1.25, strokeOpacity: runs.length > 2 ? 0.3 : 0.6 }),
      line(ends, { x: 'x', y: 'y', z: 'run', stroke, strokeWidth: 2 }),
      dot(ends, { x: 'x', y: 'y', fill: stroke, r: 3 }),
    ],
    color: { type: 'identity' },
  });
  // The chart is one image with a description; its parts must not have names of their own.
  for (const part of chart.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return chart;
}

function extent({ settings, points }: Run, axis: CurveAxis): number {
  return axis === 'epoch' ? settings.epochs : (points.at(-1)?.seconds ?? 0);
}

function describe(runs: readonly Run[], figure: CurveFigure): string {
  const ends = runs.flatMap(({ name, epochs }) => {
    const last = epochs.at(-1);
    const value = figure === 'loss' ? last?.validationLoss : last?.validationAccuracy;
    return value === undefined ? [] : [`${name} ${figure === 'loss' ? value.toFixed(3) : percent(value)}`];
  });
  return `Chart of the ${figure} of ${runs.length} trainings. ${ends.length > 0 ? `Rows held out: ${ends.join(', ')}.` : ''}`;
}
