import { isSekvensError } from '@sekvens/core';

/** An error as it is shown, and as it travels from a worker. */
export interface ShownError {
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly code?: string;
}

/** The message of any error, of a SekvensError with its hint apart. */
export function describeError(error: unknown): ShownError {
  if (isSekvensError(error)) {
    const { where, expected, got, hint, code } = error;
    return { message: `${where}: expected ${expected}, got ${got}.`, code, ...(hint && { hint }) };
  }
  return { message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
