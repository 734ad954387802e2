import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { files } from '../lib/files.mjs';
import { workspaces } from '../lib/manifests.mjs';

/** What each published package may import of the others; nothing may import a private workspace. @type {Readonly<Record<string, readonly string[]>>} */
const allowed = {
  '@sekvens/core': [],
  '@sekvens/layers': ['@sekvens/core'],
  '@sekvens/engine': ['@sekvens/layers', '@sekvens/core'],
  '@sekvens/data': ['@sekvens/core'],
  '@sekvens/formats': ['@sekvens/engine', '@sekvens/layers', '@sekvens/core'],
  sekvens: ['@sekvens/formats', '@sekvens/engine', '@sekvens/data', '@sekvens/layers', '@sekvens/core'],
};

/**
 * Compares the packages' declared dependencies and their actual imports, those of tests included, with the arrows of the architecture.
 * @param {string} folder the repository
 * @returns {string[]} problems
 */
export function packageArrows(folder) {
  const all = workspaces(folder);
  const names = all.map(({ manifest }) => manifest.name);
  /** @type {string[]} */
  const problems = [];
  for (const { folder: path, manifest } of all) {
    const { name } = manifest;
    const targets = manifest.private ? Object.keys(allowed) : allowed[name];
    if (!targets) {
      problems.push(`${path}/package.json: ${name} is published and has no arrows. Add it to scripts/checks/package-arrows.mjs.`);
      continue;
    }
    const may = targets.length > 0 ? targets.join(', ') : 'no other package';
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies });
    for (const dependency of declared) {
      if (names.includes(dependency) && !targets.includes(dependency)) problems.push(`${path}/package.json: ${name} depends on ${dependency}; it may depend on ${may}.`);
    }
    for (const { file, line, specifier } of imports(join(folder, path))) {
      const place = `${path}/${file}:${line}`;
      if (specifier.startsWith('.')) {
        if (posix.normalize(posix.join(posix.dirname(file), specifier)).startsWith('..')) problems.push(`${place}: imports ${specifier}, which is outside of the package. Import the other package by its name.`);
        continue;
      }
      const target = packageName(specifier);
      if (target === name || !names.includes(target)) continue;
      if (!targets.includes(target)) problems.push(`${place}: ${name} imports ${target}; it may import ${may}.`);
      else if (!declared.includes(target)) problems.push(`${place}: imports ${target}, which ${path}/package.json does not list.`);
    }
  }
  return problems;
}

/** @param {string} folder a workspace */
function* imports(folder) {
  for (const file of files(folder, (path) => /\.[cm]?tsx?$/.test(path) && !path.startsWith('assembly/'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const { fileName, pos } of ts.preProcessFile(text, true, true).importedFiles) yield { file, line: text.slice(0, pos).split('\n').length, specifier: fileName };
  }
}

/** @param {string} specifier such as @sekvens/data/node */
function packageName(specifier) {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
