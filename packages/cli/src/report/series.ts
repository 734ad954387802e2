/** Lines and marks are told apart by colour and by dashes. */
import { escapeHtml } from './html.js';
import { shortText } from './visible-text.js';

const dashes = ['', '6 3', '2 3', '9 3 2 3', '12 4', '4 2 1 2', '1 4', '14 3 3 3'];

export const mostSeries = dashes.length;

export function seriesColor(index: number): string {
  return `var(--series-${index})`;
}

export function seriesDash(index: number): string {
  return dashes[index];
}

/** What the lines of a chart are called. */
export function lineLegend(names: readonly string[]): string {
  const items = names.map((name, i) => {
    const dash = dashes[i] === '' ? '' : ` stroke-dasharray="${dashes[i]}"`;
    return `<li><svg viewBox="0 0 28 8" aria-hidden="true"><path d="M0,4H28" stroke="${seriesColor(i)}" stroke-width="2.5"${dash}/></svg><bdi>${escapeHtml(shortText(name, 40))}</bdi></li>`;
  });
  return `<ul class="legend">${items.join('')}</ul>`;
}
