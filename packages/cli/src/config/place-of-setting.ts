import { isSekvensError, SekvensError } from '@sekvens/core';
import type { MergedConfig } from './merge-layers.js';
import { settings } from './schema.js';

/** Runs `work`; an error that names an option whose value came from a file says where it stands there. */
export async function atPlaceOfSetting<T>({ sourceOf, placeOf }: MergedConfig, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const path = [...settings].find(([, { flags }]) => flags?.replace(/ .*/, '') === error.where)?.[0];
    if (path === undefined || (sourceOf(path)?.origin ?? 'option') === 'option') throw error;
    const { code, where, expected, got, hint } = error;
    throw new SekvensError({ code, where: `${placeOf(path)} (${where})`, expected, got, hint, cause: error });
  }
}
