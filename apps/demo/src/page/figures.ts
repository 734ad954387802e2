/** Figures as readers like them. */
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}

export function count(number: number): string {
  return whole.format(number);
}

/** A rate with three digits that matter: 1,234,567 is 1.23 M. */
export function rate(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toPrecision(3)} M`;
  if (perSecond >= 1e4) return `${(perSecond / 1e3).toPrecision(3)} k`;
  return count(perSecond);
}

export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  return `${minutes} min ${Math.round(seconds) % 60} s`;
}
