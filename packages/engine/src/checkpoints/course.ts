import type { EpochLog } from '../model/callback.js';
import { Means } from '../model/means.js';
import { Fingerprint } from './fingerprint.js';

/** What of a {@link Course} is in a checkpoint. */
export interface CourseRecord {
  readonly epoch: number;
  readonly batch: number;
  readonly begun: boolean;
  readonly stopped: boolean;
  readonly ended: boolean;
  readonly seconds: number;
  readonly means: readonly number[];
  readonly batches: readonly [number, number];
  readonly history: readonly EpochLog[];
}

/** Where in its epochs and batches a training is, and what it has measured so far. */
export class Course {
  /** Epochs that are over, with their callbacks. */
  epoch = 0;
  /** Batches of the epoch at hand that are over. */
  batch = 0;
  /** Whether callbacks know that the epoch at hand has begun. */
  begun = false;
  /** Whether a callback has asked to stop. */
  stopped = false;
  /** Whether callbacks know that the training has ended. */
  ended = false;
  /** Time spent on batches of the epoch at hand. */
  seconds = 0;
  means = new Means();
  /** Of the batches of the epoch at hand that a source has given. */
  batches = new Fingerprint();
  readonly history: EpochLog[] = [];

  beginNextEpoch(): void {
    this.epoch++;
    this.batch = 0;
    this.begun = false;
    this.seconds = 0;
    this.means = new Means();
    this.batches = new Fingerprint();
  }

  toRecord(): CourseRecord {
    const { epoch, batch, begun, stopped, ended, seconds, means, batches, history } = this;
    return { epoch, batch, begun, stopped, ended, seconds, means: means.sums, batches: batches.state, history: [...history] };
  }

  /** Takes over what {@link toRecord} gave. */
  follow({ means, batches, history, ...rest }: CourseRecord): void {
    Object.assign(this, rest);
    this.means = Means.from(means);
    this.batches = Fingerprint.from(batches);
    this.history.splice(0, Infinity, ...history);
  }
}
