import { useLayoutEffect, useRef } from 'preact/hooks';
import { palette, paletteIndex } from './color-scale.js';
import type { Theme } from './color-scale.js';
import type { Series } from './series.js';

interface HeatCanvasProps {
  readonly series: Series;
  /** The units from top to bottom. */
  readonly order: readonly number[];
  readonly units: number;
  readonly tokens: number;
  readonly theme: Theme;
}

/** A pixel for every token and unit, which CSS enlarges. What was not computed stays transparent. */
export function HeatCanvas({ series, order, units, tokens, theme }: HeatCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || tokens === 0) return;
    const image = context.createImageData(tokens, order.length);
    const colors = palette(series.scale, theme);
    order.forEach((unit, row) => {
      for (let t = 0; t < tokens; t++) {
        const value = series.values[t * units + unit];
        if (Number.isNaN(value)) continue;
        const from = paletteIndex(value / series.domain) * 3;
        const at = (row * tokens + t) * 4;
        for (let channel = 0; channel < 3; channel++) image.data[at + channel] = colors[from + channel];
        image.data[at + 3] = 255;
      }
    });
    context.putImageData(image, 0, 0);
  }, [series, order, units, tokens, theme]);
  return <canvas ref={canvas} class="inside-pixels" width={Math.max(1, tokens)} height={Math.max(1, order.length)} aria-hidden="true" />;
}
