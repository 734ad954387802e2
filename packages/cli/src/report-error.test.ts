import { SekvensError } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { fakeIo } from '../test/fake-io.js';
import { reportError } from './report-error.js';

function reported(error: unknown, debug = false, env: Record<string, string> = {}): { code: number; text: string } {
  const io = fakeIo({ env });
  const code = reportError(error, io, debug);
  return { code, text: io.err() };
}

const mistake = new SekvensError({ code: 'invalid-data', where: 'a.csv:2', expected: 'a label', got: 'none', hint: 'Add one.' });

describe('an error', () => {
  it('of the user has exit code 2, and the hint on a line of its own', () => {
    expect(reported(mistake)).toEqual({ code: 2, text: 'error: a.csv:2: expected a label, got none.\nhint: Add one.\n' });
  });

  it('of the user without a hint is one line', () => {
    expect(reported(new SekvensError({ code: 'io', where: 'a', expected: 'b', got: 'c' }))).toEqual({ code: 2, text: 'error: a: expected b, got c.\n' });
  });

  it.each([
    ['an Error', new TypeError('x is not a function'), 'x is not a function'],
    ["a SekvensError with code 'internal'", new SekvensError({ code: 'internal', where: 'kernel', expected: '4', got: '5' }), 'kernel: expected 4, got 5.'],
    ['something thrown', 'oops', 'oops'],
  ])('of ours, %s, has exit code 1 and asks for a report', (_what, error, message) => {
    expect(reported(error)).toEqual({
      code: 1,
      text: `error: a defect in sekvens: ${message}\nhint: Please report it (\`npm bugs sekvens\` opens the place) with the command line; --debug shows where it happened.\n`,
    });
  });

  it('has its stack trace, and that of its cause, with --debug only', () => {
    const error = new Error('outside', { cause: new RangeError('inside') });
    expect(reported(error).text).not.toContain('report-error.test.ts');
    const { text } = reported(error, true);
    expect(text).toMatch(/Error: outside\n\s+at .*report-error\.test\.ts/);
    expect(text).toMatch(/caused by RangeError: inside\n\s+at .*report-error\.test\.ts/);
    expect(reported(mistake, true).text).toContain('report-error.test.ts');
  });

  it('is red where colours are wanted', () => {
    expect(reported(mistake, false, { FORCE_COLOR: '1' }).text).toContain('\u001b[31merror:\u001b[39m');
  });
});
