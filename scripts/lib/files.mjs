import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'dist', 'coverage', 'runs', '.git', '.turbo', '.cache']);

/**
 * Paths of the repository's own files below a folder, relative to it, with slashes, sorted.
 * @param {string} folder
 * @param {(path: string) => boolean} wanted
 * @returns {string[]}
 */
export function files(folder, wanted) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} path */
  const visit = (path) => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const child = path ? `${path}/${entry.name}` : entry.name;
      if (entry.isDirectory() && !skipped.has(entry.name)) visit(child);
      else if (entry.isFile() && wanted(child)) found.push(child);
    }
  };
  visit('');
  return found.sort();
}
