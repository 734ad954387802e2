import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { TrialLog } from './trial-log.js';

const folder = mkdtempSync(join(tmpdir(), 'sekvens-trials-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'trials.jsonl');
const record = { trial: 1, share: 1 / 9, settings: { 'network.cell': 'gru é' }, outcome: 'trained', accuracy: 0.5 } as const;

it('keeps records, and takes away a line that has no end', () => {
  new TrialLog(file).append(record);
  const whole = readFileSync(file, 'utf8');
  appendFileSync(file, '{"trial":2,"sh');
  const again = new TrialLog(file);
  expect(again.records).toEqual([record]);
  expect(again.find(1, 1 / 9)).toEqual(record);
  expect(again.find(1, 1)).toBeUndefined();
  expect(readFileSync(file, 'utf8')).toBe(whole);
  again.append({ ...record, trial: 2 });
  expect(new TrialLog(file).records).toHaveLength(2);
});

it.each(['no JSON\n', '{"trial":"x"}\n'])('refuses the line %j', (line) => {
  const other = join(folder, 'other.jsonl');
  writeFileSync(other, `${JSON.stringify(record)}\n${line}`);
  expect(() => new TrialLog(other)).toThrow(`${other}:2: expected the record of a trial, got something else.`);
});
