import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { formatWithOptions } from 'node:util';
import { describe, expect, it, vi } from 'vitest';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe('README', () => {
  it('prints what it says', async () => {
    const [, code, printed] = /```ts\n(.*?)```\n\nprints\n\n```\n(.*?)```/s.exec(await readFile(at('../README.md'), 'utf8'))!;
    const file = at('./readme.generated.ts');
    await writeFile(file, code.replace('@sekvens/data/node', '../src/node.js').replace('news.csv', at('./fixtures/readme/news.csv')));
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...values) => lines.push(`${formatWithOptions({ colors: false }, ...values)}\n`));
    try {
      await import(file);
    } finally {
      log.mockRestore();
      await rm(file);
    }
    expect(lines.join('')).toBe(printed);
  });
});
