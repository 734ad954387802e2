import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { SekvensError } from '@sekvens/core';
import type { TrialRecord } from './trial-record.js';

/**
 * trials.jsonl: a line for each training that is done, on the disk before the next one begins. A line that was being written when the
 * process ended has no end, and is taken away.
 */
export class TrialLog {
  readonly records: TrialRecord[];

  constructor(private readonly file: string) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
    this.records = whole.split('\n').filter(Boolean).map((line, i) => parsed(line, `${file}:${i + 1}`));
  }

  find(trial: number, share: number): TrialRecord | undefined {
    return this.records.find((record) => record.trial === trial && record.share === share);
  }

  append(record: TrialRecord): void {
    this.records.push(record);
    const handle = openSync(this.file, 'a');
    try {
      writeSync(handle, `${JSON.stringify(record)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }
}

function parsed(line: string, where: string): TrialRecord {
  try {
    const record = JSON.parse(line) as TrialRecord;
    if (Number.isInteger(record.trial) && typeof record.share === 'number' && typeof record.settings === 'object') return record;
  } catch {
    // said below
  }
  throw new SekvensError({ code: 'invalid-file', where, expected: 'the record of a trial', got: 'something else', hint: 'Remove the line; its trial is then done once more.' });
}
