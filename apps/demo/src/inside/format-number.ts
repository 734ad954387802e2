/** A number as diagrams and tables show it: two digits, a real minus sign, no negative zero. Of NaN a dash. */
export function formatNumber(value: number, digits = 2): string {
  if (Number.isNaN(value)) return '–';
  const rounded = value.toFixed(digits);
  return Number(rounded) === 0 ? (0).toFixed(digits) : rounded.replace('-', '−');
}

/** The same with a sign in any case, for changes. */
export function formatChange(value: number, digits = 2): string {
  const text = formatNumber(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}
