import { useEffect, useRef } from 'preact/hooks';
import { useWidth } from '../page/use-width.js';
import type { Theme } from './color-scale.js';
import { HeatCanvas } from './heat-canvas.js';
import { cellAfterKey, cellAt, heatLayout } from './heat-layout.js';
import type { InsightToken } from './insight.js';
import type { Place } from './place.js';
import type { Series } from './series.js';
import { UnitBars } from './unit-bars.js';

interface HeatMapProps {
  readonly series: Series;
  readonly order: readonly number[];
  readonly units: number;
  readonly tokens: readonly InsightToken[];
  readonly theme: Theme;
  /** What is chosen. */
  readonly chosen: Place;
  /** What is looked at: what the pointer is over, else what is chosen. */
  readonly shown: Place;
  readonly choose: (place: Place) => void;
  readonly hover: (place: Place | undefined) => void;
}

/** Tokens from left to right, units from top to bottom; below, the chosen unit by itself. The pointer looks, a click or the arrow keys choose. */
export function HeatMap({ series, order, units, tokens, theme, chosen, shown, choose, hover }: HeatMapProps) {
  const box = useRef<HTMLDivElement>(null);
  const layout = heatLayout(Math.max(0, useWidth(box) - slantRoom), tokens.map(({ text }) => text), order.length);
  const { columnWidth, rowHeight, width, height, isSlanted } = layout;
  const rowOf = (unit: number) => Math.max(0, order.indexOf(unit));

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const left = chosen.token * columnWidth;
    if (left < element.scrollLeft) element.scrollLeft = left;
    else if (left + columnWidth > element.scrollLeft + element.clientWidth) element.scrollLeft = left + columnWidth - element.clientWidth;
  }, [chosen.token, columnWidth]);

  const placeAt = (event: MouseEvent): Place | undefined => {
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const cell = cellAt(layout, event.clientX - left, event.clientY - top);
    return cell && { token: cell.column, unit: order[cell.row] };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = cellAfterKey(layout, chosen.token, rowOf(chosen.unit), event.key);
    if (!next) return;
    event.preventDefault();
    hover(undefined);
    choose({ token: next.column, unit: order[next.row] });
  };

  return (
    <div
      ref={box}
      class="inside-heat scroll"
      tabIndex={0}
      role="application"
      aria-label={`${series.name} of ${order.length} units at ${tokens.length} words. Arrow keys choose a word and a unit.`}
      onKeyDown={onKeyDown}
    >
      <div style={{ width: `${width + slantRoom}px` }}>
        <div class={isSlanted ? 'inside-words is-slanted' : 'inside-words'} aria-hidden="true">
          {tokens.map(({ text, isKnown }, t) => (
            <span key={t} class={['inside-word', t === shown.token && 'is-shown', !isKnown && 'is-unknown'].filter(Boolean).join(' ')} style={{ left: `${(t + 0.5) * columnWidth}px` }}>{text}</span>
          ))}
        </div>
        <div class="inside-map" style={{ width: `${width}px`, height: `${height}px` }} onMouseMove={(event) => hover(placeAt(event))} onMouseLeave={() => hover(undefined)} onClick={(event) => {
          const place = placeAt(event);
          if (place) choose(place);
        }}>
          <HeatCanvas series={series} order={order} units={units} tokens={tokens.length} theme={theme} />
          <span class="inside-column" style={{ left: `${shown.token * columnWidth}px`, width: `${columnWidth}px` }} />
          <span class="inside-row" style={{ top: `${rowOf(shown.unit) * rowHeight}px`, height: `${rowHeight}px` }} />
        </div>
        <UnitBars series={series} unit={shown.unit} units={units} tokens={tokens.length} columnWidth={columnWidth} token={shown.token} theme={theme} hover={hover} choose={choose} />
      </div>
    </div>
  );
}

/** Slanted words reach beyond the last column. */
const slantRoom = 44;
