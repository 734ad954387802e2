import { compareTrials } from './trial-record.js';
import type { Metric, TrialRecord } from './trial-record.js';

/** A third goes on each time. */
const factor = 3;
/** Trials that compete with each other. */
const bracketSize = 9;
/** Shares of the whole training. */
const shares = [1 / 9, 1 / 3, 1] as const;

/** A training that is to be done, or whose record is there already. */
export interface Job {
  /** From 1. */
  readonly trial: number;
  readonly share: number;
}

/**
 * Successive halving (Jamieson and Talwalkar 2016): nine trials train for a ninth of the steps, the best three of them, from the beginning,
 * for a third, and the best one of these for all; then the next nine follow. What comes next depends on the records alone, which are
 * handed to `next` one after the other, so that a search can go on from them.
 */
export function* halving(trials: number, metric: Metric): Generator<Job, void, TrialRecord> {
  for (let first = 1; first <= trials; first += bracketSize) {
    let going = Array.from({ length: Math.min(bracketSize, trials - first + 1) }, (_, i) => first + i);
    for (const share of shares) {
      // there is nothing to choose from
      if (going.length === 1 && share < 1) continue;
      const records: TrialRecord[] = [];
      for (const trial of going) {
        const record: TrialRecord = yield { trial, share };
        if (record.outcome === 'trained') records.push(record);
      }
      going = records.sort(compareTrials(metric)).slice(0, Math.ceil(going.length / factor)).map(({ trial }) => trial);
    }
  }
}
