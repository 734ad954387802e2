import { expect, test } from 'vitest';
import { lockOf, temporaryRepository } from '../lib/temporary-repository.mjs';
import { packageArrows } from './package-arrows.mjs';

/** @param {Readonly<Record<string, string | object>>} content */
const repository = (content) =>
  temporaryRepository({
    'pnpm-lock.yaml': lockOf(['packages/core', 'packages/layers', 'apps/demo']),
    'packages/core/package.json': { name: '@sekvens/core' },
    'packages/layers/package.json': { name: '@sekvens/layers', dependencies: { '@sekvens/core': 'workspace:*' } },
    'packages/layers/src/index.ts': "import { x } from '@sekvens/core';\nimport type { y } from './inner/y.js';\n",
    'packages/layers/src/inner/y.ts': "export { x } from '../index.js';\n",
    'apps/demo/package.json': { name: 'sekvens-demo', private: true, dependencies: { '@sekvens/core': 'workspace:*', '@sekvens/layers': 'workspace:*' } },
    'apps/demo/src/main.ts': "import core from '@sekvens/core/package.json';\nconst layers = await import('@sekvens/layers');\n",
    ...content,
  });

test('arrows in the right direction pass', () => {
  expect(packageArrows(repository({}))).toEqual([]);
});

test('an import against the arrow is named with its line, also a type import and a subpath', () => {
  const folder = repository({ 'packages/core/src/text.ts': "\nimport type { Layer } from '@sekvens/layers/types';\n" });
  expect(packageArrows(folder)).toEqual(['packages/core/src/text.ts:2: @sekvens/core imports @sekvens/layers; it may import no other package.']);
});

test('a dependency against the arrow is found without an import', () => {
  const folder = repository({ 'packages/core/package.json': { name: '@sekvens/core', devDependencies: { '@sekvens/layers': 'workspace:*' } } });
  expect(packageArrows(folder)).toEqual(['packages/core/package.json: @sekvens/core depends on @sekvens/layers; it may depend on no other package.']);
});

test('an undeclared import is found', () => {
  const folder = repository({ 'packages/layers/package.json': { name: '@sekvens/layers' } });
  expect(packageArrows(folder)).toEqual(['packages/layers/src/index.ts:1: imports @sekvens/core, which packages/layers/package.json does not list.']);
});

test('a relative import into another package is found', () => {
  const folder = repository({ 'packages/layers/src/inner/z.ts': "export * from '../../../core/src/index.js';\n" });
  expect(packageArrows(folder)).toEqual(['packages/layers/src/inner/z.ts:1: imports ../../../core/src/index.js, which is outside of the package. Import the other package by its name.']);
});

test('nothing may import a private workspace', () => {
  const folder = repository({ 'packages/layers/src/demo.ts': "import 'sekvens-demo';\n" });
  expect(packageArrows(folder)).toEqual(['packages/layers/src/demo.ts:1: @sekvens/layers imports sekvens-demo; it may import @sekvens/core.']);
});

test('a new published package has to be given its arrows', () => {
  const folder = repository({ 'packages/layers/package.json': { name: '@sekvens/other' } });
  expect(packageArrows(folder)[0]).toBe('packages/layers/package.json: @sekvens/other is published and has no arrows. Add it to scripts/checks/package-arrows.mjs.');
});
