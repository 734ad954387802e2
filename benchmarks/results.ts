/** Results files: the numbers, and what they were measured on. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** What a result was measured on. */
export interface About {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
}

const written = [':(top,exclude)benchmarks/results', ':(top,exclude,glob)**/README.md'];

const fileOf = (name: string) => new URL(`./results/${name}.json`, import.meta.url);

/** The machine, the version of Node and the commit of this run. */
function about(): About {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0].model.trim()}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`,
    node: process.version,
    // results and tables written a moment ago by the same series of runs are no change of the code
    commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no', '--', ':/', ...written) ? ' with changes' : ''),
  };
}

/** Writes results/NAME.json with the machine, the versions and the commit. */
export function writeResults(name: string, results: object): void {
  write(name, { ...about(), ...results });
}

/**
 * Writes `results` as the entry `key` of results/NAME.json, with the machine, the versions and the commit. Other entries stay, so that
 * a long measurement can be taken part by part.
 */
export function mergeResults(name: string, key: string, results: object): void {
  const file = fileOf(name);
  const { entries = {} } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { entries?: Record<string, object> }) : {};
  write(name, { entries: { ...entries, [key]: { ...about(), ...results } } });
}

function write(name: string, content: object): void {
  mkdirSync(new URL('./', fileOf(name)), { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify(content, null, 2)}\n`);
}

/** The middle of `values`; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
