import { isSekvensError, SekvensError } from '@sekvens/core';

/** What a check refuses in here is the fault of a file, and its message names the file. */
export function inFile<T>(file: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { code, where, expected, got, hint } = error;
    throw new SekvensError({ code: code === 'unsupported' ? code : 'invalid-file', where: where === file ? file : `${file}, ${where}`, expected, got, hint, cause: error });
  }
}
