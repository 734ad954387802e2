import { SekvensError, show } from '@sekvens/core';

/** Refuses anything but a positive integer. */
export function assertBatchSize(batchSize: number, where: string): void {
  if (Number.isInteger(batchSize) && batchSize > 0) return;
  throw new SekvensError({ code: 'invalid-option', where, expected: 'a positive integer', got: show(batchSize) });
}
