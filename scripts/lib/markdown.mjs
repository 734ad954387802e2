import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { files } from './files.mjs';

/**
 * The repository's Markdown files, without changelogs, which changesets writes.
 * @param {string} folder the repository
 */
export function markdownFiles(folder) {
  return files(folder, (path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'));
}

/**
 * @param {string} folder
 * @param {string} path
 */
export function readText(folder, path) {
  return readFileSync(join(folder, path), 'utf8').replaceAll('\r\n', '\n');
}

/**
 * @typedef {object} MarkedBlock a code block below a comment that names a file
 * @property {'file' | 'output'} mark `<!-- file: x.ts -->`: the block is x.ts; `<!-- output: x.ts -->`: the block is what x.ts prints
 * @property {string} target
 * @property {number} line of the comment
 * @property {string | undefined} code undefined where no code block follows
 * @property {string} language
 */

/**
 * @param {string} text Markdown
 * @returns {MarkedBlock[]}
 */
export function markedBlocks(text) {
  /** @type {MarkedBlock[]} */
  const blocks = [];
  /** @param {import('mdast').Nodes} node */
  const visit = (node) => {
    if (!('children' in node)) return;
    node.children.forEach((child, i) => {
      const comment = child.type === 'html' ? /^<!--\s*(file|output):\s*(\S+)\s*-->/.exec(child.value) : null;
      if (comment) {
        const next = node.children[i + 1];
        const code = next?.type === 'code' ? next : undefined;
        blocks.push({ mark: comment[1] === 'file' ? 'file' : 'output', target: comment[2], line: child.position?.start.line ?? 0, code: code?.value, language: code?.lang ?? '' });
      }
      visit(child);
    });
  };
  visit(fromMarkdown(text));
  return blocks;
}
