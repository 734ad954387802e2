import { cssColor } from './color-scale.js';
import type { Theme } from './color-scale.js';
import { formatNumber } from './format-number.js';
import type { Series } from './series.js';

/** What the colours of a series stand for. */
export function Legend({ series: { scale, domain }, theme }: { series: Series; theme: Theme }) {
  const from = scale === 'sequential' ? 0 : -1;
  const stops = Array.from({ length: 9 }, (_, i) => cssColor(scale, theme, from + ((1 - from) * i) / 8));
  const digits = Number.isInteger(domain) ? 0 : 2;
  return (
    <div class="inside-legend" role="img" aria-label={`Colours from ${formatNumber(from * domain, digits)} to ${formatNumber(domain, digits)}`}>
      <span aria-hidden="true">{formatNumber(from * domain, digits)}</span>
      <span class="inside-ramp" style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }} />
      <span aria-hidden="true">{formatNumber(domain, digits)}</span>
    </div>
  );
}
