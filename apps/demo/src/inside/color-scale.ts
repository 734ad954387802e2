/**
 * Colours of numbers, for light and dark pages. A diverging scale goes from orange over the page's own grey to blue, so that zero recedes
 * and signs differ also for readers who do not see red and green; a sequential one goes from that grey to green.
 * Interpolated in OKLab, in which equal steps look equal.
 */
export type ScaleKind = 'diverging' | 'sequential';
export type Theme = 'light' | 'dark';
type Rgb = readonly [number, number, number];

const ends: Readonly<Record<Theme, { readonly zero: Rgb; readonly negative: Rgb; readonly positive: Rgb; readonly full: Rgb }>> = {
  light: { zero: [244, 242, 237], negative: [178, 72, 10], positive: [22, 78, 176], full: [12, 106, 82] },
  dark: { zero: [38, 39, 44], negative: [255, 158, 92], positive: [122, 173, 255], full: [96, 214, 168] },
};

/**
 * @param share of the scale's domain: -1 … 1, of a sequential scale 0 … 1; what is beyond counts as the end
 * @returns sRGB, 0 … 255 each
 */
export function colorAt(kind: ScaleKind, theme: Theme, share: number): Rgb {
  const { zero, negative, positive, full } = ends[theme];
  const strength = Math.min(1, Math.abs(share));
  if (kind === 'sequential') return mix(zero, full, share > 0 ? strength : 0);
  return mix(zero, share < 0 ? negative : positive, strength);
}

/** Steps of a palette on either side of zero. */
const paletteSteps = 128;
const palettes = new Map<string, Uint8Array>();

/** The colours of many numbers: three bytes at `3 * paletteIndex(share)`, without a calculation for each. */
export function palette(kind: ScaleKind, theme: Theme): Uint8Array {
  const key = `${kind} ${theme}`;
  const known = palettes.get(key);
  if (known) return known;
  const made = new Uint8Array((2 * paletteSteps + 1) * 3);
  for (let i = 0; i <= 2 * paletteSteps; i++) made.set(colorAt(kind, theme, i / paletteSteps - 1), i * 3);
  palettes.set(key, made);
  return made;
}

export function paletteIndex(share: number): number {
  return Math.round((Math.min(1, Math.max(-1, share)) + 1) * paletteSteps);
}

/** As CSS takes it. */
export function cssColor(kind: ScaleKind, theme: Theme, share: number): string {
  return `rgb(${colorAt(kind, theme, share).join(' ')})`;
}

/** The colour of text on that colour: black or white, whichever differs more. */
export function inkOn(color: Rgb): '#000' | '#fff' {
  const luminance = relativeLuminance(color);
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000' : '#fff';
}

/** WCAG's relative luminance, 0 … 1. */
export function relativeLuminance(color: Rgb): number {
  const [r, g, b] = color.map(linear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const [a, b] = [toLab(from), toLab(to)];
  return fromLab(a.map((value, i) => value + (b[i] - value) * share));
}

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function toLab(color: Rgb): number[] {
  const [r, g, b] = color.map(linear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

function fromLab([L, a, b]: readonly number[]): Rgb {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const encode = (value: number) => Math.round(255 * Math.min(1, Math.max(0, value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)));
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
