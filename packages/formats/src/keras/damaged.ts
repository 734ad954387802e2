import { SekvensError } from '@sekvens/core';

/** The error of a file that does not hold what it should. */
export function damaged(where: string, expected: string, got: string, cause?: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-file', where, expected, got, hint: 'The file is damaged, or no Keras file; save the model again.', cause });
}
