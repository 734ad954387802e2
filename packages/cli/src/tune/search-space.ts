import { closest, SekvensError, show } from '@sekvens/core';
import { settings, valueSchema } from '../config/schema.js';

/** Where a setting is looked for: among some values, or in a range. */
export type Dimension =
  | { readonly kind: 'choice'; readonly values: readonly unknown[] }
  | { readonly kind: 'range'; readonly min: number; readonly max: number; readonly isLog: boolean; readonly isWhole: boolean };

/** The dimensions by the paths of their settings. */
export type SearchSpace = ReadonlyMap<string, Dimension>;

/** Sections whose settings do not change what a model is. */
const fixed = ['data', 'test', 'validation', 'output'];

/** What is looked for where nothing is said: it suits texts of any length and any number of classes. */
export const defaultSearch: Readonly<Record<string, unknown>> = {
  'tokens.maxTokens': [10_000, 20_000, 40_000],
  'network.cell': ['gru', 'lstm'],
  'network.units': [32, 64, 128],
  'network.layers': [1, 2],
  'network.embeddingSize': [64, 128, 256],
  'network.pooling': ['last', 'max', 'average'],
  'network.spatialDropout': { min: 0, max: 0.5 },
  'network.dropout': { min: 0, max: 0.5 },
  'training.epochs': [2, 4, 8],
  'training.batchSize': [16, 32, 64],
  'optimizer.learningRate': { min: 0.0005, max: 0.01, scale: 'log' },
  'schedule.kind': ['constant', 'oneCycle'],
};

/**
 * Reads what `search:` says: for each setting, by its path, a list of values or `{ min, max }`, with `scale: log` where the order of
 * magnitude is what is looked for.
 *
 * @param place how messages call the place of an entry
 * @throws code 'invalid-option' for unknown settings and for values that the setting may not have
 */
export function readSearchSpace(search: Readonly<Record<string, unknown>>, place: (path: string) => string): SearchSpace {
  return new Map(Object.entries(search).map(([path, given]) => [path, readDimension(path, given, place(path))]));
}

function readDimension(path: string, given: unknown, where: string): Dimension {
  const setting = settings.get(path);
  const known = [...settings.keys()].filter((name) => name.includes('.') && !fixed.includes(name.split('.')[0]));
  if (setting === undefined || !known.includes(path)) {
    const meant = closest(path, known) ?? known.find((name) => name.endsWith(`.${path}`));
    throw refuse(where, 'the path of a setting of tokens, network, training, optimizer or schedule', path, meant && `Did you mean ${meant}?`);
  }
  const check = (value: unknown): unknown => {
    const result = valueSchema(setting).safeParse(value);
    if (result.success) return result.data;
    throw refuse(where, result.error.issues[0].message, value);
  };
  if (Array.isArray(given) && given.length > 0) return { kind: 'choice', values: given.map(check) };
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw refuse(where, 'a list of values, or { min, max } with scale: log where it is to be', given);
  const foreign = Object.keys(given).find((name) => !['min', 'max', 'scale'].includes(name));
  if (foreign !== undefined) throw refuse(where, 'min, max and perhaps scale', foreign);
  const { min, max, scale = 'linear' } = given as { min?: unknown; max?: unknown; scale?: unknown };
  if (typeof min !== 'number' || typeof max !== 'number' || !(min < max)) throw refuse(where, 'numbers min and max, min below max', given);
  for (const end of [min, max]) check(end);
  if (scale !== 'log' && scale !== 'linear') throw refuse(where, 'scale: log or linear', scale);
  if (scale === 'log' && min <= 0) throw refuse(where, 'min above 0 with scale: log', min);
  // a setting that may not lie between whole numbers is one of them
  const isWhole = Number.isInteger(min) && Number.isInteger(max) && !valueSchema(setting).safeParse(min + 0.5).success;
  return { kind: 'range', min, max, isLog: scale === 'log', isWhole };
}

function refuse(where: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got), hint });
}
