import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFolders } from './workspace-folders.mjs';

/**
 * @typedef {object} Manifest a package.json
 * @property {string} name
 * @property {string} [version]
 * @property {boolean} [private]
 * @property {Record<string, string>} [bin]
 * @property {Record<string, string>} [scripts]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {object} Workspace
 * @property {string} folder relative to the repository, such as packages/core
 * @property {Manifest} manifest
 */

/**
 * Every workspace but the root.
 * @param {string} folder the repository
 * @returns {Workspace[]}
 */
export function workspaces(folder) {
  return workspaceFolders(folder).map((path) => ({ folder: path, manifest: readManifest(join(folder, path)) }));
}

/**
 * @param {string} folder
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
