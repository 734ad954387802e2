import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pnpmVersion } from '../lib/install.mjs';
import { readManifest, workspaces } from '../lib/manifests.mjs';

/**
 * Every version is exact and stands once, in the catalog; packageManager names the same pnpm; the lockfile works with any registry.
 * @param {string} folder the repository
 * @returns {string[]} problems
 */
export function lockfile(folder) {
  const lock = readFileSync(join(folder, 'pnpm-lock.yaml'), 'utf8').replaceAll('\r\n', '\n');
  const problems = lock.split('\n').flatMap((line, i) => (/https?:\/\//.test(line) ? [`pnpm-lock.yaml:${i + 1}: names a host: ${line.trim()}`] : []));

  const [catalogs = ''] = lock.split('\nimporters:\n');
  const pinned = new Map([...catalogs.matchAll(/^ {4}'?([^\s':]+)'?:\n {6}specifier: (\S+)\n {6}version: (\S+)/gm)].map(([, name, specifier, version]) => [name, { specifier, version }]));
  for (const [name, { specifier, version }] of pinned) {
    if (specifier !== version) problems.push(`pnpm-workspace.yaml: ${name} is ${specifier} in the catalog. Write the exact version: ${version}.`);
  }
  const pnpm = pinned.get('pnpm')?.version;
  if (pnpm !== pnpmVersion(folder)) problems.push(`package.json: packageManager is pnpm@${pnpmVersion(folder)}, the catalog has ${pnpm ?? 'no pnpm'}. Make them the same.`);

  for (const { folder: path, manifest } of [{ folder: '.', manifest: readManifest(folder) }, ...workspaces(folder)]) {
    for (const [name, specifier] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies })) {
      if (specifier !== 'catalog:' && specifier !== 'workspace:*') problems.push(`${path}/package.json: ${name} is ${specifier}. Pin it in the catalog of pnpm-workspace.yaml and write "catalog:".`);
    }
  }
  return problems;
}
