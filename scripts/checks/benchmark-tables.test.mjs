import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../lib/root.mjs';
import { runNode } from '../lib/run.mjs';
import { temporaryRepository } from '../lib/temporary-repository.mjs';
import { benchmarkTables } from './benchmark-tables.mjs';

const readme = '# Title\n\n<!-- results: lesson-steps -->\n<!-- end -->\n\nText.\n';
const results = {
  entries: {
    'lstm, batch 8': {
      date: '2026-01-02', machine: 'a machine', node: 'v20.0.0', commit: 'abc1234', model: 'lstm', batchSize: 8, rounds: 3, steps: 200, versions: ['keras 3'],
      milliseconds: { 'sekvens, 1': 0.5, 'sekvens, 2': 0.6, 'keras, 1': 9, 'keras, 2': 8 }, timesAsFast: { keras: 16 }, kerasFastest: ['fit'],
    },
  },
};

/** @param {string} folder */
const report = (folder) => runNode(['--import', import.meta.resolve('tsx'), join(root, 'benchmarks/report.ts'), '--folder', folder]);

test('a region that report has written passes; one that the results have left behind is found', async () => {
  const folder = temporaryRepository({ 'benchmarks/README.md': readme, 'benchmarks/results/lesson-steps.json': results });
  expect(await benchmarkTables(folder)).toEqual(['benchmarks/README.md:3: the table lesson-steps is not what the results files say. Run npm run report in benchmarks.']);
  expect(await report(folder)).toMatchObject({ code: 0 });
  const text = readFileSync(join(folder, 'benchmarks/README.md'), 'utf8');
  expect(text).toContain('| LSTM(8) | 8 | 0.500 | 0.600 | 8.00 (16×) | – | – |');
  expect(text).toMatch(/<!-- end -->\n\nText\.\n$/);
  expect(await benchmarkTables(folder)).toEqual([]);
});

test('without a results file the region says so', async () => {
  const folder = temporaryRepository({ 'README.md': readme });
  await report(folder);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('Not measured yet; `npm run lesson-steps` in benchmarks does.');
  expect(await benchmarkTables(folder)).toEqual([]);
});

test('regions that are unknown or not closed are found', async () => {
  expect((await benchmarkTables(temporaryRepository({ 'README.md': '<!-- results: other -->\n<!-- end -->\n' })))[0]).toMatch(/^README\.md: <!-- results: other -->: expected one of training-step, lesson-steps/);
  expect(await benchmarkTables(temporaryRepository({ 'README.md': '\n<!-- results: scaling -->\n' }))).toEqual(['README.md: line 2: <!-- results: scaling --> has no <!-- end --> of its own']);
});

test('a results file that cannot be read is found', async () => {
  const folder = temporaryRepository({ 'README.md': readme, 'benchmarks/results/lesson-steps.json': '{' });
  expect((await benchmarkTables(folder))[0]).toMatch(/^README\.md: .*JSON/);
});
