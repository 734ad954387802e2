import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * For tests: a folder with these files, removed after the test. An object is written as JSON.
 * @param {Readonly<Record<string, string | object>>} content by path
 */
export function temporaryRepository(content) {
  const folder = mkdtempSync(join(tmpdir(), 'sekvens-scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(content)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text));
  }
  return folder;
}

/**
 * The part of a lockfile that lists the workspaces.
 * @param {readonly string[]} folders
 */
export function lockOf(folders) {
  return `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    devDependencies: {}\n${folders.map((folder) => `\n  ${folder}:\n    dependencies:\n      x:\n        specifier: 'catalog:'\n`).join('')}\npackages:\n\n  x@1.0.0: {}\n`;
}
