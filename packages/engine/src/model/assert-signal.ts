import { SekvensError, show } from '@sekvens/core';

/** Refuses anything but an AbortSignal or undefined. */
export function assertSignal(signal: AbortSignal | undefined, where: string): void {
  if (signal === undefined || (typeof signal === 'object' && signal !== null && typeof signal.aborted === 'boolean')) return;
  throw new SekvensError({ code: 'invalid-option', where, expected: 'an AbortSignal', got: show(signal), hint: 'Give the signal of an AbortController, not the controller.' });
}
