/** What charts show and an evaluation does not keep: lengths and curves. */
import { precisionRecallCurve, rocCurve } from '@sekvens/engine';
import type { PredictedTexts } from '@sekvens/engine';
import { mostSeries } from './series.js';

type Point = readonly [x: number, y: number];

export interface Curve {
  readonly label: string;
  readonly points: readonly Point[];
}

export interface EvaluationDetails {
  /** Tokens of each row. */
  readonly lengths: readonly number[];
  /** False against true positive rate, label by label; of the labels that most rows have where there are many. */
  readonly roc: readonly Curve[];
  /** Recall against precision. */
  readonly precisionRecall: readonly Curve[];
}

/** More are not seen on a chart. */
const mostPoints = 240;

export function evaluationDetails({ task, labels, ids, probabilities, truth }: PredictedTexts): EvaluationDetails {
  const { offsets } = ids;
  const rows = offsets.length - 1;
  const width = labels.length;
  const columns = labels.map((label, c) => ({
    label, c, positives: Uint8Array.from({ length: rows }, (_, r) => (task === 'multiClass' ? Number(truth[r] === c) : truth[r * width + c])),
  }));
  const support = ({ positives }: (typeof columns)[number]): number => positives.reduce((sum, one) => sum + one, 0);
  const chosen = new Set([...columns].sort((a, b) => support(b) - support(a) || a.c - b.c).slice(0, mostSeries));
  const curves = columns.filter((column) => chosen.has(column)).map(({ label, c, positives }) => {
    const scores = Float64Array.from({ length: rows }, (_, r) => probabilities[r * width + c]);
    return {
      label,
      roc: rocCurve(scores, positives)?.map((point): Point => [point.falsePositiveRate, point.truePositiveRate]),
      precisionRecall: precisionRecallCurve(scores, positives)?.map((point): Point => [point.recall, point.precision]),
    };
  });
  const drawn = (name: 'roc' | 'precisionRecall'): Curve[] => curves.flatMap(({ label, [name]: points }) => (points ? [{ label, points: thinned(points) }] : []));
  return { lengths: Array.from({ length: rows }, (_, r) => offsets[r + 1] - offsets[r]), roc: drawn('roc'), precisionRecall: drawn('precisionRecall') };
}

/** The ends, and points that are at least a pixel or so apart. */
function thinned(points: readonly Point[]): Point[] {
  const kept = [points[0]];
  for (const point of points.slice(1, -1)) {
    const [x, y] = kept[kept.length - 1];
    if (Math.max(Math.abs(point[0] - x), Math.abs(point[1] - y)) >= 2 / mostPoints) kept.push(point);
  }
  return [...kept, points[points.length - 1]];
}
