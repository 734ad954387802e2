/** Regions of Markdown files that are generated: `<!-- results: NAME -->` … `<!-- end -->`. */

export interface Region {
  readonly name: string;
  /** Line of the opening comment, from 1. */
  readonly line: number;
  /** Position of the content in the text, between the two comments. */
  readonly from: number;
  readonly to: number;
}

/** The regions of a Markdown text, in order. */
export function regionsOf(markdown: string): Region[] {
  const regions: Region[] = [];
  for (const match of markdown.matchAll(/^<!-- results: (\S+) -->$/gm)) {
    const from = match.index + match[0].length;
    const line = markdown.slice(0, match.index).split('\n').length;
    const end = /^<!-- (end|results: \S+) -->$/m.exec(markdown.slice(from));
    if (end?.[1] !== 'end') throw new Error(`line ${line}: <!-- results: ${match[1]} --> has no <!-- end --> of its own`);
    regions.push({ name: match[1], line, from, to: from + end.index });
  }
  return regions;
}

/** What stands between the comments for a rendered text. */
export function regionContent(rendered: string): string {
  return `\n${rendered}\n\n`;
}

/** The text with every region rendered anew. */
export function updateRegions(markdown: string, render: (name: string) => string): string {
  let text = markdown;
  for (const { name, from, to } of regionsOf(markdown).reverse()) text = text.slice(0, from) + regionContent(render(name)) + text.slice(to);
  return text;
}
