/** Values of command-line options. */

/** `text` as a positive whole number. */
export function positiveInteger(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option}: expected a positive whole number, got ${text}`);
  return value;
}

/** `text` as a number above zero. */
export function positiveNumber(text: string, option: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new Error(`${option}: expected a number above 0, got ${text}`);
  return value;
}

/** The names in `text`, separated by commas; all of `known` where it is undefined. */
export function chosen<T extends string>(text: string | undefined, known: readonly T[], option: string): readonly T[] {
  if (text === undefined) return known;
  return text.split(',').map((name) => {
    if (!known.includes(name as T)) throw new Error(`${option}: expected some of ${known.join(', ')}, got ${name}`);
    return name as T;
  });
}
