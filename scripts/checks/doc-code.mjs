import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { files } from '../lib/files.mjs';
import { markdownFiles, markedBlocks, readText } from '../lib/markdown.mjs';

/**
 * A code block below `<!-- file: path -->` is that file, character by character; every program in examples/readme is shown somewhere.
 * @param {string} folder the repository
 * @returns {string[]} problems
 */
export function docCode(folder) {
  /** @type {string[]} */
  const problems = [];
  const shown = new Set();
  for (const markdown of markdownFiles(folder)) {
    for (const { mark, target, line, code, language } of markedBlocks(readText(folder, markdown))) {
      const place = `${markdown}:${line}`;
      if (!existsSync(join(folder, target))) problems.push(`${place}: ${target} does not exist. Name a file from the repository's root.`);
      else if (code === undefined) problems.push(`${place}: no code block follows the comment that names ${target}.`);
      else if (mark === 'file') {
        shown.add(target);
        if (target.endsWith('.ts') && language !== 'ts') problems.push(`${place}: the block shows ${target}. Mark it as ts.`);
        const difference = firstDifference(code, readText(folder, target));
        if (difference) problems.push(`${place}: the block differs from ${target} ${difference}`);
      }
    }
  }
  for (const program of readmeProgramFiles(folder)) {
    if (!shown.has(program)) problems.push(`${program}: no Markdown file shows it. Add a block below <!-- file: ${program} -->, or move it out of examples/readme.`);
  }
  return problems;
}

/** @param {string} folder the repository */
export function readmeProgramFiles(folder) {
  if (!existsSync(join(folder, 'examples/readme'))) return [];
  return files(join(folder, 'examples/readme'), (path) => path.endsWith('.ts')).map((path) => `examples/readme/${path}`);
}

/**
 * @param {string} block
 * @param {string} file
 */
function firstDifference(block, file) {
  const [a, b] = [block, file].map((text) => text.trimEnd().split('\n'));
  const i = Array.from({ length: Math.max(a.length, b.length) }).findIndex((_, j) => a[j] !== b[j]);
  return i < 0 ? undefined : `in line ${i + 1}: the block has ${JSON.stringify(a[i] ?? 'no such line')}, the file ${JSON.stringify(b[i] ?? 'no such line')}.`;
}
