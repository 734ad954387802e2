import { isSekvensError, SekvensError } from '@sekvens/core';

/** The error of a file that does not hold what it should. */
export function damaged(where: string, expected: string, got: string, cause?: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-file', where, expected, got, hint: 'The file is damaged, or no Keras file; save the model again.', cause });
}

/** What a check of options refuses is the file's fault here, and its message names the file. */
export function inFile<T>(file: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { code, where, expected, got, hint } = error;
    throw new SekvensError({ code: code === 'unsupported' ? code : 'invalid-file', where: where.startsWith(file) ? where : `${file}, ${where}`, expected, got, hint, cause: error });
  }
}
