import { Failure } from './failure.mjs';

/**
 * Runs a script's body. A Failure is printed as it is, anything else with its stack; both end with exit code 1.
 * @param {() => Promise<number>} body resolves to the exit code
 */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
