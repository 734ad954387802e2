import { describe, expect, it } from 'vitest';
import { colorAt, cssColor, inkOn, palette, paletteIndex, relativeLuminance } from './color-scale.js';
import type { ScaleKind, Theme } from './color-scale.js';

const themes: readonly Theme[] = ['light', 'dark'];
const kinds: readonly ScaleKind[] = ['diverging', 'sequential'];
const shares = Array.from({ length: 41 }, (_, i) => i / 20 - 1);
const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

describe('colorAt', () => {
  it('moves away from the colour of zero in equal directions, the further the larger the number', () => {
    for (const theme of themes) {
      const zero = relativeLuminance(colorAt('diverging', theme, 0));
      for (const sign of [-1, 1]) {
        const distances = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.abs(relativeLuminance(colorAt('diverging', theme, sign * share)) - zero));
        expect(distances).toEqual([...distances].sort((a, b) => a - b));
        expect(new Set(distances).size).toBe(5);
      }
      expect(colorAt('sequential', theme, -1)).toEqual(colorAt('sequential', theme, 0));
    }
  });

  it('keeps its ends beyond the domain', () => {
    expect(colorAt('diverging', 'light', 7)).toEqual(colorAt('diverging', 'light', 1));
    expect(colorAt('diverging', 'dark', -7)).toEqual(colorAt('diverging', 'dark', -1));
    expect(cssColor('diverging', 'light', 1)).toBe('rgb(22 78 176)');
  });

  it('tells signs apart by more than red and green: blue is what differs most', () => {
    for (const theme of themes) {
      const [negative, positive] = [colorAt('diverging', theme, -1), colorAt('diverging', theme, 1)];
      expect(positive[2] - negative[2]).toBeGreaterThan(140);
    }
  });
});

describe('inkOn', () => {
  it('is readable on every colour of every scale, with a contrast of 4.5 at least', () => {
    for (const theme of themes) for (const kind of kinds) for (const share of shares) {
      const color = colorAt(kind, theme, share);
      expect(contrast(relativeLuminance(color), inkOn(color) === '#000' ? 0 : 1), `${theme} ${kind} ${share}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('palette', () => {
  it('has the colours of the scale', () => {
    for (const theme of themes) for (const kind of kinds) for (const share of [-1, -0.5, 0, 0.25, 1, 3]) {
      const at = paletteIndex(share) * 3;
      expect(Array.from(palette(kind, theme).subarray(at, at + 3))).toEqual(colorAt(kind, theme, share));
    }
  });
});
