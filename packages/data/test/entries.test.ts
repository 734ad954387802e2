import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const source = new URL('../src/', import.meta.url);

/** Every file and package an entry imports, directly or not; type imports aside. */
function importsOf(entry: string): Set<string> {
  const found = new Set<string>();
  const visit = (url: URL): void => {
    if (found.has(url.href)) return;
    found.add(url.href);
    const code = readFileSync(url, 'utf8').replace(/^(import|export) type .*$/gm, '');
    for (const [, fixed, loaded] of code.matchAll(/^(?:import|export) [^;]*?from '([^']+)';|import\('([^']+)'\)/gm)) {
      const name = fixed ?? loaded;
      if (name.startsWith('.')) visit(new URL(name.replace(/\.js$/, '.ts'), url));
      else found.add(name);
    }
  };
  visit(new URL(entry, source));
  return found;
}

describe('entries', () => {
  it.each(['index.ts', 'sample.ts'])('%s needs nothing of Node', (entry) => {
    const packages = [...importsOf(entry)].filter((name) => !name.startsWith('file:'));
    expect(packages.sort()).toEqual(['@sekvens/core', 'hyparquet', 'hyparquet-compressors', 'papaparse']);
  });

  it('keeps the sample out of the main entry', () => {
    const generated = new URL('sample-rows.generated.ts', source).href;
    expect(importsOf('index.ts').has(generated)).toBe(false);
    expect(importsOf('sample.ts').has(generated)).toBe(true);
    expect(importsOf('node.ts').has(generated)).toBe(true);
  });

  it('gives the Node entry everything of the main entry', async () => {
    const [main, node] = [await import('../src/index.js'), await import('../src/node.js')];
    expect(Object.keys(node)).toEqual(expect.arrayContaining(Object.keys(main)));
    expect(node.Dataset).toBe(main.Dataset);
  });
});
