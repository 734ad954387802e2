import { describe, expect, it } from 'vitest';
import { halving } from './halving.js';
import { ranking } from './trial-record.js';
import type { TrialRecord } from './trial-record.js';

/** The trainings of a search in which trial n has the accuracy that is given. */
function trainings(trials: number, accuracy: (trial: number) => number, outcome: (trial: number) => TrialRecord['outcome'] = () => 'trained'): TrialRecord[] {
  const done: TrialRecord[] = [];
  const jobs = halving(trials, 'accuracy');
  for (let next = jobs.next(); !next.done; next = jobs.next(done[done.length - 1])) done.push({ ...next.value, settings: {}, outcome: outcome(next.value.trial), accuracy: accuracy(next.value.trial) });
  return done;
}
const counts = (records: readonly TrialRecord[]) => [1 / 9, 1 / 3, 1].map((share) => records.filter((record) => record.share === share).map(({ trial }) => trial));

describe('halving', () => {
  it('trains the best third on, and the best of them to the end', () => {
    expect(counts(trainings(9, (trial) => trial / 10))).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 8, 7], [9]]);
  });

  it('goes on with the next nine, and with as many as are left', () => {
    expect(counts(trainings(13, (trial) => -trial))).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], [1, 2, 3, 10, 11], [1, 10]]);
  });

  it('trains a single trial at once', () => {
    expect(counts(trainings(10, (trial) => trial))).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 8, 7], [9, 10]]);
  });

  it('leaves out what was not trained', () => {
    expect(counts(trainings(9, (trial) => trial, (trial) => (trial > 2 ? 'too large' : 'trained')))).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 1], [2]]);
  });
});

describe('ranking', () => {
  const record = (trial: number, share: number, accuracy: number, rest: Partial<TrialRecord> = {}): TrialRecord => ({ trial, share, settings: {}, outcome: 'trained', accuracy, macroF1: 1 - accuracy, loss: 1, ...rest });

  it('has each trial once, as far as it went', () => {
    const records = [record(1, 1 / 9, 0.9), record(2, 1 / 9, 0.8), record(3, 1 / 9, 0.7), record(2, 1, 0.6), record(4, 1 / 9, 0.9, { loss: 0.5 }), record(5, 1, 1, { outcome: 'too large' })];
    expect(ranking(records, 'accuracy').map(({ trial, share }) => [trial, share])).toEqual([[2, 1], [4, 1 / 9], [1, 1 / 9], [3, 1 / 9], [5, 1]]);
  });

  it('goes by the metric', () => {
    expect(ranking([record(1, 1, 0.9), record(2, 1, 0.8)], 'macroF1').map(({ trial }) => trial)).toEqual([2, 1]);
  });
});
