/** A chart with its heading, what explains it, and optionally its legend. */
export function figure(heading: string, chart: string, { legend = '', caption = '' }: { legend?: string; caption?: string } = {}): string {
  return `<figure>\n<h3>${heading}</h3>\n${legend}${chart}\n${caption === '' ? '' : `<figcaption>${caption}</figcaption>\n`}</figure>`;
}
