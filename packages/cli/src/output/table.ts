import CliTable from 'cli-table3';
import type { Colors } from './output.js';

const invisible = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ',
};

/** Aligned columns under bold headings, without lines: the first column to the left, the others to the right unless `align` says so. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], colors: Colors, align: readonly ('left' | 'right')[] = []): string {
  const drawn = new CliTable({
    head: head.map((cell) => colors.bold(cell)),
    colAligns: head.map((_, i) => align[i] ?? (i === 0 ? 'left' : 'right')),
    chars: invisible,
    // the library would colour headings by itself, whatever NO_COLOR says
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn.toString().replace(/ +$/gm, '');
}
