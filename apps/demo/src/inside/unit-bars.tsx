import { cssColor } from './color-scale.js';
import type { Theme } from './color-scale.js';
import { formatNumber } from './format-number.js';
import type { Place } from './place.js';
import type { Series } from './series.js';

interface UnitBarsProps {
  readonly series: Series;
  readonly unit: number;
  readonly units: number;
  readonly tokens: number;
  readonly token: number;
  readonly columnWidth: number;
  readonly theme: Theme;
  readonly hover: (place: Place | undefined) => void;
  readonly choose: (place: Place) => void;
}

const height = 84;
/** Columns from this width on have their number written out. */
const roomForNumbers = 38;

/** One unit over the text: a bar for every token, in the columns of the map above. */
export function UnitBars({ series, unit, units, tokens, token, columnWidth, theme, hover, choose }: UnitBarsProps) {
  const { scale, domain, values, symbol } = series;
  const hasNumbers = columnWidth >= roomForNumbers;
  const margin = hasNumbers ? 15 : 3;
  const zero = scale === 'sequential' ? height - margin : height / 2;
  const reach = scale === 'sequential' ? height - 2 * margin : height / 2 - margin;
  return (
    <>
      <p class="inside-unit-name">unit {unit}: <i>{symbol}</i></p>
      <svg class="inside-bars" width={tokens * columnWidth} height={height} aria-hidden="true" onMouseLeave={() => hover(undefined)}>
        <rect class="inside-bar-here" x={token * columnWidth} width={columnWidth} height={height} />
        {Array.from({ length: tokens }, (_, t) => {
          const value = values[t * units + unit];
          if (Number.isNaN(value)) return null;
          const length = (Math.min(domain, Math.abs(value)) / domain) * reach;
          const up = value >= 0;
          return (
            <g key={t}>
              <rect x={t * columnWidth + 1} width={columnWidth - 2} y={up ? zero - length : zero} height={Math.max(1, length)} fill={cssColor(scale, theme, strong(value / domain))} />
              {hasNumbers && <text x={(t + 0.5) * columnWidth} y={up ? zero - length - 3 : zero + length + 11}>{formatNumber(value)}</text>}
            </g>
          );
        })}
        <line x1="0" x2={tokens * columnWidth} y1={zero + 0.5} y2={zero + 0.5} />
        {Array.from({ length: tokens }, (_, t) => (
          <rect key={t} class="inside-catch" x={t * columnWidth} width={columnWidth} height={height} onMouseEnter={() => hover({ token: t, unit })} onClick={() => choose({ token: t, unit })} />
        ))}
      </svg>
    </>
  );
}

/** Bars say with their length how much; their colour need not fade away. */
function strong(share: number): number {
  return Math.sign(share) * (0.45 + 0.55 * Math.min(1, Math.abs(share)));
}
