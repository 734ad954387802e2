import { expect, test } from 'vitest';
import { temporaryRepository } from '../lib/temporary-repository.mjs';
import { docLinks } from './doc-links.mjs';

/** @param {string} text */
const problems = (text) =>
  docLinks(
    temporaryRepository({
      'docs/page.md': text,
      'README.md': '# Start\n\n## `fit()` and more\n\n## Twice\n\n## Twice\n',
      'a b.txt': '',
      'node_modules/x/README.md': '[broken](nowhere.md)',
      'packages/x/CHANGELOG.md': '[broken](nowhere.md)',
    }),
  );

test('files, folders, anchors, images, HTML and other sites pass', () => {
  expect(
    problems('# Here\n[a](../README.md) [b](../README.md#fit-and-more) [c](../README.md#twice-1) [d](#here) [e](..) ![f](../a%20b.txt) <img src="../a b.txt"> [g](https://x.example/y) [h]\n\n[h]: ../README.md\n'),
  ).toEqual([]);
});

test.for([
  ['[a](gone.md)', 'gone.md leads to docs/gone.md, which does not exist'],
  ['![a](gone.png)', 'gone.png leads to docs/gone.png, which does not exist'],
  ['<a href="gone.html">x</a>', 'gone.html leads to docs/gone.html, which does not exist'],
  ['[a]\n\n[a]: gone.md', 'gone.md leads to docs/gone.md, which does not exist'],
  ['[a](../README.md#gone)', '../README.md#gone names a heading that README.md does not have'],
  ['[a](#gone)', '#gone names a heading that docs/page.md does not have'],
  ['[a](../../etc/hosts)', '../../etc/hosts leaves the repository'],
])('%s is found', ([text, problem]) => {
  expect(problems(text)).toEqual([expect.stringMatching(/^docs\/page\.md:[13]: /)]);
  expect(problems(text)[0]).toContain(problem);
});

test('a link within code is not a link', () => {
  expect(problems('`[a](gone.md)`\n\n```\n[a](gone.md)\n```\n')).toEqual([]);
});
