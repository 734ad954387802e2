import { SekvensError } from '@sekvens/core';

/** The error for examples that turn out to be none. */
export function noExamples(where: string, got = 'none'): SekvensError {
  const hint = got === 'none' ? undefined : 'Examples are gone through more than once: give an array, or an iterable that begins anew each time.';
  return new SekvensError({ code: 'invalid-data', where, expected: 'at least one example', got, hint });
}
