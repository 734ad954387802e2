import { isSekvensError } from '@sekvens/core';
import { inCommandLineTerms } from './command-line-terms.js';
import type { Io } from './io.js';
import { colorsFor } from './output/output.js';

/** Exit codes: 2 is for what the user can mend, 1 for a defect of ours. */
export const exitCodes = { ok: 0, defect: 1, usage: 2, interrupted: 130, terminated: 143 } as const;

/** Says on stderr what went wrong, and returns the exit code. A stack trace is shown only where it was asked for. */
export function reportError(error: unknown, io: Io, debug: boolean): number {
  const colors = colorsFor(io.stderr, io.env);
  const write = (heading: string, text: string): void => void io.stderr.write(`${heading} ${text}\n`);
  const stack = (): void => {
    if (debug && error instanceof Error) io.stderr.write(`${stackOf(error)}\n`);
  };
  if (isSekvensError(error) && error.code !== 'internal') {
    const { where, expected, got, hint } = error;
    write(colors.red('error:'), inCommandLineTerms(`${where}: expected ${expected}, got ${got}${/[.!?]$/.test(got) ? '' : '.'}`));
    if (hint !== undefined) write(colors.cyan('hint:'), inCommandLineTerms(hint));
    stack();
    return exitCodes.usage;
  }
  write(colors.red('error:'), `a defect in sekvens: ${error instanceof Error ? error.message : String(error)}`);
  write(colors.cyan('hint:'), `Please report it (\`npm bugs sekvens\` opens the place) with the command line${debug ? ' and the lines below.' : '; --debug shows where it happened.'}`);
  stack();
  return exitCodes.defect;
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}
