import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { root } from './root.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the repository's folder
 * @property {Record<string, string>} [env] added to the environment
 * @property {'inherit' | 'capture' | 'both'} [output] where stdout and stderr go; default 'capture'
 * @property {boolean} [shell] only for commands that are not executables (npx.cmd)
 *
 * @typedef {object} Finished
 * @property {number} code exit code; 1 where a signal ended the program
 * @property {string} stdout empty for 'inherit'
 * @property {string} output stdout and stderr in the order they came; empty for 'inherit'
 */

/**
 * Runs a program and waits for its end. Its PATH begins with the folder of this very Node and with node_modules/.bin,
 * so that every child uses this Node and the pinned pnpm.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Finished>}
 */
export function run(file, args, options = {}) {
  const { cwd = root, output = 'capture', shell = false } = options;
  const stream = output === 'inherit' ? 'inherit' : 'pipe';
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, shell, env: { ...environment(), ...options.env }, stdio: ['ignore', stream, stream], windowsHide: true });
    let stdout = '';
    let all = '';
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
      all += text;
      if (output === 'both') process.stdout.write(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      all += text;
      if (output === 'both') process.stderr.write(text);
    });
    child.on('error', (error) => reject(new Failure(`Could not start ${file}: ${error.message}.`, `Check that ${file} is installed and on the PATH.`)));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, output: all }));
  });
}

/**
 * Runs a JavaScript file with this Node.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

/**
 * Runs a command of a package that the root has installed, without a shell and without its .cmd shim.
 * @param {string} name the package
 * @param {readonly string[]} args
 * @param {RunOptions & { command?: string }} [options] command: where it is not named like the package
 */
export async function runTool(name, args, { command = name, ...options } = {}) {
  const folder = join(root, 'node_modules', name);
  if (!existsSync(folder)) throw new Failure(`${name} is not installed.`, 'Run `npm start` or `npm test` in the repository: both install first.');
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return runNode([join(folder, typeof bin === 'string' ? bin : bin[command]), ...args], options);
}

/**
 * Runs npx of the npm that started this script; else the npm beside this Node; else the one on the PATH.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNpx(args, options) {
  const beside = dirname(process.execPath);
  const { npm_execpath: npm } = process.env;
  const folders = [...(npm ? [dirname(npm)] : []), join(beside, 'node_modules/npm/bin'), join(beside, '../lib/node_modules/npm/bin')];
  const script = folders.map((folder) => join(folder, 'npx-cli.js')).find((path) => existsSync(path));
  if (script) return runNode([script, ...args], options);
  const windows = process.platform === 'win32';
  return run(windows ? 'npx.cmd' : 'npx', args, { ...options, shell: windows });
}

function environment() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env };
  // Windows spells it Path; two spellings in one environment would leave the choice to chance.
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  env[name] = [dirname(process.execPath), join(root, 'node_modules/.bin'), env[name]].filter(Boolean).join(delimiter);
  return env;
}
