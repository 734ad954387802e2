/** From the text after a flag to a value. Each refuses what it does not understand, and says what it does. */
import { closest } from '@sekvens/core';
import { InvalidArgumentError } from 'commander';

export function positiveInteger(text: string): number {
  return integerFrom(1)(text);
}

/** Whole numbers of at least `least`; 20_000 and 20,000 are refused rather than guessed at. */
export function integerFrom(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} up.`);
  };
}

export function positiveNumber(text: string): number {
  const value = number(text);
  if (value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

/** A share of the rows. */
export function fraction(text: string): number {
  const value = number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a share above 0 and below 1, such as 0.2.');
}

/** One of `names`, with the one that was probably meant in the message. */
export function oneOf(names: readonly string[]): (text: string) => string {
  return (text) => {
    if (names.includes(text)) return text;
    const meant = closest(text, names);
    throw new InvalidArgumentError(`Expected one of ${names.join(', ')}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
  };
}

/** A column by its name, or by its position from 0. */
export function column(text: string): string | number {
  const name = text.trim();
  if (name !== '') return /^\d+$/.test(name) ? Number(name) : name;
  throw new InvalidArgumentError('Expected the name of a column, or its position from 0.');
}

/** Columns with commas between them. */
export function columns(text: string): readonly (string | number)[] {
  return text.split(',').map(column);
}

/** The column of the label, or with commas between them the columns that say 1 or 0 for a label each. */
export function labelColumns(text: string): string | number | readonly (string | number)[] {
  const chosen = columns(text);
  return chosen.length === 1 ? chosen[0] : chosen;
}

/** Different names with commas between them. */
export function names(text: string): readonly string[] {
  const given = text.split(',').map((name) => name.trim());
  if (given.every((name) => name !== '') && new Set(given).size === given.length) return given;
  throw new InvalidArgumentError('Expected different names with commas between them.');
}

/** What stands between labels: any characters, also a space. */
export function separator(text: string): string {
  if (text !== '' && !/[\r\n]/.test(text)) return text;
  throw new InvalidArgumentError('Expected one or more characters without line breaks.');
}

/** `0.4` for all labels, or `spam=0.9,news=0.4` for some. */
export function thresholds(text: string): number | Readonly<Record<string, number>> {
  const check = (value: string): number => {
    const threshold = number(value.trim());
    if (threshold > 0 && threshold < 1) return threshold;
    throw new InvalidArgumentError('Expected a probability above 0 and below 1, such as 0.4, or label=0.4 with commas between more of them.');
  };
  if (!text.includes('=')) return check(text);
  return Object.fromEntries(text.split(',').map((pair) => {
    // the last one, since a label may have an equals sign in it
    const at = pair.lastIndexOf('=');
    return [pair.slice(0, Math.max(0, at)).trim(), check(at < 0 ? '' : pair.slice(at + 1))];
  }));
}

/** A single character; `tab` and `\t` are the tab. */
export function character(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if (text.length === 1) return text;
  throw new InvalidArgumentError('Expected one character, or tab.');
}

/** The quote character, or false for `none`. */
export function quoteCharacter(text: string): string | false {
  return text === 'none' ? false : character(text);
}

/** A path, which is never empty: an unset shell variable must not become the current folder. */
export function path(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('Expected a path.');
}

/** How often something happens, as {@link everyOf} understands it. */
export function interval(text: string): string {
  if (everyOf(text) !== undefined) return text;
  throw new InvalidArgumentError('Expected seconds such as 60s, steps such as 500steps, epoch, or never.');
}

/** The interval that a text names; undefined where it names none. */
export function everyOf(text: string): { readonly everySeconds: number } | { readonly everySteps: number } | { readonly everyEpoch: boolean } | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(s|steps)?$/.exec(text) ?? [];
  const value = Number(digits);
  if (text === 'epoch' || text === 'never') return { everyEpoch: text === 'epoch' };
  if (unit === 'steps') return Number.isSafeInteger(value) && value > 0 ? { everySteps: value } : undefined;
  return value > 0 ? { everySeconds: value } : undefined;
}

function number(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}
