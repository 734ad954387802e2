/** Numbers as people read them. */
import prettyMilliseconds from 'pretty-ms';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 20000 → 20,000 */
export function count(value: number): string {
  return grouped.format(value);
}

/** A count with its noun: 1 row, 2 rows. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** 0.87342 → 87.34 % */
export function percent(share: number, digits = 2): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** 83.4 → 1m 23s; below ten seconds with one decimal. */
export function duration(seconds: number): string {
  return seconds < 10 ? prettyMilliseconds(seconds * 1000, { secondsDecimalDigits: 1 }) : prettyMilliseconds(Math.round(seconds) * 1000);
}

/** The first few of a list: a, b, c and 4 more. */
export function listed(items: readonly string[], most: number): string {
  return items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${count(items.length - most)} more`;
}
