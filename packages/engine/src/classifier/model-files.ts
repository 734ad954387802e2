/** What files of saved models have in common where they are written and read. */
import { isSekvensError, SekvensError } from '@sekvens/core';

/** A value as the bytes of a file that people can read. */
export function jsonFile(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

export function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new SekvensError({ code: 'invalid-file', where, expected: 'JSON text', got: 'something else', hint: 'The file is damaged; save the model again.', cause });
  }
}

/** What a check refuses in here is the file's fault, and its message names the file. */
export function inFile<T>(file: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { code, where, expected, got, hint } = error;
    throw new SekvensError({ code: code === 'unsupported' ? code : 'invalid-file', where: where === file ? file : `${file}, ${where}`, expected, got, hint, cause: error });
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function damaged(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-file', where, expected, got, hint: 'The files do not belong together, or one is damaged; save the model again.' });
}
