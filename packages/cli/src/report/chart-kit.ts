/** Observable Plot, drawing into a document of its own, and SVG as it goes into the page. */
import type * as PlotModule from '@observablehq/plot';
import { escapeHtml } from './html.js';

/** Every chart has this width; a page of 390 pixels shows it a little smaller, a wide one beside others. */
const chartWidth = 440;

export interface ChartText {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What the chart shows, for those who do not see it. */
  readonly description: string;
}

export interface ChartKit {
  readonly Plot: typeof PlotModule;
  /** A chart as an `svg` element, with a title and a description. */
  readonly draw: (options: PlotModule.PlotOptions, text: ChartText) => string;
}

/** Loads the library, which takes a third of a second: only who draws should wait for it. */
export async function loadChartKit(): Promise<ChartKit> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return {
    Plot,
    draw(options, { id, title, description }) {
      const svg = Plot.plot({ width: chartWidth, ...options, document, figure: false }) as unknown as SVGSVGElement;
      // styles of the library are those of the page; names of groups would be read out one by one
      for (const style of svg.querySelectorAll('style')) style.remove();
      for (const element of [svg, ...svg.querySelectorAll('*')]) tidy(element);
      for (const name of ['class', 'width', 'height', 'font-size', 'font-family']) svg.removeAttribute(name);
      const inner = Array.from(svg.children, (child) => child.outerHTML).join('');
      const head = `<svg viewBox="${svg.getAttribute('viewBox')}" text-anchor="middle" fill="currentColor" role="img" aria-labelledby="${id}-title ${id}-desc">`;
      return `${head}<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(description)}</desc>${inner}</svg>`;
    },
  };
}

const numbers = /-?\d+\.\d{2,}(?:e-?\d+)?/g;

/** Hundredths of a pixel are enough. */
function tidy(element: Element): void {
  for (const { name, value } of Array.from(element.attributes)) {
    if (name.startsWith('aria-')) element.removeAttribute(name);
    else if (/^(transform|d|x|y|x1|x2|y1|y2|cx|cy|r|width|height)$/.test(name) && numbers.test(value)) {
      element.setAttribute(name, value.replace(numbers, (number) => String(Math.round(Number(number) * 100) / 100)));
    }
  }
}
