/** Pieces of HTML. A piece is a string that is safe already; everything else goes through {@link escapeHtml}. */
import { emptyName, shortText, visibleText } from './visible-text.js';

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => names[character]);
}

/** Text of users: its direction and its direction marks stay its own. */
export function userText(text: string): string {
  return `<bdi>${escapeHtml(text.trim() === '' ? emptyName : text)}</bdi>`;
}

/** Of longer names the beginning is enough. */
const longestName = 120;

/** The name of a label in a table: on one line where it is short. */
export function labelCell(label: string): string {
  return `<div class="${label.length <= 24 ? 'short' : 'label'}">${userText(shortText(label, longestName))}</div>`;
}

export interface Column {
  readonly name: string;
  readonly align?: 'right';
}

export interface TableOptions {
  /** What it shows, in words; read out before the table. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** Cells as pieces of HTML; the first one of a row is its header. */
  readonly rows: readonly (readonly string[])[];
}

/** A table that scrolls by itself where it is too wide. */
export function htmlTable({ caption, columns, rows }: TableOptions): string {
  const kind = (i: number): string => (columns[i].align === 'right' ? ' class="n"' : '');
  const body = rows.map((row) => `<tr>${row.map((cell, i) => (i === 0 ? `<th scope="row"${kind(i)}>${cell}</th>` : `<td${kind(i)}>${cell}</td>`)).join('')}</tr>`);
  return [
    `<section class="scroll" aria-label="${escapeHtml(caption)}" tabindex="0"><table>`,
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${columns.map(({ name }, i) => `<th scope="col"${kind(i)}>${escapeHtml(name)}</th>`).join('')}</tr></thead>`,
    `<tbody>\n${body.join('\n')}\n</tbody></table></section>`,
  ].join('\n');
}

/** Something that is shown when it is asked for. */
export function details(summary: string, content: string): string {
  return `<details><summary>${escapeHtml(summary)}</summary>\n${content}\n</details>`;
}
