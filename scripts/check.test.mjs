import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';

/** @param {readonly string[]} args */
const check = (...args) => runNode([join(root, 'scripts/check.mjs'), ...args], { cwd: join(root, 'packages') });

test('one check runs from any folder and the last line counts it', async () => {
  const { code, output } = await check('--only', 'changesets');
  expect(output).toMatch(/\nResults \(.*\)\nok {5}changesets +\d+\.\d s\n[^]*\n1 passed, 0 failed\n$/);
  expect(code).toBe(0);
});

test('an unknown check is refused with the list of checks', async () => {
  const { code, output } = await check('--only', 'spelling');
  expect(output).toContain('There is no check spelling.\nThe checks are lockfile, build, typecheck, lint, unit-tests,');
  expect(code).toBe(1);
});

test('an unknown option is refused with the usage', async () => {
  const { code, output } = await check('--fast');
  expect(output).toContain("Unknown option '--fast'");
  expect(output).toContain('usage: npm test -- [--only name[,name]] [--verbose] [--list]');
  expect(code).toBe(1);
});
