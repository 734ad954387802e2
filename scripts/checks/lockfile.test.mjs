import { expect, test } from 'vitest';
import { temporaryRepository } from '../lib/temporary-repository.mjs';
import { lockfile } from './lockfile.mjs';

const lock = `lockfileVersion: '9.0'

catalogs:
  default:
    '@scope/tool':
      specifier: 2.0.0
      version: 2.0.0
    pnpm:
      specifier: 10.34.8
      version: 10.34.8

importers:

  .: {}

  packages/a:
    dependencies:
      '@scope/tool':
        specifier: 'catalog:'
        version: 2.0.0

packages: {}
`;

/** @param {Readonly<Record<string, string | object>>} content */
const repository = (content) =>
  temporaryRepository({
    'package.json': { packageManager: 'pnpm@10.34.8', devDependencies: { pnpm: 'catalog:' } },
    'pnpm-lock.yaml': lock,
    'packages/a/package.json': { name: 'a', dependencies: { '@scope/tool': 'catalog:', b: 'workspace:*' } },
    ...content,
  });

test('exact versions of one catalog pass', () => {
  expect(lockfile(repository({}))).toEqual([]);
});

test('a host in the lockfile is found', () => {
  const folder = repository({ 'pnpm-lock.yaml': `${lock}  x: { tarball: https://registry.example/x.tgz }\n` });
  expect(lockfile(folder)).toEqual([`pnpm-lock.yaml:${lock.split('\n').length}: names a host: x: { tarball: https://registry.example/x.tgz }`]);
});

test('a range in the catalog is found', () => {
  const folder = repository({ 'pnpm-lock.yaml': lock.replace('specifier: 2.0.0', 'specifier: ^2.0.0') });
  expect(lockfile(folder)).toEqual(['pnpm-workspace.yaml: @scope/tool is ^2.0.0 in the catalog. Write the exact version: 2.0.0.']);
});

test('two versions of pnpm are found', () => {
  const folder = repository({ 'package.json': { packageManager: 'pnpm@10.0.0' } });
  expect(lockfile(folder)).toEqual(['package.json: packageManager is pnpm@10.0.0, the catalog has 10.34.8. Make them the same.']);
});

test('a version outside of the catalog is found', () => {
  const folder = repository({ 'packages/a/package.json': { name: 'a', devDependencies: { left: '1.0.0' } } });
  expect(lockfile(folder)).toEqual(['packages/a/package.json: left is 1.0.0. Pin it in the catalog of pnpm-workspace.yaml and write "catalog:".']);
});
