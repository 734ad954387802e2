import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import parseChangeset from '@changesets/parse';
import { workspaces } from '../lib/manifests.mjs';

/**
 * @param {string} folder the repository
 * @returns {string[]} problems
 */
export function changesets(folder) {
  const directory = join(folder, '.changeset');
  if (!existsSync(directory)) return ['.changeset: the folder is missing.'];
  const published = workspaces(folder).filter(({ manifest }) => !manifest.private).map(({ manifest }) => manifest.name);
  return readdirSync(directory)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .sort()
    .flatMap((file) => problemsOf(readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n'), published).map((problem) => `.changeset/${file}: ${problem}`));
}

/**
 * @param {string} text
 * @param {readonly string[]} published
 */
function problemsOf(text, published) {
  /** @type {ReturnType<typeof parseChangeset>} */
  let changeset;
  try {
    changeset = parseChangeset(text);
  } catch (error) {
    return [`cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`];
  }
  const problems = changeset.releases.flatMap(({ name, type }) => [
    ...(published.includes(name) ? [] : [`names ${name}, which is not published. The packages are ${published.join(', ')}.`]),
    ...(['patch', 'minor', 'major'].includes(type) ? [] : [`has the size ${type} for ${name}; write patch, minor or major.`]),
  ]);
  if (changeset.releases.length > 0 && changeset.summary.trim() === '') problems.push('says nothing. Write what a user notices.');
  return problems;
}
