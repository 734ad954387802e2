import { expect, test } from 'vitest';
import { addReports } from './vitest-report.mjs';

const good = { numPassedTests: 10, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [{ status: 'passed', assertionResults: [{}] }] };

test('tests of all workspaces are added', () => {
  expect(addReports([{ workspace: 'a', report: good }, { workspace: 'b', report: { ...good, numFailedTests: 2 } }])).toEqual({ passed: 20, failed: 2, skipped: 4, missing: [] });
});

test('a file that fails before its first test counts as failed', () => {
  const report = { ...good, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(addReports([{ workspace: 'a', report }])).toMatchObject({ passed: 10, failed: 1 });
});

test('a failed file with tests is counted by its tests alone', () => {
  const report = { ...good, numFailedTests: 1, testResults: [{ status: 'failed', assertionResults: [{}] }] };
  expect(addReports([{ workspace: 'a', report }])).toMatchObject({ passed: 10, failed: 1 });
});

test('a workspace without a report counts as failed', () => {
  expect(addReports([{ workspace: 'a', report: undefined }])).toEqual({ passed: 0, failed: 1, skipped: 0, missing: ['a'] });
});
