import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { bin } from '../run-command.js';

it('the library of the charts is loaded by who draws, not with the command', () => {
  const files = readdirSync(dirname(bin)).filter((name) => name.endsWith('.js')).map((name) => readFileSync(join(dirname(bin), name), 'utf8'));
  for (const library of ['@observablehq/plot', 'linkedom']) {
    expect(files.filter((code) => code.includes(`import("${library}")`))).toHaveLength(1);
    expect(files.filter((code) => new RegExp(`^(import|export) [^\\n]*["']${library}["']`, 'm').test(code))).toEqual([]);
  }
});
