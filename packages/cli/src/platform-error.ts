import { SekvensError } from '@sekvens/core';

/** What the file system said, as a SekvensError; anything else stays as it is. */
export function platformError(error: unknown, where: string, expected: string, hint?: string): unknown {
  if (error instanceof SekvensError || !(error instanceof Error) || !('code' in error)) return error;
  return new SekvensError({ code: 'io', where, expected, got: error.message, hint, cause: error });
}
