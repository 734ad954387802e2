/** How numbers and sentences of the tables are written. */
import type { About } from '../results.js';

/** A Markdown table; the first column is left-aligned, all others right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)].join('\n');
}

/** Three digits, or all of a larger number: 0.0461, 1.23, 12.3, 1,234; – where there is none. */
export function figure(value: number | undefined | null): string {
  if (value === undefined || value === null) return '–';
  if (value === 0 || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))));
}

/** How many times as fast: 12.3×, 0.85×; – where it is not known. */
export function times(value: number | undefined | null): string {
  return value === undefined || value === null ? '–' : `${value >= 10 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value < 2 ? 2 : 1)}×`;
}

export interface Measured extends About {
  readonly versions?: readonly string[];
}

/** Machine, versions and commits of entries, in one sentence. */
export function measuredOn(entries: readonly Measured[]): string {
  const all = (pick: (entry: Measured) => readonly (string | undefined)[]) => [...new Set(entries.flatMap(pick))].filter((text) => text !== undefined).join('; ');
  const versions = all(({ versions = [] }) => versions.map((version) => version));
  return `Measured ${all(({ date }) => [date])} on ${all(({ machine }) => [machine])}; Node ${all(({ node }) => [node])}${versions && `, ${versions}`}; commit ${all(({ commit }) => [commit])}.`;
}

/** Says what is slower than a peer, by name and number: ratios below 1. */
export function slowerThan(ratios: readonly { readonly what: string; readonly peer: string; readonly timesAsFast: number | undefined | null }[]): string {
  const known = ratios.filter(({ timesAsFast }) => timesAsFast !== undefined && timesAsFast !== null);
  if (known.length === 0) return '';
  const slower = known.filter(({ timesAsFast }) => timesAsFast! < 1);
  if (slower.length === 0) return 'In none of these is a peer faster.';
  return `Slower than a peer: ${slower.map(({ what, peer, timesAsFast }) => `${what} than ${peer} (${times(timesAsFast)})`).join(', ')}.`;
}

/** Paragraphs, without the empty ones. */
export function paragraphs(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}
