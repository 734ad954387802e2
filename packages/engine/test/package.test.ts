/** What the package drags in: nothing but its two siblings, and no work at import time. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Record<string, Record<string, string> | undefined>;

/** Modules that a source or a bundle imports when it is loaded, types left out. */
function imports(code: string): string[] {
  const statements = code.matchAll(/^\s*(?:import|export)\s(?!type\s)(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]/gm);
  const calls = code.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]/g);
  return [...new Set([...statements, ...calls].map(([, name]) => name))];
}

describe('the package', () => {
  it('depends on its siblings alone', () => {
    expect(Object.keys(manifest.dependencies ?? {}).sort()).toEqual(['@sekvens/core', '@sekvens/layers']);
    for (const kind of ['peerDependencies', 'optionalDependencies']) expect(manifest[kind]).toBeUndefined();
    expect(JSON.stringify(manifest.dependencies)).not.toContain('tensorflow');
  });

  it('imports nothing else in any source: no tfjs, no Node module', () => {
    const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.generated.ts'));
    expect(sources.length).toBeGreaterThan(50);
    for (const name of sources) {
      const code = readFileSync(`${root}src/${name}`, 'utf8');
      const foreign = imports(code).filter((module) => !module.startsWith('.') && module !== '@sekvens/core' && module !== '@sekvens/layers' && !(name.includes('team') && module === 'node:worker_threads'));
      expect(foreign, name).toEqual([]);
      expect(code, name).not.toMatch(/tensorflow|tfjs-/);
    }
  });

  it.skipIf(!existsSync(`${root}dist/index.js`))('is built so, down to its siblings', () => {
    const script = `
      const engine = await import('@sekvens/engine');
      const model = engine.sequential([(await import('@sekvens/layers')).dense({ units: 1 })], { inputShape: [1] });
      model.predict([[1]]);
      console.log(JSON.stringify([Object.keys(engine).includes('TextClassifier'), Object.keys(globalThis).filter((name) => /tf|tensor/i.test(name))]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual([true, []]);
    for (const name of ['core', 'layers', 'engine']) {
      const bundle = readFileSync(`${root}../${name}/dist/index.js`, 'utf8');
      expect(imports(bundle).filter((module) => !/^(\.|@sekvens\/(core|layers)$|node:worker_threads$)/.test(module)), name).toEqual([]);
    }
  });
});
