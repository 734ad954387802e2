/**
 * What the programs of examples/lesson print on AG News, surnames and pretrained vectors.
 *
 *   tsx lesson/programs.ts --data DIR --names DIR --vectors FILE
 *
 * DIRs and FILE are what the programs take as --data and --vectors. Writes results/lesson-programs.json.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeResults } from '../results.js';

const { values } = parseArgs({ options: { data: { type: 'string' }, names: { type: 'string' }, vectors: { type: 'string' } } });
const { data, names, vectors } = values;
if (!data || !names || !vectors) throw new Error('--data DIR with AG News, --names DIR with <Language>.txt and --vectors FILE are needed');

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = fileURLToPath(import.meta.resolve('tsx/cli'));

/** The lines of a program that tell a share in per cent. */
function printed(step: number, ...options: string[]): string[] {
  const output = execFileSync(process.execPath, [tsx, 'examples/lesson/run.ts', String(step), ...options], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return output.split('\n').filter((line) => /accuracy.*%|% padding|vocabulary: .*%|words: .*%/.test(line)).map((line) => line.replace(/trained in [^,]+, /, ''));
}

const news = ['--data', data];
const programs: [number, string, string[][]][] = [
  [1, '', [news]],
  ...[2, 3, 4].map((step): [number, string, string[][]] => [step, '--seed 0, 1, 2, 3', ['0', '1', '2', '3'].map((seed) => [...news, '--seed', seed])]),
  [5, '--limit 4000', [[...news, '--limit', '4000']]],
  [6, '', [news]],
  [7, '--vectors, 25 numbers of GloVe (Twitter)', [[...news, '--vectors', vectors]]],
  [8, '--data, 20 languages', [['--data', names]]],
];
const runs = programs.map(([step, options, calls]) => {
  const lines = calls.flatMap((call) => printed(step, ...call));
  console.log(step, options, lines);
  return { step, options, lines };
});
writeResults('lesson-programs', { runs });
