import { expect } from 'vitest';
import { SekvensError } from '../src/index.js';
import type { ErrorCode } from '../src/index.js';

/** Runs what must fail, and gives the error's message after checking class and code. */
export async function refusal(code: ErrorCode, run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof SekvensError)) throw error;
    expect(error.code).toBe(code);
    return error.message;
  }
  return expect.fail('nothing was thrown');
}
