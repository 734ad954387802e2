import { expect, test } from 'vitest';
import { lockOf, temporaryRepository } from '../lib/temporary-repository.mjs';
import { changesets } from './changesets.mjs';

/** @param {string} text */
const problems = (text) =>
  changesets(
    temporaryRepository({
      'pnpm-lock.yaml': lockOf(['packages/core', 'apps/demo']),
      'packages/core/package.json': { name: '@sekvens/core' },
      'apps/demo/package.json': { name: 'sekvens-demo', private: true },
      '.changeset/README.md': 'not a changeset',
      '.changeset/some-good-words.md': text,
    }),
  );

test('a changeset of a published package passes, also with Windows line ends', () => {
  expect(problems('---\n"@sekvens/core": minor\n---\n\nReads words.\n')).toEqual([]);
  expect(problems('---\r\n"@sekvens/core": minor\r\n---\r\n\r\nReads words.\r\n')).toEqual([]);
});

test('a private or unknown package is refused', () => {
  expect(problems('---\n"sekvens-demo": patch\n---\n\nText.\n')).toEqual(['.changeset/some-good-words.md: names sekvens-demo, which is not published. The packages are @sekvens/core.']);
});

test('an unknown size is refused', () => {
  expect(problems('---\n"@sekvens/core": huge\n---\n\nText.\n').join()).toMatch(/huge|cannot be read/);
});

test('an empty text is refused', () => {
  expect(problems('---\n"@sekvens/core": patch\n---\n\n')).toEqual(['.changeset/some-good-words.md: says nothing. Write what a user notices.']);
});

test('a file without front matter is refused', () => {
  expect(problems('Reads words.\n').join()).toMatch(/^\.changeset\/some-good-words\.md: cannot be read: /);
});

test('a repository without the folder is refused', () => {
  expect(changesets(temporaryRepository({ 'pnpm-lock.yaml': lockOf([]) }))).toEqual(['.changeset: the folder is missing.']);
});
