import { expect, test } from 'vitest';
import { pnpmVersion } from './install.mjs';
import { root } from './root.mjs';
import { run, runNode, runTool } from './run.mjs';

test('a program ends with its exit code and its output in order', async () => {
  const program = "process.stdout.write('a'); setTimeout(() => { process.stderr.write('b'); process.exitCode = 3; }, 50);";
  expect(await runNode(['-e', program])).toEqual({ code: 3, stdout: 'a', output: 'ab' });
});

test('a program that a signal ends has failed', async () => {
  expect((await runNode(['-e', "process.kill(process.pid, 'SIGKILL')"])).code).toBe(1);
});

test('children use this Node and the pinned pnpm', async () => {
  const version = await runNode(['-e', "process.stdout.write(require('node:child_process').execSync('node --version && pnpm --version'))"]);
  expect(version.output.split(/\s+/)).toEqual([process.version, pnpmVersion(root), '']);
});

test('arguments are passed as they are, without a shell', async () => {
  expect((await runNode(['-p', 'JSON.stringify(process.argv.slice(1))', '$HOME "x" *'])).stdout.trim()).toBe(JSON.stringify(['$HOME "x" *']));
});

test('a missing program says so', async () => {
  await expect(run('no-such-program', [])).rejects.toThrow(/^Could not start no-such-program: .*\nCheck that no-such-program is installed and on the PATH\.$/);
});

test('a missing tool says how it is installed', async () => {
  await expect(runTool('no-such-tool', [])).rejects.toThrow('no-such-tool is not installed.\nRun `npm start` or `npm test`');
});
