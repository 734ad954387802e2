/** Where the cells of a heat map lie, in CSS pixels. */
export interface HeatLayout {
  readonly columns: number;
  readonly rows: number;
  readonly columnWidth: number;
  readonly rowHeight: number;
  readonly width: number;
  readonly height: number;
  /** Whether the words above the columns are too long to stand upright there; slanted they fit any column. */
  readonly isSlanted: boolean;
}

const narrowest = 18;
const widest = 110;
const letterWidth = 8;
const heightWanted = 340;

/**
 * Columns share the width there is, within limits; beyond them the map is scrolled or leaves room. Rows share a height that fits a window.
 * @param words what stands above the columns
 */
export function heatLayout(available: number, words: readonly string[], rows: number): HeatLayout {
  const columns = words.length;
  const columnWidth = columns === 0 ? narrowest : Math.min(widest, Math.max(narrowest, Math.floor(available / columns)));
  const rowHeight = rows === 0 ? 1 : Math.min(18, Math.max(5, Math.floor(heightWanted / rows)));
  return { columns, rows, columnWidth, rowHeight, width: columns * columnWidth, height: rows * rowHeight, isSlanted: words.some((word) => (word.length + 1) * letterWidth > columnWidth) };
}

/** The cell at a place of the map, the nearest one where the place is outside of it; undefined of an empty map. */
export function cellAt({ columns, rows, columnWidth, rowHeight }: HeatLayout, x: number, y: number): { readonly column: number; readonly row: number } | undefined {
  if (columns === 0 || rows === 0) return undefined;
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(value)));
  return { column: within(x / columnWidth, columns), row: within(y / rowHeight, rows) };
}

/** Where a key leads from a cell; undefined for keys that lead nowhere. Edges hold. */
export function cellAfterKey({ columns, rows }: Pick<HeatLayout, 'columns' | 'rows'>, column: number, row: number, key: string): { readonly column: number; readonly row: number } | undefined {
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [column - 1, row], ArrowRight: [column + 1, row], ArrowUp: [column, row - 1], ArrowDown: [column, row + 1],
    Home: [0, row], End: [columns - 1, row], PageUp: [column, row - 8], PageDown: [column, row + 8],
  };
  if (!Object.hasOwn(moves, key)) return undefined;
  const [nextColumn, nextRow] = moves[key];
  return { column: Math.min(columns - 1, Math.max(0, nextColumn)), row: Math.min(rows - 1, Math.max(0, nextRow)) };
}
