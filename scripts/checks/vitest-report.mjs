/**
 * @typedef {object} VitestReport the parts used of what vitest's json reporter writes
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly { status: string, assertionResults: readonly unknown[] }[]} testResults one a file
 */

/**
 * Adds the reports of all workspaces. A file that fails before its first test counts as one failed test, and so does a workspace without a report.
 * @param {readonly { workspace: string, report: VitestReport | undefined }[]} reports
 */
export function addReports(reports) {
  const sum = { passed: 0, failed: 0, skipped: 0, missing: /** @type {string[]} */ ([]) };
  for (const { workspace, report } of reports) {
    if (!report) {
      sum.missing.push(workspace);
      sum.failed += 1;
      continue;
    }
    sum.passed += report.numPassedTests;
    sum.failed += report.numFailedTests + report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
    sum.skipped += report.numPendingTests + report.numTodoTests;
  }
  return sum;
}
