export interface LengthBars {
  readonly bars: readonly { readonly from: number; readonly to: number; readonly rows: number }[];
  /** Rows longer than the last bar. */
  readonly beyond: number;
  readonly longest: number;
}

const mostBars = 30;

/** A histogram of lengths in bars of the same whole width; the longest hundredth, which would press the others together, is left out. */
export function lengthBars(lengths: readonly number[]): LengthBars {
  const sorted = [...lengths].sort((a, b) => a - b);
  const longest = sorted.at(-1) ?? 0;
  const usual = sorted[Math.max(Math.ceil(sorted.length * 0.99) - 1, 0)] ?? 0;
  // what is not much longer than the others may stay
  const end = longest <= usual * 1.5 ? longest : usual;
  const width = Math.max(1, Math.ceil((end + 1) / mostBars));
  const bars = Array.from({ length: Math.floor(end / width) + 1 }, (_, i) => ({ from: i * width, to: (i + 1) * width, rows: 0 }));
  let beyond = 0;
  for (const length of lengths) {
    const bar = bars.at(Math.floor(length / width));
    if (bar && length < bars[bars.length - 1].to) bar.rows++;
    else beyond++;
  }
  return { bars, beyond, longest };
}
