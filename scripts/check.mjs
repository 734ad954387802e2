// Runs every check of the repository: npm test [-- --only name] [--verbose] [--list]
import { parseArgs } from 'node:util';
import { Failure } from './lib/failure.mjs';
import { install } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { requireNode } from './lib/require-node.mjs';
import { seconds } from './lib/seconds.mjs';

/**
 * @typedef {object} Outcome
 * @property {boolean} ok
 * @property {string} [detail] a few words for the list of results
 * @property {string} [explanation] what is wrong
 * @property {string} [output] of the programs that were run; --verbose has shown it already
 * @property {number} [passed] default: 1 where ok
 * @property {number} [failed] default: 1 where not ok
 *
 * @typedef {object} Check
 * @property {string} name what --only takes
 * @property {string} purpose
 * @property {boolean} [needsBuild] it reads what is built, and does not build it by itself
 * @property {(options: { verbose: boolean }) => Promise<Outcome>} run
 */

await main(async () => {
  const { only, verbose, list } = options();
  requireNode('20.19.0', 'Checking this repository with eslint and vite');
  await install(console.log);
  // Loaded now, because checks use packages that the installation brings.
  const { checks } = await import('./checks/index.mjs');
  if (list) {
    for (const { name, purpose } of checks) console.log(`${name.padEnd(16)} ${purpose}`);
    return 0;
  }
  const unknown = only.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) throw new Failure(`There is no check ${unknown.join(', ')}.`, `The checks are ${checks.map(({ name }) => name).join(', ')}.`);
  const chosen = checks.filter(({ name }) => only.length === 0 || only.includes(name));
  const toRun = checks.filter((check) => chosen.includes(check) || (check.name === 'build' && chosen.some(({ needsBuild }) => needsBuild)));
  return report(await runAll(toRun, verbose));
});

function options() {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string', multiple: true, default: [] }, verbose: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
    });
    return { ...values, only: values.only.flatMap((names) => names.split(',')) };
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), 'usage: npm test -- [--only name[,name]] [--verbose] [--list]');
  }
}

/**
 * @param {readonly Check[]} checks
 * @param {boolean} verbose
 */
async function runAll(checks, verbose) {
  const results = [];
  for (const check of checks) {
    console.log(`\n${check.name}: ${check.purpose} …`);
    const start = performance.now();
    /** @type {Outcome} */
    let outcome;
    try {
      outcome = await check.run({ verbose });
    } catch (error) {
      outcome = { ok: false, detail: 'the check itself failed', explanation: error instanceof Failure ? error.message : String(error instanceof Error ? error.stack : error) };
    }
    const time = performance.now() - start;
    if (!outcome.ok && outcome.output && !verbose) console.log(outcome.output.trimEnd());
    if (outcome.explanation) console.log(outcome.explanation);
    console.log(line(check.name, outcome, time));
    results.push({ name: check.name, outcome, time });
  }
  return results;
}

/** @param {Awaited<ReturnType<typeof runAll>>} results */
function report(results) {
  console.log(`\nResults (${seconds(results.reduce((sum, { time }) => sum + time, 0))})`);
  for (const { name, outcome, time } of results) console.log(line(name, outcome, time));
  const passed = results.reduce((sum, { outcome }) => sum + (outcome.passed ?? Number(outcome.ok)), 0);
  const failed = results.reduce((sum, { outcome }) => sum + (outcome.failed ?? Number(!outcome.ok)), 0);
  console.log('\nEvery unit test and every other check counted as one:');
  console.log(`${passed} passed, ${failed} failed`);
  return results.every(({ outcome }) => outcome.ok) ? 0 : 1;
}

/**
 * @param {string} name
 * @param {Outcome} outcome
 * @param {number} time in milliseconds
 */
function line(name, { ok, detail }, time) {
  return `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds(time).padStart(8)}${detail ? `  ${detail}` : ''}`;
}
