/**
 * The outcome of a check that lists problems; no problem, no failure.
 * @param {readonly string[] | Promise<readonly string[]>} problems
 * @returns {Promise<import('../check.mjs').Outcome>}
 */
export async function fromProblems(problems) {
  const list = await problems;
  if (list.length === 0) return { ok: true };
  return { ok: false, detail: `${list.length} ${list.length === 1 ? 'problem' : 'problems'}`, explanation: list.join('\n') };
}

/**
 * The outcome of programs that say by their exit code whether all is well.
 * @param {readonly Promise<import('../lib/run.mjs').Finished>[]} runs
 * @returns {Promise<import('../check.mjs').Outcome>}
 */
export async function fromRuns(...runs) {
  const finished = await Promise.all(runs);
  const bad = finished.filter(({ code }) => code !== 0);
  return { ok: bad.length === 0, output: bad.map(({ output }) => output).join('\n') };
}
