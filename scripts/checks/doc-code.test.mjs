import { expect, test } from 'vitest';
import { temporaryRepository } from '../lib/temporary-repository.mjs';
import { docCode } from './doc-code.mjs';

const program = "console.log('one');\nconsole.log('two');\n";

/** @param {string} readme */
const problems = (readme) => docCode(temporaryRepository({ 'README.md': readme, 'examples/readme/first.ts': program }));

test('a block that equals its file passes, with and without an empty line after the comment', () => {
  expect(problems(`<!-- file: examples/readme/first.ts -->\n\`\`\`ts\n${program}\`\`\`\n`)).toEqual([]);
  expect(problems(`- item\n\n  <!-- file: examples/readme/first.ts -->\n\n  \`\`\`ts\n  console.log('one');\n  console.log('two');\n  \`\`\`\n`)).toEqual([]);
});

test('the first line that differs is shown', () => {
  expect(problems("<!-- file: examples/readme/first.ts -->\n```ts\nconsole.log('one');\nconsole.log('2');\n```\n")).toEqual([
    `README.md:1: the block differs from examples/readme/first.ts in line 2: the block has "console.log('2');", the file "console.log('two');".`,
  ]);
  expect(problems("<!-- file: examples/readme/first.ts -->\n```ts\nconsole.log('one');\n```\n")).toEqual([
    `README.md:1: the block differs from examples/readme/first.ts in line 2: the block has "no such line", the file "console.log('two');".`,
  ]);
});

test('a comment without a block, with a missing file or with another language is found', () => {
  expect(problems('<!-- file: examples/readme/first.ts -->\n\ntext\n')[0]).toBe('README.md:1: no code block follows the comment that names examples/readme/first.ts.');
  expect(problems('<!-- output: gone.ts -->\n```\nx\n```\n')[0]).toBe("README.md:1: gone.ts does not exist. Name a file from the repository's root.");
  expect(problems(`<!-- file: examples/readme/first.ts -->\n\`\`\`js\n${program}\`\`\`\n`)).toEqual(['README.md:1: the block shows examples/readme/first.ts. Mark it as ts.']);
});

test('a program that no README shows is found', () => {
  expect(problems('')).toEqual(['examples/readme/first.ts: no Markdown file shows it. Add a block below <!-- file: examples/readme/first.ts -->, or move it out of examples/readme.']);
});
