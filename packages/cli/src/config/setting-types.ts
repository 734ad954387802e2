/** The types of settings. What each says it expects is said of values in files and on the command line alike. */
import { closest } from '@sekvens/core';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod/mini';
import type { OptionDefinition } from '../command-definition.js';
import type { SettingType } from './setting.js';

/** The number a text is, or the text. */
const number = (text: string): unknown => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text);

function numeric(expected: string, holds: (value: number) => boolean, fromText = number): SettingType<number> {
  return { schema: z.number({ error: expected }).check(z.refine(holds, { error: expected })), fromText };
}

/** Whole numbers of at least `least`; on the command line in digits alone: 20_000 and 1e3 are refused rather than guessed at. */
export function wholeNumber(least: number): SettingType<number> {
  return numeric(`a whole number from ${least} up`, (value) => Number.isSafeInteger(value) && value >= least, (text) => (/^\d+$/.test(text) ? Number(text) : text));
}

export const positiveNumber = numeric('a number above 0', (value) => value > 0 && value < Infinity);
export const notNegative = numeric('a number from 0 up', (value) => value >= 0 && value < Infinity);
/** Some of the rows. */
export const share = numeric('a share above 0 and below 1, such as 0.2', (value) => value > 0 && value < 1);
/** None to almost all. */
export const rate = numeric('a share from 0 to below 1', (value) => value >= 0 && value < 1);
/** None to all. */
export const proportion = numeric('a share from 0 to 1', (value) => value >= 0 && value <= 1);

export const flag: SettingType<boolean> = { schema: z.boolean({ error: 'true or false' }), fromText: (text) => (text === 'true' ? true : text === 'false' ? false : text) };

export const path: SettingType<string> = { schema: z.string({ error: 'a path' }).check(z.minLength(1, { error: 'a path' })), fromText: (text) => text };

export const paths: SettingType<readonly string[]> = listOf(path, 'a list of paths');

export function oneOf<Name extends string>(names: readonly Name[]): SettingType<Name> {
  return { schema: z.custom<Name>((value) => names.includes(value), { error: `one of ${names.join(', ')}` }), fromText: (text) => text, names };
}

/** Several of a type; one alone need not be a list. */
export function listOf<Value>(type: SettingType<Value>, expected: string): SettingType<readonly Value[]> {
  const items = z.array(type.schema, { error: expected }).check(z.minLength(1, { error: expected }));
  return { schema: z.pipe(z.transform((value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [value])), items), fromText: (text) => text.split(',').map(type.fromText) };
}

/** What an option of the command line reads, from files as well: a string or number as the word after its flag, and the items of a list as they are. */
export function asOnCommandLine({ parse = (text) => text }: OptionDefinition): SettingType<unknown> {
  const isWord = (word: unknown): boolean => (typeof word === 'string' && word !== '') || (Number.isSafeInteger(word) && (word as number) >= 0);
  const takesList = Array.isArray(attempt(parse, 'x').value);
  const read = (value: unknown): Attempt => {
    if (takesList && Array.isArray(value) && value.length > 0 && value.every(isWord)) return { value: value as unknown[] };
    // the one word that stands for false
    if (value === false) return attempt(parse, 'none');
    return isWord(value) ? attempt(parse, String(value)) : { expected: takesList ? 'a string or a number, or a list of them' : 'a string or a number' };
  };
  const schema = z.pipe(
    z.custom((value) => read(value).expected === undefined, { error: ({ input }) => read(input).expected ?? '' }),
    z.transform((value) => read(value).value),
  );
  const names = /^one of (.*)/.exec(attempt(parse, ' ').expected ?? '')?.[1].split(', ');
  return { schema, fromText: (text) => text, parse, ...(names && { names }) };
}

interface Attempt {
  readonly value?: unknown;
  readonly expected?: string;
}

function attempt(parse: (text: string) => unknown, text: string): Attempt {
  try {
    return { value: parse(text) };
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return { expected: error.message.replace(/^Expected (.*?)\.(?: Did you mean .*)?$/s, (_, expected: string) => expected) };
  }
}

/** What a text after a flag stands for; refused with commander's error, and what was probably meant. */
export function parserOf({ schema, fromText, names, parse }: SettingType<unknown>): (text: string) => unknown {
  return parse ?? ((text) => {
    const result = schema.safeParse(fromText(text));
    if (result.success) return result.data;
    const meant = names && closest(text, names);
    throw new InvalidArgumentError(`Expected ${result.error.issues[0].message}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
  });
}
