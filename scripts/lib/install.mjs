import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { root } from './root.mjs';
import { runNpx } from './run.mjs';
import { workspaceFolders } from './workspace-folders.mjs';

/**
 * Installs exactly what pnpm-lock.yaml says, with the pnpm that package.json names, unless that has been done already.
 * @param {(line: string) => void} say
 */
export async function install(say) {
  if (isInstalled(root)) return;
  const version = pnpmVersion(root);
  say(`Installing the packages of pnpm-lock.yaml with pnpm ${version} …`);
  // A node_modules folder made by another tool is replaced without a question.
  const { code } = await runNpx(['--yes', `pnpm@${version}`, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'], { output: 'inherit' });
  if (code !== 0) {
    throw new Failure(
      `Installing with pnpm ${version} failed (exit code ${code}); its messages are above.`,
      'The first installation needs the npm registry: check the connection or the proxy settings of npm, then run the command again. If package.json was changed, `npx pnpm install` brings the lockfile up to date.',
    );
  }
  writeFileSync(statePath(root), `${installState(root)}\n`);
}

/**
 * True where the last finished installation had the same lockfile, settings, dependencies and platform, and no workspace has lost its node_modules.
 * @param {string} folder the repository
 */
export function isInstalled(folder) {
  const path = statePath(folder);
  if (!existsSync(path) || readFileSync(path, 'utf8').trim() !== installState(folder)) return false;
  return workspaceFolders(folder).every((workspace) => !hasDependencies(join(folder, workspace)) || existsSync(join(folder, workspace, 'node_modules')));
}

/**
 * The version in package.json's packageManager, without its optional checksum.
 * @param {string} folder the repository
 * @returns {string}
 */
export function pnpmVersion(folder) {
  const { packageManager } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const version = /^pnpm@(\d+\.\d+\.\d+)/.exec(packageManager)?.[1];
  if (!version) throw new Failure(`package.json's packageManager is ${JSON.stringify(packageManager)}.`, 'Write it as pnpm@ and an exact version.');
  return version;
}

/** @param {string} folder the repository */
export function installState(folder) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${pnpmVersion(folder)}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(folder, file)));
  for (const workspace of ['.', ...workspaceFolders(folder)]) hash.update(JSON.stringify([workspace, dependencies(join(folder, workspace))]));
  return hash.digest('hex');
}

/** @param {string} folder the repository */
export function statePath(folder) {
  return join(folder, 'node_modules', '.install-state');
}

/** @param {string} folder a workspace */
function hasDependencies(folder) {
  return dependencies(folder).some((group) => Object.keys(group).length > 0);
}

/**
 * @param {string} folder a workspace
 * @returns {object[]} the groups of dependencies; empty where the folder is gone
 */
function dependencies(folder) {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return [];
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].map((group) => manifest[group] ?? {});
}
