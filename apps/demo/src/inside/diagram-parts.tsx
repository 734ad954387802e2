/** What the pictures of cells are drawn with. Sizes are those of a picture 440 wide. */
import type { ComponentChildren } from 'preact';
import { colorAt, cssColor, inkOn } from './color-scale.js';
import type { ScaleKind, Theme } from './color-scale.js';
import { formatNumber } from './format-number.js';

const boxWidth = 58;
const boxHeight = 46;

/** A wire, as thick and as coloured as the number that flows in it. */
export function Wire({ path, value, theme, full = 1 }: { path: string; value: number; theme: Theme; full?: number }) {
  const share = Math.max(-1, Math.min(1, value / full));
  return (
    <>
      <path class="inside-track" d={path} />
      <path class="inside-wire" d={path} stroke={cssColor('diverging', theme, Math.sign(share) * (0.25 + 0.75 * Math.abs(share)))} stroke-width={Math.abs(share) < 0.005 ? 0 : 1.5 + 6 * Math.abs(share)} />
    </>
  );
}

/** Where many numbers flow, of which no single one is shown. */
export function Bundle({ path }: { path: string }) {
  return <path class="inside-bundle" d={path} />;
}

/** A gate or candidate: its name, and its number as its colour. `x`, `y` are its middle. */
export function Box({ x, y, symbol, name, value, scale, theme, full = 1 }: { x: number; y: number; symbol: string; name: string; value: number; scale: ScaleKind; theme: Theme; full?: number }) {
  const share = value / full;
  const ink = inkOn(colorAt(scale, theme, share));
  return (
    <g>
      <rect class="inside-box" x={x - boxWidth / 2} y={y - boxHeight / 2} width={boxWidth} height={boxHeight} rx="6" fill={cssColor(scale, theme, share)} />
      <text class="inside-symbol" x={x} y={y - 6} fill={ink}><tspan font-style="italic">{symbol}</tspan> {name}</text>
      <text class="inside-value" x={x} y={y + 14} fill={ink}>{formatNumber(value)}</text>
    </g>
  );
}

/** A round place where numbers meet. */
export function Meet({ x, y, children }: { x: number; y: number; children: ComponentChildren }) {
  return (
    <g class="inside-meet">
      <circle cx={x} cy={y} r="12" />
      <text x={x} y={y + 5}>{children}</text>
    </g>
  );
}

/** A number beside its wire, with what it is called. */
export function Note({ x, y, symbol, value, end = false }: { x: number; y: number; symbol?: string; value?: number; end?: boolean }) {
  return (
    <text class="inside-note" x={x} y={y} text-anchor={end ? 'end' : 'start'}>
      {symbol && <tspan font-style="italic">{symbol}</tspan>}{symbol && value !== undefined && ' '}
      {value !== undefined && <tspan class="inside-number">{formatNumber(value)}</tspan>}
    </text>
  );
}

/** The frame of a picture. */
export function Picture({ height, label, children }: { height: number; label: string; children: ComponentChildren }) {
  return (
    <svg class="inside-picture" viewBox={`0 0 440 ${height}`} role="img" aria-label={label}>
      {children}
    </svg>
  );
}
