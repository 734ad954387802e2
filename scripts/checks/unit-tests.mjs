import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspaces } from '../lib/manifests.mjs';
import { runTool } from '../lib/run.mjs';
import { runTurbo } from '../lib/run-turbo.mjs';
import { addReports } from './vitest-report.mjs';

const reportFile = '.turbo/vitest.json';

/**
 * Runs vitest in every workspace that has a test script, and in scripts/. Nothing comes from a cache: a test's result belongs to
 * this machine and this Node.
 * @param {string} folder the repository
 * @param {boolean} verbose
 * @returns {Promise<import('../check.mjs').Outcome>}
 */
export async function unitTests(folder, verbose) {
  const tested = ['scripts', ...workspaces(folder).filter(({ manifest }) => manifest.scripts?.test).map((workspace) => workspace.folder)];
  for (const workspace of tested) {
    const path = join(folder, workspace, reportFile);
    rmSync(path, { force: true });
    mkdirSync(dirname(path), { recursive: true });
  }
  const output = verbose ? 'both' : 'capture';
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const runs = [
    await runTool('vitest', ['run', ...reporters], { cwd: join(folder, 'scripts'), output }),
    await runTurbo(
      ['run', 'test', '--continue=dependencies-successful', '--concurrency=100%', `--output-logs=${verbose ? 'full' : 'errors-only'}`, '--', ...reporters],
      { output },
    ),
  ];
  const reports = tested.map((workspace) => {
    const path = join(folder, workspace, reportFile);
    return { workspace, report: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined };
  });
  const { passed, failed, skipped, missing } = addReports(reports);
  const bad = runs.filter(({ code }) => code !== 0);
  const ok = bad.length === 0 && failed === 0;
  const detail = [
    `${passed} tests passed in ${tested.length - missing.length} workspaces`,
    failed > 0 && `${failed} failed`,
    skipped > 0 && `${skipped} skipped`,
    missing.length > 0 && `did not run: ${missing.join(', ')}`,
  ];
  return { ok, detail: detail.filter(Boolean).join(', '), output: bad.map((run) => run.output).join('\n'), passed, failed: ok ? 0 : Math.max(failed, 1) };
}
