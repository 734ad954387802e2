import { expect, test } from 'vitest';
import { runLimited } from './run-limited.js';

const generous = { seconds: 600, bytes: 2 ** 40 };
const run = (code: string, limits = generous) => runLimited(['-e', code], 'input', limits);

test('a process gets its input, and its lines are kept', async () => {
  const code = "process.stdin.on('data', (data) => console.log(JSON.stringify({ got: String(data) })))";
  expect(await run(code)).toEqual({ lines: [{ got: 'input' }] });
});

test('a process that takes too long is ended; what it printed stays', async () => {
  expect(await run("console.log('{\"step\":1}'); setInterval(() => undefined, 1000)", { ...generous, seconds: 1 })).toEqual({ lines: [{ step: 1 }], stopped: 'stopped after 1 s' });
});

test.runIf(process.platform === 'linux')('a process that takes too much memory is ended', async () => {
  const { stopped } = await run('const all = []; setInterval(() => all.push(Buffer.alloc(2 ** 24, 1)), 1)', { ...generous, bytes: 2 ** 28 });
  expect(stopped).toMatch(/^stopped at \d\.\d GiB of memory after \d+ s$/);
});

test('a process that fails says so', async () => {
  expect(await run('process.exit(3)')).toEqual({ lines: [], stopped: 'ended with exit code 3' });
});
