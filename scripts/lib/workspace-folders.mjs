import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folders of all workspaces but the root, such as packages/core: the importers of pnpm-lock.yaml.
 * Read line by line, since this runs before anything is installed.
 * @param {string} folder the repository
 */
export function workspaceFolders(folder) {
  const lines = readFileSync(join(folder, 'pnpm-lock.yaml'), 'utf8').split(/\r?\n/);
  const start = lines.indexOf('importers:') + 1;
  const end = lines.findIndex((line, i) => i >= start && /^\S/.test(line));
  return lines
    .slice(start, end < 0 ? undefined : end)
    .map((line) => /^ {2}(?! )'?([^':]+)'?:/.exec(line)?.[1])
    .filter((name) => name !== undefined && name !== '.')
    .map(String);
}
