import type { ChartKit, ChartText } from '../chart-kit.js';
import { shortText } from '../visible-text.js';
import { count } from '../../output/numbers.js';
import { labelMargin } from './label-margin.js';

/** From this number of classes up cells are too small for their numbers. */
const mostNumbers = 12;

export interface ConfusionChart extends ChartText {
  readonly labels: readonly string[];
  readonly confusion: readonly (readonly number[])[];
}

/** A cell for every pair of true and predicted class, the darker the more of the true class' rows are in it; right ones in another colour. */
export function confusionChart({ Plot, draw }: ChartKit, { labels, confusion, ...text }: ConfusionChart): string {
  const names = labels.map((label) => shortText(label, 14));
  const side = labels.length > mostNumbers ? 10 : 13;
  const margin = labelMargin(names, side);
  const cells = confusion.flatMap((row, truth) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    return row.map((n, predicted) => ({ truth, predicted, n, share: total === 0 ? 0 : n / total }));
  });
  // text has to be read on every cell, so none is opaque
  const opacity = ({ share }: { share: number }): number => (share === 0 ? 0 : 0.08 + 0.5 * share);
  const slanted = names.some((name) => name.length * side * 0.6 > (400 - margin) / labels.length);
  const domain = labels.map((_, i) => i);
  const tickFormat = (i: number): string => names[i];
  const fontSize = side;
  return draw(
    {
      height: Math.min(440, 130 + labels.length * 52) + (slanted ? margin - 30 : 0),
      marginLeft: margin + 16,
      marginTop: 30,
      marginBottom: slanted ? margin + 20 : 44,
      x: { type: 'band', domain, padding: 0.04 },
      y: { type: 'band', domain, padding: 0.04 },
      opacity: { type: 'identity' },
      marks: [
        Plot.axisX({ label: 'predicted', labelAnchor: 'center', labelArrow: 'none', labelOffset: slanted ? margin + 14 : 36, tickSize: 0, tickFormat, tickRotate: slanted ? -60 : 0, fontSize }),
        Plot.axisY({ label: 'true', labelAnchor: 'top', labelArrow: 'none', tickSize: 0, tickFormat, fontSize }),
        Plot.cell(cells, { x: 'predicted', y: 'truth', fill: 'currentColor', fillOpacity: () => 0.04 }),
        ...([true, false] as const).map((right) =>
          Plot.cell(cells.filter((cell) => (cell.truth === cell.predicted) === right), { x: 'predicted', y: 'truth', fill: right ? 'var(--right)' : 'var(--wrong)', fillOpacity: opacity }),
        ),
        ...(labels.length > mostNumbers ? [] : [Plot.text(cells, { x: 'predicted', y: 'truth', text: ({ n }: { n: number }) => count(n), fontSize: labels.length > 8 ? 10 : 13, fillOpacity: ({ n }: { n: number }) => (n === 0 ? 0.6 : 1) })]),
      ],
    },
    text,
  );
}
