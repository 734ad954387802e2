import { isSekvensError, SekvensError } from '@sekvens/core';

/** What a check refuses in here is the fault of a file, and its message names the file. */
export function inFile<T>(file: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { code, where, expected, got, hint } = error;
    throw new SekvensError({ code: code === 'unsupported' ? code : 'invalid-file', where: names(where, file) ? where : `${file}, ${where}`, expected, got, hint, cause: error });
  }
}

/** Whether a place is the file, or something in it. */
function names(where: string, file: string): boolean {
  return where.startsWith(file) && /^$|^[,/:]/.test(where.slice(file.length));
}
