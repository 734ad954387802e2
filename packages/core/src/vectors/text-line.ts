import { parseDecimal } from './parse-decimal.js';

/** Only these separate fields; a no-break space, for one, may be part of a word. */
export function isSeparator(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

/** Where a line's content ends: before trailing spaces (fastText and word2vec write one) and a carriage return. */
export function contentEnd(line: Uint8Array): number {
  let end = line.length;
  while (end > 0 && (isSeparator(line[end - 1]) || line[end - 1] === 0x0d)) end--;
  return end;
}

/**
 * Where each of the last `count` fields begins, found from the right because words may contain spaces;
 * the word ends before the first of them. Returns the word's end, or -1 where there are too few fields.
 */
export function splitFromRight(line: Uint8Array, end: number, count: number, starts: Int32Array): number {
  let at = end;
  for (let field = count - 1; field >= 0; field--) {
    while (at > 0 && !isSeparator(line[at - 1])) at--;
    if (at === 0) return -1;
    starts[field] = at;
    while (at > 0 && isSeparator(line[at - 1])) at--;
  }
  return at === 0 ? -1 : at;
}

/** How many fields at the end of a line are numbers, at least one field being left as the word. */
export function countTrailingNumbers(line: Uint8Array): number {
  let end = contentEnd(line);
  let count = 0;
  for (;;) {
    let start = end;
    while (start > 0 && !isSeparator(line[start - 1])) start--;
    if (start === 0 || Number.isNaN(parseDecimal(line, start, end))) return count;
    count++;
    end = start;
    while (end > 0 && isSeparator(line[end - 1])) end--;
  }
}

/** Rows and dimension, if a line is the header of fastText and word2vec files: two positive integers. */
export function parseHeader(line: Uint8Array): { readonly rows: number; readonly dim: number } | undefined {
  if (line.length > 40) return undefined;
  const match = /^(\d{1,15})[ \t]+(\d{1,15})[ \t\r]*$/.exec(String.fromCharCode(...line));
  if (match === null) return undefined;
  const [rows, dim] = [Number(match[1]), Number(match[2])];
  return dim > 0 ? { rows, dim } : undefined;
}
