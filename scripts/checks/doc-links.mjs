import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';
import { markdownFiles, readText } from '../lib/markdown.mjs';

/**
 * Relative links and images of all Markdown files lead to files of the repository, and their anchors to headings.
 * @param {string} folder the repository
 * @returns {string[]} problems
 */
export function docLinks(folder) {
  return markdownFiles(folder).flatMap((file) =>
    links(readText(folder, file)).flatMap(({ url, line }) => {
      const problem = brokenBecause(folder, file, url);
      return problem ? [`${file}:${line}: ${url} ${problem}`] : [];
    }),
  );
}

/** @param {string} text */
function links(text) {
  /** @type {{ url: string, line: number }[]} */
  const found = [];
  visit(fromMarkdown(text), (node) => {
    const line = node.position?.start.line ?? 0;
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') found.push({ url: node.url, line });
    if (node.type === 'html') for (const [, url] of node.value.matchAll(/\s(?:href|src)="([^"]*)"/g)) found.push({ url, line });
  });
  return found.filter(({ url }) => !/^([a-z][a-z\d+.-]*:|\/\/)/i.test(url));
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} url
 */
function brokenBecause(folder, file, url) {
  const [path, anchor] = url.split('#').map(decodeURIComponent);
  const target = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), path));
  if (path.startsWith('/') || target.startsWith('..')) return 'leaves the repository';
  if (!existsSync(join(folder, target))) return `leads to ${target}, which does not exist`;
  if (!anchor || statSync(join(folder, target)).isDirectory() || !target.endsWith('.md')) return undefined;
  return headings(readText(folder, target)).has(anchor) ? undefined : `names a heading that ${target} does not have`;
}

/** The anchors of a file, as GitHub makes them. @param {string} text */
function headings(text) {
  const slugger = new GithubSlugger();
  /** @type {Set<string>} */
  const slugs = new Set();
  visit(fromMarkdown(text), 'heading', (heading) => {
    let title = '';
    visit(heading, (node) => {
      if (node.type === 'text' || node.type === 'inlineCode') title += node.value;
    });
    slugs.add(slugger.slug(title));
  });
  return slugs;
}
