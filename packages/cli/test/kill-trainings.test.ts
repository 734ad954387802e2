import { expect, it } from 'vitest';
import { killTrainings } from './kill-trainings.js';
import { newsCsv } from './news.js';
import { folderWith } from './run-command.js';

/** `npm run kill-trainings 200` sets it. */
const kills = Number(process.env.SEKVENS_KILLS ?? 8);
const seed = Number(process.env.SEKVENS_KILL_SEED ?? 1);

it(`${kills} processes killed at random moments: the newest checkpoint loads, and the training ends in the same bytes`, async () => {
  const cwd = folderWith({ 'train.csv': newsCsv(60), 'test.csv': newsCsv(12, 1000) });
  const loud = process.env.SEKVENS_KILLS !== undefined;
  const report = await killTrainings(kills, seed, cwd, (line) => void (loud && process.stdout.write(`${line}\n`)));
  if (loud) process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(Object.values(report.found).reduce((a, b) => a + b)).toBe(kills);
});
