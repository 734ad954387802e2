/**
 * Same seed, same bytes: with any number of threads and in every Node. SEKVENS_NODES may name further Node binaries to try, separated as
 * PATH is: SEKVENS_NODES=/opt/node-22/bin/node:/opt/node-24/bin/node npx vitest run test/reproducibility.test.ts
 */
import { execFileSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectedHashes, trainedHashes } from './helpers/reproducible-training.js';
import { runProgram } from './helpers/run-program.js';

test.each([1, 2, 3, 4])('trained by %s threads, networks have the weights of the fixture, byte for byte', async (threads) => {
  expect(await trainedHashes(threads)).toEqual(expectedHashes);
});

test('and so with as many threads as are chosen for them', async () => {
  expect(await trainedHashes()).toEqual(expectedHashes);
});

const further = (process.env.SEKVENS_NODES ?? '').split(delimiter).filter(Boolean);

describe.each([process.execPath, ...further])('in %s, as one bundled file,', (node) => {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();

  test.each(['esm', 'cjs'] as const)(`Node ${version} gives the same bytes (%s)`, async (format) => {
    const program = `
      import { trainedHashes } from './helpers/reproducible-training.js';
      Promise.all([trainedHashes(1), trainedHashes(2), trainedHashes(4)]).then((hashes) => console.log(JSON.stringify(hashes)));`;
    expect(JSON.parse(await runProgram(program, { node, format }))).toEqual([expectedHashes, expectedHashes, expectedHashes]);
  });
});
