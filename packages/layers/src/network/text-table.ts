/** Tables of text as the Python library rich draws them, on which Keras' summary is built: a box, a heavy head, words wrapped. */
import { roundHalfEven } from './round-half-even.js';

/**
 * @param width of the whole table, borders included
 * @param wanted width of every column, without padding; shrunk or stretched evenly where they do not make up `width`
 */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], width: number, wanted: readonly number[]): string[] {
  const widths = columnWidths(width - (head.length + 1), wanted.map((column) => column + 2));
  const rule = (left: string, bar: string, middle: string, right: string) => left + widths.map((column) => bar.repeat(column)).join(middle) + right;
  const lines = [rule('┏', '━', '┳', '┓'), ...drawRow(head, widths, '┃'), rule('┡', '━', '╇', '┩')];
  rows.forEach((row, i) => {
    if (i > 0) lines.push(rule('├', '─', '┼', '┤'));
    lines.push(...drawRow(row, widths, '│'));
  });
  return [...lines, rule('└', '─', '┴', '┘')];
}

function columnWidths(room: number, wanted: readonly number[]): number[] {
  const total = wanted.reduce((a, b) => a + b, 0);
  return total > room ? shrink(wanted, total - room) : stretch(wanted, room - total);
}

/** Takes the same from every column. */
function shrink(widths: readonly number[], excess: number): number[] {
  let remaining = excess;
  return widths.map((width, i) => {
    const taken = Math.min(width, roundHalfEven(remaining / (widths.length - i)));
    remaining -= taken;
    return width - taken;
  });
}

/** Gives every column in proportion to its width. */
function stretch(widths: readonly number[], spare: number): number[] {
  let remaining = spare;
  let total = widths.reduce((a, b) => a + b, 0);
  return widths.map((width) => {
    const given = Math.ceil((width * remaining) / total);
    total -= width;
    remaining -= given;
    return width + given;
  });
}

/** The last column is aligned to the right. */
function drawRow(cells: readonly string[], widths: readonly number[], bar: string): string[] {
  const texts = cells.map((cell, i) => wrap(cell, widths[i] - 2));
  const height = Math.max(...texts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = texts.map((lines, i) => {
      const text = lines[line] ?? '';
      const space = ' '.repeat(Math.max(0, widths[i] - 2 - text.length));
      return i === texts.length - 1 ? ` ${space}${text} ` : ` ${text}${space} `;
    });
    return `${bar}${parts.join(bar)}${bar}`;
  });
}

/** Breaks at spaces; a word that is too long for a line by itself is cut off with an ellipsis. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/\s*\S+\s*/g) ?? ['']) {
    if (line !== '' && line.length + word.trimEnd().length > width) {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  return [...lines, line].map((full) => {
    const trimmed = full.trimEnd();
    return trimmed.length > width ? `${trimmed.slice(0, Math.max(0, width - 1))}…` : trimmed;
  });
}
