/** `npm run kill-trainings 200 [seed]`: kills so many trainings of the built command at random moments and compares where they end. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [kills = '200', seed = '1'] = process.argv.slice(2);
if (![kills, seed].every((text) => /^\d+$/.test(text))) throw new Error('Give the number of kills and, if you like, a seed.');
const { status } = spawnSync('npx', ['vitest', 'run', 'test/kill-trainings.test.ts'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit', env: { ...process.env, SEKVENS_KILLS: kills, SEKVENS_KILL_SEED: seed }, shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
