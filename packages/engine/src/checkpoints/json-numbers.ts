/** JSON in which every number comes back as it was: also those that JSON has no words for, such as the Infinity that a best loss begins with. */

/** The key of an object that stands for such a number. */
const key = '$number';

export function stringifyNumbers(value: unknown): string {
  const replace = (_: string, item: unknown): unknown =>
    typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0)) ? { [key]: Object.is(item, -0) ? '-0' : String(item) } : item;
  return `${JSON.stringify(value, replace, 2)}\n`;
}

export function parseNumbers(text: string): unknown {
  return JSON.parse(text, (_, item: unknown) => {
    const number: unknown = typeof item === 'object' && item !== null && Object.hasOwn(item, key) ? (item as Record<string, unknown>)[key] : undefined;
    return typeof number === 'string' ? Number(number) : item;
  });
}
