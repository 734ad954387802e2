import { describe, expect, it } from 'vitest';
import { cellAfterKey, cellAt, heatLayout } from './heat-layout.js';

const words = (count: number, length = 4) => Array.from({ length: count }, () => 'x'.repeat(length));

describe('heatLayout', () => {
  it('shares the width among the columns, within limits', () => {
    expect(heatLayout(600, words(10), 16)).toMatchObject({ columns: 10, rows: 16, columnWidth: 60, width: 600, rowHeight: 18, height: 288 });
    expect(heatLayout(600, words(2), 16).columnWidth).toBe(110);
    expect(heatLayout(314, words(60), 64)).toMatchObject({ columnWidth: 18, width: 1080, rowHeight: 5, height: 320 });
    expect(heatLayout(0, [], 0)).toMatchObject({ width: 0, height: 0 });
  });

  it('slants words that are too long for their columns', () => {
    expect(heatLayout(600, words(10, 4), 8).isSlanted).toBe(false);
    expect(heatLayout(600, [...words(9, 4), 'goalkeeper'], 8).isSlanted).toBe(true);
  });
});

describe('cellAt', () => {
  it('is the cell under the pointer, at the edges the nearest one', () => {
    const layout = heatLayout(600, words(10), 16);
    expect(cellAt(layout, 0, 0)).toEqual({ column: 0, row: 0 });
    expect(cellAt(layout, 59.9, 18)).toEqual({ column: 0, row: 1 });
    expect(cellAt(layout, 600, 288)).toEqual({ column: 9, row: 15 });
    expect(cellAt(layout, -3, 1000)).toEqual({ column: 0, row: 15 });
    expect(cellAt(heatLayout(600, [], 16), 0, 0)).toBeUndefined();
  });
});

describe('cellAfterKey', () => {
  const size = { columns: 10, rows: 16 };
  it.each([
    ['ArrowLeft', 3, 5], ['ArrowRight', 5, 5], ['ArrowUp', 4, 4], ['ArrowDown', 4, 6], ['Home', 0, 5], ['End', 9, 5], ['PageUp', 4, 0], ['PageDown', 4, 13],
  ])('%s', (key, column, row) => expect(cellAfterKey(size, 4, 5, key)).toEqual({ column, row }));

  it('stays within the map, and leaves other keys alone', () => {
    expect(cellAfterKey(size, 0, 0, 'ArrowLeft')).toEqual({ column: 0, row: 0 });
    expect(cellAfterKey(size, 9, 15, 'PageDown')).toEqual({ column: 9, row: 15 });
    for (const key of ['Tab', 'Enter', 'toString', 'a']) expect(cellAfterKey(size, 4, 5, key)).toBeUndefined();
  });
});
