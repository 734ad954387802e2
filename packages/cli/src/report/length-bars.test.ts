import { expect, it } from 'vitest';
import { lengthBars } from './length-bars.js';

it('has bars of one width from 0 up, with every row', () => {
  expect(lengthBars([0, 1, 1, 3])).toEqual({ bars: [{ from: 0, to: 1, rows: 1 }, { from: 1, to: 2, rows: 2 }, { from: 2, to: 3, rows: 0 }, { from: 3, to: 4, rows: 1 }], beyond: 0, longest: 3 });
  const { bars } = lengthBars(Array.from({ length: 500 }, (_, i) => i));
  expect([bars.length, bars[0], bars.at(-1)]).toEqual([30, { from: 0, to: 17, rows: 17 }, { from: 493, to: 510, rows: 7 }]);
});

it('leaves out the few that would press the others together', () => {
  const lengths = [...Array.from({ length: 999 }, (_, i) => i % 20), 100_000];
  const { bars, beyond, longest } = lengthBars(lengths);
  expect([bars.length, beyond, longest]).toEqual([20, 1, 100_000]);
  expect(bars.reduce((sum, { rows }) => sum + rows, 0)).toBe(999);
});

it('of no rows, and of empty texts, is one bar', () => {
  expect(lengthBars([])).toEqual({ bars: [{ from: 0, to: 1, rows: 0 }], beyond: 0, longest: 0 });
  expect(lengthBars([0, 0]).bars).toEqual([{ from: 0, to: 1, rows: 2 }]);
});
