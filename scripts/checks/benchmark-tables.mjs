import { join } from 'node:path';
import { root } from '../lib/root.mjs';
import { runNode } from '../lib/run.mjs';

/**
 * The tables of the READMEs are what benchmarks/report.ts renders from the results files that are committed beside it.
 * @param {string} folder the repository
 * @returns {Promise<string[]>} problems
 */
export async function benchmarkTables(folder) {
  const { code, stdout, output } = await runNode(['--import', import.meta.resolve('tsx'), join(root, 'benchmarks/report.ts'), '--check', '--folder', folder]);
  const problems = stdout.split('\n').filter(Boolean);
  if (code !== 0 && problems.length === 0) return [`benchmarks/report.ts ended with exit code ${code}:\n${output.trimEnd()}`];
  return problems;
}
