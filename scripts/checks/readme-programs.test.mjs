import { expect, test } from 'vitest';
import { temporaryRepository } from '../lib/temporary-repository.mjs';
import { readmePrograms } from './readme-programs.mjs';

/** @param {string} program @param {string} readme */
const problems = (program, readme) => readmePrograms(temporaryRepository({ 'examples/readme/first.ts': program, 'README.md': readme, 'package.json': { type: 'module' } }));
const stated = '<!-- output: examples/readme/first.ts -->\n```\n3 words\n```\n';

test('a TypeScript program that prints what is stated passes', async () => {
  expect(await problems('const words: number = 3;\nconsole.log(`${words} words`);\nconsole.error("not part of it");\n', stated)).toEqual([]);
});

test('another output is shown beside the stated one', async () => {
  expect(await problems('console.log("4 words");', stated)).toEqual(['README.md:1: examples/readme/first.ts prints something else. Stated:\n  3 words\nPrinted:\n  4 words']);
});

test('a program that fails is found', async () => {
  expect((await problems('console.log("3 words"); process.exitCode = 2;', stated))[0]).toBe('examples/readme/first.ts ended with exit code 2:\n3 words');
});

test('a program without a stated output is found', async () => {
  expect(await problems('console.log(1);', '')).toEqual(['examples/readme/first.ts: no README states what it prints. Add a block below <!-- output: examples/readme/first.ts -->.']);
});

test('a stated output of a file elsewhere is found', async () => {
  expect(await problems('console.log("3 words");', `${stated}\n<!-- output: package.json -->\n\`\`\`\nx\n\`\`\`\n`)).toEqual(['README.md:6: package.json is not in examples/readme, so its output is not checked.']);
});
