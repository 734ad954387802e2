/** The README's example prints what the README says. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import * as core from '../src/index.js';

it('README: the example prints what it says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, code, printed] = /```ts\n([^`]+)```\n\nprints\n\n```text\n([^`]+)```/.exec(readme)!;
  const body = code.replace(/import (\{[^}]+\}) from '@sekvens\/core';/, 'const $1 = core;');
  const lines: string[] = [];
  const log = (value: unknown): void => void lines.push(typeof value === 'string' ? value : inspect(value));
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (names: typeof core, console: { log: typeof log }) => Promise<void>;
  await new AsyncFunction('core', 'console', body)(core, { log });
  expect(`${lines.join('\n')}\n`).toBe(printed);
});
