import { SekvensError } from '@sekvens/core';

/** An error about how the command was called. */
export function usageError(where: string, expected: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got, hint });
}
