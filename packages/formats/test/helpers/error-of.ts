import { isSekvensError } from '@sekvens/core';

/** `code: message` of the SekvensError that `work` throws or rejects with; anything else is thrown on. */
export async function errorOf(work: () => unknown): Promise<string> {
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    return `${error.code}: ${error.message}`;
  }
  throw new Error(`nothing was thrown, but given: ${String(result)}`);
}
