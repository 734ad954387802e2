import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installState, isInstalled, pnpmVersion, statePath } from './install.mjs';
import { lockOf, temporaryRepository } from './temporary-repository.mjs';
import { workspaceFolders } from './workspace-folders.mjs';

function installed() {
  const folder = temporaryRepository({
    'package.json': { packageManager: 'pnpm@10.34.8+sha512.abc' },
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
    'pnpm-lock.yaml': lockOf(['packages/a', 'packages/b']),
    'packages/a/package.json': { name: 'a', dependencies: { x: 'catalog:' } },
    'packages/a/node_modules/x/index.js': '',
    'packages/b/package.json': { name: 'b' },
    'node_modules/x/index.js': '',
  });
  writeFileSync(statePath(folder), `${installState(folder)}\n`);
  return folder;
}

test('the workspaces are the importers of the lockfile, without the root', () => {
  expect(workspaceFolders(installed())).toEqual(['packages/a', 'packages/b']);
});

test('nothing is installed again while lockfile, settings and folders are the same', () => {
  expect(isInstalled(installed())).toBe(true);
});

test.for(['pnpm-lock.yaml', 'pnpm-workspace.yaml'])('a changed %s asks for an installation', (file) => {
  const folder = installed();
  writeFileSync(join(folder, file), lockOf(['packages/a', 'packages/b']).replace('1.0.0', '1.0.1'));
  expect(isInstalled(folder)).toBe(false);
});

test('a dependency that was added to a package.json asks for an installation, another change does not', () => {
  const folder = installed();
  writeFileSync(join(folder, 'packages/a/package.json'), JSON.stringify({ name: 'a', description: 'new', dependencies: { x: 'catalog:' } }));
  expect(isInstalled(folder)).toBe(true);
  writeFileSync(join(folder, 'packages/a/package.json'), JSON.stringify({ name: 'a', dependencies: { x: 'catalog:', y: 'catalog:' } }));
  expect(isInstalled(folder)).toBe(false);
});

test.for(['packages/a/node_modules', 'node_modules'])('a missing %s asks for an installation', (path) => {
  const folder = installed();
  rmSync(join(folder, path), { recursive: true });
  expect(isInstalled(folder)).toBe(false);
});

test('the pnpm version leaves out a checksum', () => {
  expect(pnpmVersion(installed())).toBe('10.34.8');
});

test('a packageManager without an exact version of pnpm is refused', () => {
  const folder = temporaryRepository({ 'package.json': { packageManager: 'pnpm@latest' } });
  expect(() => pnpmVersion(folder)).toThrow('packageManager is "pnpm@latest".\nWrite it as pnpm@ and an exact version.');
});
