import { benchmarkTables } from './benchmark-tables.mjs';
import { browserBundles } from './browser-bundles.mjs';
import { changesets } from './changesets.mjs';
import { docCode } from './doc-code.mjs';
import { docLinks } from './doc-links.mjs';
import { lockfile } from './lockfile.mjs';
import { packageArrows } from './package-arrows.mjs';
import { readmePrograms } from './readme-programs.mjs';
import { fromProblems, fromRuns } from './outcomes.mjs';
import { sizeBudgets } from './size-budgets.mjs';
import { unitTests } from './unit-tests.mjs';
import { root } from '../lib/root.mjs';
import { runTool } from '../lib/run.mjs';
import { runTurbo } from '../lib/run-turbo.mjs';

/** @typedef {import('../check.mjs').Check} Check */

/**
 * A turbo task over all workspaces, as many at a time as there are processors.
 * @param {string} task
 * @param {boolean} verbose
 */
const turbo = (task, verbose) =>
  runTurbo(['run', task, '--continue=dependencies-successful', '--concurrency=100%', `--output-logs=${verbose ? 'full' : 'errors-only'}`], { output: verbose ? 'both' : 'capture' });

/** @param {boolean} verbose */
const shown = (verbose) => ({ output: /** @type {'both' | 'capture'} */ (verbose ? 'both' : 'capture') });

/** Every check, in the order in which they run. @type {readonly Check[]} */
export const checks = [
  { name: 'lockfile', purpose: 'versions are pinned in one place, no registry host in the lockfile', run: () => fromProblems(lockfile(root)) },
  { name: 'build', purpose: 'every package and the demo build', run: ({ verbose }) => fromRuns(turbo('build', verbose)) },
  {
    name: 'typecheck',
    purpose: 'every workspace and the scripts typecheck',
    run: ({ verbose }) => fromRuns(turbo('typecheck', verbose), runTool('typescript', ['-p', 'scripts/tsconfig.json'], { ...shown(verbose), command: 'tsc' })),
  },
  {
    name: 'lint',
    purpose: 'typed eslint over every workspace and the scripts',
    run: ({ verbose }) => fromRuns(turbo('lint', verbose), runTool('eslint', ['scripts', 'packages/*/scripts/**/*.mjs', 'packages/*/*.config.ts', 'eslint.config.js', '--no-error-on-unmatched-pattern'], shown(verbose))),
  },
  { name: 'unit-tests', purpose: 'vitest in every workspace, the built WebAssembly included, and in scripts', run: ({ verbose }) => unitTests(root, verbose) },
  { name: 'packages', purpose: 'publint and attw on every published package', run: ({ verbose }) => fromRuns(turbo('package-check', verbose)) },
  { name: 'arrows', purpose: 'packages import each other in one direction only', run: () => fromProblems(packageArrows(root)) },
  {
    name: 'cycles',
    purpose: 'no import cycles between files (madge)',
    run: ({ verbose }) => fromRuns(runTool('madge', ['--circular', '--no-spinner', 'packages', 'apps', 'examples', 'benchmarks'], shown(verbose))),
  },
  { name: 'unused', purpose: 'no unused files, exports or dependencies (knip)', needsBuild: true, run: ({ verbose }) => fromRuns(runTool('knip', ['--no-progress'], shown(verbose))) },
  { name: 'browser', purpose: 'entries for browsers bundle without Node modules', needsBuild: true, run: () => fromProblems(browserBundles(root)) },
  { name: 'size', purpose: 'bundles stay within their budgets', needsBuild: true, run: () => sizeBudgets(root) },
  { name: 'changesets', purpose: 'every changeset can be read and names published packages', run: () => fromProblems(changesets(root)) },
  { name: 'doc-links', purpose: 'relative links and anchors in Markdown resolve', run: () => fromProblems(docLinks(root)) },
  { name: 'doc-code', purpose: 'code blocks in Markdown equal the files they name', run: () => fromProblems(docCode(root)) },
  { name: 'benchmark-tables', purpose: 'tables of the READMEs are what the results of the benchmarks say', run: () => fromProblems(benchmarkTables(root)) },
  { name: 'readme-programs', purpose: 'programs of the READMEs run and print what is stated', needsBuild: true, run: () => fromProblems(readmePrograms(root)) },
];
